import { describe, expect, it } from 'vitest'
import { AuthenticationError, ConnectionError, RefusedError, TimeoutError, UnsupportedError } from '#schema/errors'
import { hours, millis, minutes, seconds } from '#time/duration'
import { FakeHeaterLink, type Sent } from '../../test/fixtures/fake-heater-link.ts'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { TestHeater, type TestHeaterOptions } from '../../test/fixtures/test-heater.ts'
import { CommandQueue } from './command-queue.ts'
import type { CommandOutcome } from './outcome.ts'

const isControl = ({ envelope: { request } }: Sent) => request.command >= 0x2000000
const controlsOf = (heater: TestHeater) => heater.sent('controls').map(({ envelope: { request } }) => request)
const inWindow = { touStatus: 3, hpUpperOnTempSetting: 121 }

/** Does with controls what is said; everything else is answered. */
const onControl = (heater: TestHeater, react: (sent: Sent) => void) => {
  heater.reacts = sent => (isControl(sent) ? react(sent) : heater.obey(sent))
}

const ready = (options?: TestHeaterOptions) => new TestHeater(options).start()

/** What it came to, as soon as it did. */
function follow(promise: Promise<CommandOutcome>) {
  const followed: { outcome: CommandOutcome | undefined } = { outcome: undefined }
  void promise.then(outcome => {
    followed.outcome = outcome
  })
  return followed
}

/** Lives until there is an outcome, and tells it with the time that it took. */
async function ended(heater: TestHeater, promise: Promise<CommandOutcome>, within = minutes(10)) {
  const followed = follow(promise)
  for (let lived = 0; !followed.outcome && lived <= within; lived += 500) await heater.clock.advance(500)
  if (!followed.outcome) throw new Error('There was no outcome.')
  return followed.outcome
}

describe('confirmed', () => {
  it('says what the vendor’s app says, and believes the echo', async () => {
    const heater = await ready()
    const outcomes = [
      await ended(heater, heater.device.powerOff()),
      await ended(heater, heater.device.powerOn()),
      await ended(heater, heater.device.setMode('energy-saver')),
      await ended(heater, heater.device.setTemperature(54.6)),
    ]
    expect(controlsOf(heater)).toMatchObject([
      { command: 33554433, mode: 'power-off', param: [], paramStr: '', additionalValue: '5322' },
      { command: 33554434, mode: 'power-on', param: [], paramStr: '' },
      { command: 33554437, mode: 'dhw-mode', param: [3], paramStr: '' },
      { command: 33554464, mode: 'dhw-temperature', param: [109], paramStr: '' },
    ])
    expect(outcomes).toMatchObject([
      { result: 'confirmed', command: 'powerOff', attempts: 1, status: { dhwOperationSetting: 'off' } },
      { result: 'confirmed', command: 'powerOn', attempts: 1, status: { dhwOperationSetting: 'heat-pump' } },
      { result: 'confirmed', command: 'dhwMode', value: 'energy-saver', attempts: 1 },
      { result: 'confirmed', command: 'dhwTemperature', value: 54.5, status: { dhwTemperatureSetting: 54.5 } },
    ])
    expect(
      outcomes.every(outcome => !('reason' in outcome) && !('value' in outcome && outcome.value === undefined)),
    ).toBe(true)
    expect(heater.sent('controls').every(({ qos, expiry }) => qos === 1 && expiry === seconds(30))).toBe(true)
  })

  it('believes a later status too', async () => {
    const heater = await ready()
    onControl(heater, sent => heater.echo(sent))
    const done = heater.device.setMode('electric')
    await heater.clock.advance(seconds(4))
    heater.fields.dhwOperationSetting = 2
    heater.push()
    expect(await done).toMatchObject({ result: 'confirmed', attempts: 1, took: seconds(4) })
  })

  it('finds out by a question when the echo was lost twice', async () => {
    const heater = await ready()
    onControl(heater, () => {
      heater.fields.dhwTemperatureSetting = 100
    })
    const outcome = await ended(heater, heater.device.setTemperature(50))
    expect(outcome).toMatchObject({ result: 'confirmed', attempts: 2, status: { about: { cause: 'answer' } } })
  })

  it('takes no status for it that is history', async () => {
    const heater = new TestHeater()
    heater.reacts = () => {}
    await heater.device.listen()
    const followed = follow(heater.device.setMode('heat-pump'))
    // It is asked what it can do, and not waited for longer than this.
    await heater.clock.advance(seconds(11))
    expect(controlsOf(heater)).toHaveLength(1)
    heater.push()
    await heater.clock.settle()
    expect([heater.causes, followed.outcome]).toEqual([['history'], undefined])
    heater.close()
  })
})

describe('unconfirmed', () => {
  it('is a command whose echo shows the old setting to the end, and isn’t sent again', async () => {
    const heater = await ready()
    onControl(heater, sent => heater.echo(sent))
    const outcome = await ended(heater, heater.device.setTemperature(50))
    expect(outcome).toMatchObject({
      result: 'unconfirmed',
      attempts: 1,
      took: seconds(30),
      status: { dhwTemperatureSetting: 60.5 },
    })
    expect(outcome.reason).toContain('did not show the setting')
    expect(controlsOf(heater)).toHaveLength(1)
  })

  it('is one that nothing answered, after it was sent twice', async () => {
    const heater = await ready()
    heater.reacts = () => {}
    const outcome = await ended(heater, heater.device.setTemperature(50))
    expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: 2, took: seconds(40) })
    expect(outcome.reason).toContain('said nothing')
    expect(outcome).not.toHaveProperty('status')
    const ids = heater.sent('controls').map(({ envelope }) => envelope.sessionID)
    expect(new Set(ids).size).toBe(2)
  })

  it('keeps to its deadline', async () => {
    const heater = await ready()
    heater.reacts = () => {}
    const outcome = await ended(heater, heater.device.powerOn({ deadline: seconds(15) }))
    expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: 2, took: seconds(15) })
    expect(heater.sent('controls').map(({ expiry }) => expiry)).toEqual([seconds(15), seconds(10)])
  })
})

describe('held', () => {
  it.each([
    ['the rate', { touStatus: 3 }],
    ['the raised threshold', { hpUpperOnTempSetting: 121 }],
  ])('is a mode that isn’t shown in a window, by %s', async (_, fields) => {
    const heater = await ready()
    Object.assign(heater.fields, fields)
    onControl(heater, sent => heater.echo(sent))
    const outcome = await ended(heater, heater.device.setMode('electric'))
    expect(outcome).toMatchObject({ result: 'held', attempts: 1, took: seconds(30) })
    expect(outcome.reason).toContain('time-of-use window')
  })

  it('isn’t sent again when the window swallows the answer too', async () => {
    const heater = new TestHeater()
    Object.assign(heater.fields, inWindow)
    await heater.start()
    onControl(heater, () => {})
    expect(await ended(heater, heater.device.setMode('electric'))).toMatchObject({ result: 'held', attempts: 1 })
    expect(controlsOf(heater)).toHaveLength(1)
  })

  it('is no setpoint, and no mode that the heater shows in a window', async () => {
    const heater = await ready()
    Object.assign(heater.fields, inWindow)
    expect(await ended(heater, heater.device.setMode('electric'))).toMatchObject({ result: 'confirmed' })
    onControl(heater, sent => heater.echo(sent))
    expect(await ended(heater, heater.device.setTemperature(50))).toMatchObject({ result: 'unconfirmed' })
  })

  it('keeps no other command of the heater waiting', async () => {
    const heater = await ready()
    Object.assign(heater.fields, inWindow)
    onControl(heater, sent => (sent.envelope.request.mode === 'dhw-mode' ? heater.echo(sent) : heater.obey(sent)))
    const held = follow(heater.device.setMode('electric'))
    expect(await ended(heater, heater.device.setTemperature(50))).toMatchObject({
      result: 'confirmed',
      took: seconds(3),
    })
    expect(held.outcome).toBeUndefined()
    await heater.clock.advance(seconds(30))
    expect(held.outcome).toMatchObject({ result: 'held' })
  })
})

describe('offline', () => {
  it('is what the cloud says when it is asked once more', async () => {
    const heater = new TestHeater({ record: { connected: 1 } })
    heater.cloud = async () => false
    const outcome = await ended(heater, heater.device.powerOff())
    expect(outcome).toMatchObject({
      result: 'offline',
      attempts: 0,
      reason: 'The cloud says that the heater is offline.',
    })
    expect(controlsOf(heater)).toEqual([])
    heater.cloud = async () => true
    expect(await ended(heater, heater.device.powerOff())).toMatchObject({ result: 'confirmed' })
  })

  it('is what the cloud said last when it can’t be asked', async () => {
    const heater = new TestHeater({ record: { connected: 1 } })
    heater.cloud = () => new Promise(() => {})
    expect(await ended(heater, heater.device.powerOff())).toMatchObject({ result: 'offline', took: seconds(10) })
  })

  it('is a heater that gave no answer and that the cloud can’t reach', async () => {
    const heater = await ready()
    heater.reacts = () => {}
    heater.cloud = async () => false
    const outcome = await ended(heater, heater.device.powerOff())
    expect(outcome).toMatchObject({ result: 'offline', attempts: 1, took: seconds(10) })
    expect(heater.device.presence).toBe('offline')
  })

  it('is a lost link without a queue, at once', async () => {
    const heater = await ready({ queue: undefined })
    heater.link.lose()
    expect(await heater.device.powerOff()).toMatchObject({ result: 'offline', attempts: 0, took: 0 })
    heater.link.come()
    expect(await ended(heater, heater.device.powerOff())).toMatchObject({ result: 'confirmed' })
  })

  it('is also what waited for its turn when the link went, without a queue', async () => {
    const heater = await ready({ queue: undefined })
    onControl(heater, () => {})
    const first = heater.device.powerOff()
    const second = heater.device.setTemperature(50)
    await heater.clock.advance(seconds(1))
    heater.link.lose()
    expect(await second).toMatchObject({ result: 'offline', attempts: 0 })
    await heater.clock.settle()
    heater.link.come()
    // It had been taken by the gateway: whether the heater got it nobody knows.
    expect(await ended(heater, first)).toMatchObject({ result: 'unconfirmed', attempts: 1 })
  })

  it('is a link that doesn’t open for the first command, without a queue', async () => {
    const link = new FakeHeaterLink(false)
    const listen = (_: object, signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const heater = new TestHeater({ queue: undefined, link, listen })
    const outcome = await ended(heater, heater.device.powerOff())
    expect(outcome).toMatchObject({ result: 'offline', took: seconds(30), error: expect.any(TimeoutError) })
  })

  it('lets the first command open the link, without a queue', async () => {
    const link = new FakeHeaterLink(false)
    const heater = new TestHeater({
      queue: undefined,
      link,
      listen: async () => {
        link.come()
        return { clientId: 'me', userSeq: 1 }
      },
    })
    expect(await ended(heater, heater.device.powerOff())).toMatchObject({ result: 'confirmed' })
  })
})

describe('expired', () => {
  it('is what waited too long, and isn’t sent afterwards', async () => {
    const heater = await ready()
    heater.link.lose()
    const [byDefault, young] = [heater.device.powerOff(), heater.device.setTemperature(50, { maxAge: minutes(1) })]
    expect(heater.queue?.size).toBe(2)
    expect(await ended(heater, young)).toMatchObject({ result: 'expired', attempts: 0, took: minutes(1) })
    expect(await ended(heater, byDefault)).toMatchObject({
      result: 'expired',
      took: minutes(5),
      reason: 'It could not be sent within 5 min.',
    })
    expect(heater.queue?.size).toBe(0)
    heater.link.come()
    await heater.clock.advance(minutes(1))
    expect(controlsOf(heater)).toEqual([])
  })

  it('is as well what its deadline overtakes in the queue', async () => {
    const heater = await ready()
    heater.link.lose()
    const outcome = await ended(heater, heater.device.powerOff({ deadline: seconds(20) }))
    expect(outcome).toMatchObject({ result: 'expired', took: seconds(20) })
  })

  it('is what a later one of the same setting replaced', async () => {
    const heater = await ready()
    heater.link.lose()
    const { device } = heater
    const off = device.powerOff()
    const warm = device.setTemperature(50)
    const mode = device.setMode('electric')
    const on = device.powerOn()
    const hot = device.setTemperature(60)
    for (const replaced of [off, warm])
      expect(await replaced).toMatchObject({ result: 'expired', reason: expect.stringContaining('took its place') })
    heater.link.come()
    await heater.clock.advance(seconds(10))
    expect(controlsOf(heater).map(({ mode }) => mode)).toEqual(['dhw-mode', 'power-on', 'dhw-temperature'])
    for (const kept of [mode, on, hot]) expect(await kept).toMatchObject({ result: 'confirmed' })
  })

  it('is the oldest of a full queue, whosever it is', async () => {
    const [queue, link, clock] = [new CommandQueue(2), new FakeHeaterLink(false), manualClock()]
    const heaters = ['0123456789aa', '0123456789bb'].map(
      macAddress => new TestHeater({ record: { macAddress }, queue, link, clock }),
    )
    const [first, second] = heaters as [TestHeater, TestHeater]
    const oldest = first.device.powerOff()
    void second.device.powerOff()
    void second.device.setTemperature(50)
    expect(await oldest).toMatchObject({ result: 'expired', reason: expect.stringContaining('full') })
    expect(queue.size).toBe(2)
  })
})

describe('refused', () => {
  it('is what the heater says no to, with its number', async () => {
    const heater = await ready()
    onControl(heater, sent => heater.refuse(sent, 7))
    const outcome = await ended(heater, heater.device.powerOff())
    expect(outcome).toMatchObject({ result: 'refused', failCode: 7, attempts: 1, error: { name: 'RefusedError' } })
    expect(outcome.reason).toContain('code 7')
  })

  it('pauses the heater for 30 s when it was too soon, and sends once more', async () => {
    const heater = await ready()
    const at: number[] = []
    const start = heater.clock.now()
    onControl(heater, sent => {
      at.push(heater.clock.now() - start)
      if (at.length === 1) heater.refuse(sent, 2)
      else heater.obey(sent)
    })
    const first = heater.device.powerOff()
    const second = heater.device.setTemperature(50)
    expect(await ended(heater, first)).toMatchObject({ result: 'confirmed', attempts: 2 })
    expect(await ended(heater, second)).toMatchObject({ result: 'confirmed', attempts: 1 })
    expect(at).toEqual([0, 30_000, 33_000])
    expect(controlsOf(heater).map(({ mode }) => mode)).toEqual(['power-off', 'power-off', 'dhw-temperature'])
  })

  it('is one that is too soon twice, or has no time for the pause', async () => {
    const heater = await ready()
    onControl(heater, sent => heater.refuse(sent, 2))
    expect(await ended(heater, heater.device.powerOff())).toMatchObject({ result: 'refused', failCode: 2, attempts: 2 })
    const impatient = await ended(heater, heater.device.powerOff({ maxAge: seconds(50) }))
    expect(impatient).toMatchObject({ result: 'refused', failCode: 2, attempts: 1 })
  })
})

describe('failed', () => {
  it('is what the gateway doesn’t acknowledge twice', async () => {
    const heater = await ready()
    heater.link.gateway = sent => (isControl(sent) ? new Promise(() => {}) : Promise.resolve())
    const outcome = await ended(heater, heater.device.powerOff())
    expect(outcome).toMatchObject({ result: 'failed', attempts: 2, reason: 'It could not be handed to the gateway.' })
    expect(outcome.error).toBeInstanceOf(TimeoutError)
  })

  it('is what the gateway refuses, without a second try', async () => {
    const heater = await ready()
    heater.link.gateway = async sent => {
      if (isControl(sent)) throw new RefusedError('Not authorised.', { by: 'gateway', failCode: 0x87 })
    }
    expect(await ended(heater, heater.device.powerOff())).toMatchObject({ result: 'failed', attempts: 1 })
  })

  it('is one whose account can’t sign in', async () => {
    const listen = () => Promise.reject(new AuthenticationError('refused'))
    const heater = new TestHeater({ link: new FakeHeaterLink(false), listen })
    const outcome = await heater.device.powerOff()
    expect(outcome).toMatchObject({ result: 'failed', attempts: 0, error: { name: 'AuthenticationError' } })
    expect(heater.queue?.size).toBe(0)
  })

  it('is one that was given up, before it was sent or after', async () => {
    const heater = await ready()
    heater.reacts = () => {}
    const stop = new AbortController()
    const [sent, waiting] = [
      heater.device.powerOff({ signal: stop.signal }),
      heater.device.setTemperature(50, { signal: stop.signal }),
    ]
    await heater.clock.advance(seconds(1))
    stop.abort(new Error('enough'))
    expect(await sent).toMatchObject({ result: 'failed', attempts: 1, reason: expect.stringContaining('not known') })
    expect(await waiting).toMatchObject({ result: 'failed', attempts: 0, error: new Error('enough') })
    expect(await heater.device.powerOff({ signal: stop.signal })).toMatchObject({ result: 'failed', attempts: 0 })
    await heater.clock.advance(minutes(1))
    expect(controlsOf(heater)).toHaveLength(1)
  })

  it('is all that the queue held when it was cleared', async () => {
    const heater = await ready()
    heater.link.lose()
    const both = [heater.device.powerOff(), heater.device.setTemperature(50)]
    heater.queue?.clear()
    expect(heater.queue?.size).toBe(0)
    for (const outcome of await Promise.all(both))
      expect(outcome).toMatchObject({ result: 'failed', reason: 'The queue was cleared by this program.' })
  })

  it('is what was under way when the client was closed, and no timer is left', async () => {
    const heater = await ready()
    heater.reacts = () => {}
    const all = [heater.device.powerOff(), heater.device.setTemperature(50), heater.device.setMode('electric')]
    await heater.clock.advance(seconds(1))
    heater.close()
    for (const outcome of await Promise.all(all)) expect(outcome).toMatchObject({ result: 'failed' })
    expect((await heater.device.powerOn()).reason).toContain('client was closed')
    await heater.clock.settle()
    expect([heater.clock.pending, heater.link.listeners]).toEqual([0, 0])
  })
})

describe('the way of a command', () => {
  it('is one after the other, three seconds apart, and other heaters aren’t held up', async () => {
    const [queue, link, clock] = [new CommandQueue(), new FakeHeaterLink(), manualClock()]
    const start = clock.now()
    const at: string[] = []
    const heaters = ['0123456789aa', '0123456789bb'].map(macAddress => {
      const heater = new TestHeater({ record: { macAddress }, queue, link, clock })
      onControl(heater, sent => {
        at.push(`${macAddress.slice(-2)} ${sent.envelope.request.mode} ${(clock.now() - start) / 1000}`)
        heater.obey(sent)
      })
      return heater
    })
    const done = heaters.flatMap(({ device }) => [
      device.powerOff(),
      device.setMode('electric'),
      device.setTemperature(50),
    ])
    await clock.advance(seconds(10))
    expect((await Promise.all(done)).every(({ result }) => result === 'confirmed')).toBe(true)
    expect(at.toSorted()).toEqual([
      'aa dhw-mode 3',
      'aa dhw-temperature 6',
      'aa power-off 0',
      'bb dhw-mode 3',
      'bb dhw-temperature 6',
      'bb power-off 0',
    ])
  })

  it('has another pace where that is wanted', async () => {
    const heater = await ready({ controlGap: millis(500) })
    void heater.device.powerOff()
    expect(await ended(heater, heater.device.setTemperature(50))).toMatchObject({ took: 500 })
  })

  it('begins in the queue while the link is down, and goes on in order after the first question', async () => {
    const heater = await ready()
    heater.link.lose()
    heater.link.sent.length = 0
    const { device } = heater
    const done = [device.setTemperature(50), device.setMode('electric'), device.powerOff()]
    await heater.clock.advance(minutes(2))
    expect(heater.link.sent).toEqual([])
    heater.link.come()
    await heater.clock.advance(seconds(7))
    const said = heater.link.sent.map(({ envelope: { request } }) => request.mode ?? request.command)
    expect(said).toEqual([0x1000003, 'dhw-temperature', 'dhw-mode', 'power-off'])
    for (const outcome of await Promise.all(done)) expect(outcome).toMatchObject({ result: 'confirmed', attempts: 1 })
    expect(heater.queue?.size).toBe(0)
  })

  it('keeps its order when one fails in the middle', async () => {
    const heater = await ready()
    heater.link.lose()
    const { device, link } = heater
    const done = [device.setTemperature(50), device.setMode('electric'), device.powerOff()]
    link.gateway = async sent => {
      if (sent.envelope.request.mode !== 'dhw-mode') return
      link.gateway = async () => {}
      link.lose()
      throw new ConnectionError('The socket closed.')
    }
    link.come()
    await heater.clock.advance(seconds(5))
    expect(heater.queue?.size).toBe(2)
    await heater.clock.advance(minutes(1))
    link.come()
    await heater.clock.advance(seconds(10))
    const outcomes = await Promise.all(done)
    expect(outcomes.map(({ result, attempts }) => [result, attempts])).toEqual([
      ['confirmed', 1],
      ['confirmed', 2],
      ['confirmed', 1],
    ])
    expect(controlsOf(heater).map(({ mode }) => mode)).toEqual(['dhw-temperature', 'dhw-mode', 'dhw-mode', 'power-off'])
  })

  it('goes back to the head when the link is lost before the answer, and is confirmed by what comes first', async () => {
    const heater = await ready()
    onControl(heater, () => {
      heater.fields.dhwOperationSetting = 6
    })
    const done = heater.device.powerOff()
    await heater.clock.advance(seconds(1))
    heater.link.lose()
    await heater.clock.advance(seconds(20))
    expect(heater.queue?.size).toBe(1)
    heater.link.come()
    expect(await ended(heater, done)).toMatchObject({ result: 'confirmed', status: { about: { cause: 'answer' } } })
    expect(heater.queue?.size).toBe(0)
  })

  it('sends a silent one before those that came after it', async () => {
    const heater = await ready()
    let asked = 0
    onControl(heater, sent => void (asked++ > 0 && heater.obey(sent)))
    const done = [heater.device.setMode('electric'), heater.device.powerOff()]
    await heater.clock.advance(seconds(20))
    expect(controlsOf(heater).map(({ mode }) => mode)).toEqual(['dhw-mode', 'dhw-mode', 'power-off'])
    for (const outcome of await Promise.all(done)) expect(outcome).toMatchObject({ result: 'confirmed' })
  })

  it('is open to a late answer of the first attempt', async () => {
    const heater = await ready()
    const sent: Sent[] = []
    onControl(heater, control => void sent.push(control))
    const done = heater.device.setMode('electric')
    await heater.clock.advance(seconds(11))
    expect(sent).toHaveLength(2)
    heater.obey(sent[0] as Sent)
    expect(await done).toMatchObject({ result: 'confirmed', attempts: 2 })
  })
})

describe('before anything is sent', () => {
  it('refuses what is out of range, and says what is in it', async () => {
    const heater = await ready()
    const range = 'The setpoint is 35 to 65.5 °C in steps of 0.5 °C, not'
    for (const celsius of [34.7, 65.8, 120, Number.POSITIVE_INFINITY])
      await expect(heater.device.setTemperature(celsius)).rejects.toThrow(new RangeError(`${range} ${celsius} °C.`))
    await expect(heater.device.setTemperature(Number.NaN)).rejects.toThrow(new RangeError(`${range} NaN.`))
    await expect(heater.device.setMode('vacation' as 'electric')).rejects.toThrow(
      /no mode that can be set; there are heat-pump/,
    )
    await expect(heater.device.setMode('toString' as 'electric')).rejects.toThrow(RangeError)
    await expect(heater.device.powerOn({ deadline: seconds(0) })).rejects.toThrow(RangeError)
    await expect(heater.device.powerOn({ maxAge: seconds(Number.NaN) })).rejects.toThrow(RangeError)
    expect(controlsOf(heater)).toEqual([])
  })

  it('goes by what the heater told of itself', async () => {
    const heater = await ready()
    expect(await ended(heater, heater.device.setTemperature(36))).toMatchObject({ result: 'confirmed' })
    await heater.device.info()
    await expect(heater.device.setTemperature(36)).rejects.toThrow('40.5 to 65.5 °C')
    heater.reacts = ({ envelope: { sessionID, responseTopic } }) => {
      const feature = { electricUse: 1, powerUse: 0, heatpumpUse: 2, dhwTemperatureSettingUse: 1 }
      heater.hear(responseTopic, { sessionID, response: { macAddress: heater.mac, feature } })
    }
    await heater.device.info()
    await expect(heater.device.setMode('electric')).rejects.toThrow(UnsupportedError)
    await expect(heater.device.powerOff()).rejects.toThrow(UnsupportedError)
    await expect(heater.device.setTemperature(50)).rejects.toThrow(UnsupportedError)
    expect(controlsOf(heater)).toHaveLength(1)
    onControl(heater, sent => heater.obey(sent))
    expect(await ended(heater, heater.device.setMode('heat-pump'))).toMatchObject({ result: 'confirmed' })
  })

  it('asks a heater that hasn’t told what it is, once and before the first command', async () => {
    const heater = await new TestHeater().start({ told: false })
    heater.reacts = sent => {
      if (sent.envelope.request.command !== 0x1000001) return heater.obey(sent)
      const feature = { electricUse: 1, heatpumpUse: 2, highDemandUse: 2, holidayUse: 0, dhwTemperatureMin: 81 }
      heater.hear(sent.envelope.responseTopic, { sessionID: sent.envelope.sessionID, response: { feature } })
    }
    const done = [
      heater.device.setMode('electric'),
      heater.device.startVacation(3),
      heater.device.setTemperature({ fahrenheit: 125 }),
    ].map(command => command.catch((error: unknown) => error))
    await heater.clock.advance(seconds(5))
    const [mode, vacation, fine] = await Promise.all(done)
    expect(mode).toEqual(
      new UnsupportedError('This heater can’t be set to electric; it has heat-pump, energy-saver, high-demand.'),
    )
    expect(vacation).toBeInstanceOf(UnsupportedError)
    expect(fine).toMatchObject({ result: 'confirmed', value: 51.5 })
    expect(controlsOf(heater)).toMatchObject([{ param: [103] }])
    expect(heater.sent('info')).toHaveLength(1)
    await expect(heater.device.setTemperature(36)).rejects.toThrow(
      new RangeError('The setpoint is 40.5 to 65.5 °C in steps of 0.5 °C, not 36 °C.'),
    )
  })

  it('asks again after a day, and when the heater says that something changed', async () => {
    const heater = await ready()
    heater.fields = { ...heater.fields, didReload: 1 }
    await heater.clock.advance(hours(23))
    await ended(heater, heater.device.setMode('electric'))
    expect(heater.sent('info')).toHaveLength(0)
    await heater.clock.advance(hours(2))
    // What it told last is forgotten, and the data plate alone wouldn't refuse it.
    const refused = heater.device.setTemperature(36).catch((error: unknown) => error)
    await heater.clock.advance(seconds(5))
    expect(await refused).toEqual(new RangeError('The setpoint is 40.5 to 65.5 °C in steps of 0.5 °C, not 36 °C.'))
    expect(heater.sent('info')).toHaveLength(1)
    for (const didReload of [2, 2, 1, 2]) {
      heater.push({ didReload })
      await heater.clock.settle()
    }
    expect(heater.sent('info')).toHaveLength(3)
  })

  it('waits ten seconds for that at the most', async () => {
    const heater = await new TestHeater().start({ told: false })
    heater.reacts = sent => void (sent.envelope.request.command !== 0x1000001 && heater.obey(sent))
    const outcome = await ended(heater, heater.device.setMode('electric'))
    expect(outcome).toMatchObject({ result: 'confirmed', attempts: 1, took: seconds(10) })
  })

  it('changes nothing for a client that only reads, nor for another product', async () => {
    const reader = await ready({ readOnly: true })
    await expect(reader.device.powerOff()).rejects.toThrow(/only reads: nothing was sent/)
    const other = new TestHeater({ record: { deviceType: 2 } })
    await expect(other.device.setTemperature(50)).rejects.toThrow(UnsupportedError)
    expect([...reader.sent('controls'), ...other.link.sent]).toEqual([])
  })
})
