import { expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import type { Sent } from '../../test/fixtures/fake-heater-link.ts'
import { TestHeater, type TestHeaterOptions } from '../../test/fixtures/test-heater.ts'

async function ready(options: TestHeaterOptions = {}) {
  const heater = new TestHeater(options)
  await heater.start()
  return heater
}

/** The heater takes controls and says nothing. */
const keepsSilent = (heater: TestHeater) => {
  heater.reacts = (sent: Sent) => void (sent.topic.endsWith('/ctrl') || heater.obey(sent))
}

it('sends nothing that grew old while the machine slept, whose timers slept as well', async () => {
  const heater = await ready()
  heater.link.lose()
  const command = heater.device.powerOff()
  heater.clock.step(hours(8))
  heater.link.come()
  await heater.clock.advance(minutes(1))
  expect(await command).toMatchObject({ result: 'expired', attempts: 0 })
  expect(heater.sent('controls')).toEqual([])
})

it('calls nothing expired that was sent: the gateway took it, and the heater may have', async () => {
  const heater = await ready()
  keepsSilent(heater)
  const old = heater.device.powerOff()
  const replaced = heater.device.setTemperature(50)
  await heater.clock.advance(seconds(4))
  expect(heater.sent('controls')).toHaveLength(1)
  heater.link.lose()
  const [later] = [heater.device.powerOn({ maxAge: minutes(1) })]
  await heater.clock.advance(minutes(6))
  expect(await old).toMatchObject({ result: 'unconfirmed', attempts: 1 })
  expect((await old).reason).toContain('took its place')
  expect(await later).toMatchObject({ result: 'expired', attempts: 0 })
  expect(await replaced).toMatchObject({ result: 'expired', attempts: 0 })
})

it('says so when it was sent and the gateway did not acknowledge it before the link was lost for long', async () => {
  const heater = await ready()
  heater.link.gateway = async ({ topic }) => {
    if (topic.endsWith('/ctrl')) await new Promise(() => {})
  }
  const command = heater.device.powerOff()
  await heater.clock.advance(seconds(1))
  heater.link.lose()
  await heater.clock.advance(minutes(5))
  expect(await command).toMatchObject({ result: 'failed', attempts: 1 })
  expect((await command).reason).toContain('whether the heater took it is not known')
})

it('counts as sent only what was, and goes on trying as long as it is young', async () => {
  let deaf = false
  const heater = await ready({
    listen: async (_, signal) => {
      if (deaf) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      return { clientId: 'me', userSeq: 10001 }
    },
  })
  deaf = true
  const command = heater.device.powerOff()
  await heater.clock.advance(minutes(1))
  expect(heater.sent('controls')).toEqual([])
  deaf = false
  await heater.clock.advance(seconds(30))
  expect(await command).toMatchObject({ result: 'confirmed', attempts: 1 })
  expect(heater.sent('controls')).toHaveLength(1)

  deaf = true
  const never = heater.device.powerOn()
  await heater.clock.advance(minutes(6))
  expect(await never).toMatchObject({ result: 'expired', attempts: 0 })
})

it('is confirmed when the heater had taken the first, whose echo was lost, and wants no second so soon', async () => {
  const heater = await ready()
  let asked = 0
  heater.reacts = sent => {
    if (!sent.topic.endsWith('/ctrl')) heater.obey(sent)
    else if (asked++ === 0) heater.fields.dhwOperationSetting = 6
    else heater.refuse(sent, 2)
  }
  const command = heater.device.powerOff()
  await heater.clock.advance(seconds(12))
  expect(await command).toMatchObject({ result: 'confirmed', attempts: 2 })
})

it('lets no late echo of an older command pass for news', async () => {
  const heater = await ready()
  const echoes: Sent[] = []
  heater.reacts = sent => void (sent.topic.endsWith('/ctrl') ? echoes.push(sent) : heater.obey(sent))
  const stop = new AbortController()
  const first = heater.device.setTemperature(60, { signal: stop.signal })
  await heater.clock.advance(seconds(1))
  stop.abort()
  expect(await first).toMatchObject({ result: 'failed', attempts: 1 })
  const now = heater.fields.dhwTemperatureSetting
  await heater.device.status()
  heater.fields = { ...heater.fields, dhwTemperatureSetting: 120 }
  heater.echo(echoes[0] as Sent)
  expect(heater.device.latest?.dhwTemperatureSetting).toBe((now ?? 0) / 2)
  expect(heater.causes.at(-1)).toBe('history')
})

it('believes the heater’s answer where the gateway’s acknowledgement is lost', async () => {
  const heater = await ready()
  heater.link.gateway = async sent => {
    if (!sent.topic.endsWith('/ctrl')) return
    heater.echo(sent)
    await new Promise(() => {})
  }
  const command = heater.device.powerOff()
  await heater.clock.advance(minutes(1))
  expect(await command).toMatchObject({ result: 'unconfirmed', attempts: 1 })
})
