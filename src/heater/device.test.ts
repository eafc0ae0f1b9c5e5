import { describe, expect, it } from 'vitest'
import { ConnectionError, TimeoutError, UnsupportedError } from '#schema/errors'
import { minutes, seconds } from '#time/duration'
import { FakeHeaterLink } from '../../test/fixtures/fake-heater-link.ts'
import { baseStatus } from '../../test/fixtures/frames.ts'
import { TestHeater, type TestHeaterOptions, testMac, testRecord } from '../../test/fixtures/test-heater.ts'
import type { Reading } from './reading.ts'

const own = `cmd/52/navilink-${testMac}`
const statusRequest = 0x1000003

/** A heater that answers nothing by itself. */
function heater(options: TestHeaterOptions = {}) {
  const test = new TestHeater(options)
  const events: string[] = []
  test.reacts = () => {}
  for (const name of ['online', 'stale', 'offline'] as const) test.device.on(name, () => events.push(name))
  let counter = 2
  const count = () => {
    counter = (counter + 1) % 10
    return String(counter)
  }

  /** Asks, and answers as a heater does; what comes after is the test's. */
  const ask = async () => {
    const asked = test.device.status()
    await test.clock.settle()
    const last = test.link.sent.at(-1)
    if (last) test.echo(last)
    return asked
  }
  const push = (command = 0x4000013) => test.tell(count(), { ...baseStatus, command })
  const copy = () => push(0)
  return { test, made: test.device, events, ask, push, copy }
}

describe('the cause of a reading', () => {
  it('is the answer to our question, then its copy, and after that a push', async () => {
    const { test, ask, push, copy } = heater()
    const answer = await ask()
    expect(answer.about.cause).toBe('answer')
    copy()
    copy()
    push()
    expect(test.causes).toEqual(['answer', 'copy', 'push', 'push'])
  })

  it('is a push for the answer that somebody else gets', async () => {
    const { test, ask } = heater()
    await ask()
    test.tell('1758919563000', baseStatus, 'cmd/52/20001/10001/phone/res')
    expect(test.causes).toEqual(['answer', 'push'])
  })

  it('stays the copy when a push comes before it', async () => {
    const { test, ask, push, copy } = heater()
    await ask()
    push(0x400001c)
    copy()
    expect(test.causes).toEqual(['answer', 'push', 'copy'])
  })

  it('is a copy for each of two answers, however they overtake each other', async () => {
    const { test, ask, copy } = heater()
    await ask()
    await ask()
    copy()
    copy()
    copy()
    expect(test.causes).toEqual(['answer', 'answer', 'copy', 'copy', 'push'])
  })

  it('is a push again once a copy must have been lost', async () => {
    const { test, ask, copy } = heater()
    await ask()
    await test.clock.advance(seconds(11))
    copy()
    expect(test.causes).toEqual(['answer', 'push'])
  })

  it('is a push for an answer that came too late, when nothing newer is known', async () => {
    const { test, made, ask } = heater()
    await ask()
    const asked = made.status()
    const [error] = await Promise.all([asked.catch((cause: unknown) => cause), test.clock.advance(seconds(30))])
    expect(error).toBeInstanceOf(TimeoutError)
    expect((error as Error).message).toBe('The heater gave no answer within 30 s.')
    const late = test.link.sent.at(-1)
    if (late) test.echo(late)
    expect(test.causes).toEqual(['answer', 'push'])
  })

  it('comes with when it was received, and the newest reading is kept', async () => {
    const { test, made, ask, copy } = heater()
    expect(made.latest).toBeUndefined()
    await ask()
    await test.clock.advance(seconds(5))
    copy()
    expect(made.latest?.about).toMatchObject({ cause: 'copy', at: new Date(test.clock.now()) })
    expect(made.latest?.dhwTemperature).toBe(58.5)
  })
})

describe('what comes on a new connection', () => {
  it('is history until an answer comes: told, and neither the newest nor in a watch', async () => {
    const { test, made, ask, push, copy } = heater()
    await ask()
    const seen: string[] = []
    const stop = new AbortController()
    const watching = (async () => {
      for await (const { about } of made.watch({ interval: minutes(5), signal: stop.signal })) seen.push(about.cause)
    })()
    await test.clock.settle()
    test.link.lose()
    test.link.come()
    await test.clock.settle()
    const before = made.latest
    for (let backlog = 0; backlog < 1000; backlog++) push()
    expect([made.latest === before, seen]).toEqual([true, []])
    const first = test.link.sent.at(-1)
    expect(first?.envelope.request.command).toBe(statusRequest)
    if (first) test.echo(first)
    copy()
    push()
    await test.clock.settle()
    expect(made.latest).not.toBe(before)
    expect(test.causes).toEqual(['answer', ...Array(1000).fill('history'), 'answer', 'copy', 'push'])
    expect(seen).toEqual(['answer', 'copy', 'push'])
    stop.abort()
    await watching
  })

  it('is asked for a status first, once, by a heater that is listened to', async () => {
    const { test, made } = heater({ link: new FakeHeaterLink(false) })
    test.link.come()
    await test.clock.settle()
    expect(test.link.sent).toEqual([])
    await made.listen()
    await test.clock.settle()
    expect(test.sent('status')).toHaveLength(1)
    await made.listen()
    test.link.lose()
    test.link.come()
    await test.clock.settle()
    expect(test.sent('status')).toHaveLength(2)
    // A question of somebody's own is as good.
    test.link.lose()
    await test.clock.settle()
    const asked = made.status().catch((error: unknown) => error)
    test.link.come()
    await test.clock.settle()
    expect(test.sent('status')).toHaveLength(3)
    test.close()
    expect(await asked).toBeInstanceOf(Error)
  })

  it('is no history for ever when the first question stays without an answer', async () => {
    const { test, made, push } = heater()
    await made.listen()
    await test.clock.advance(minutes(1))
    expect(test.sent('status')).toHaveLength(1)
    push()
    push()
    await test.clock.settle()
    expect(test.sent('status')).toHaveLength(2)
    const second = test.link.sent.at(-1)
    if (second) test.echo(second)
    push()
    expect(test.causes).toEqual(['history', 'history', 'answer', 'push'])
    test.close()
  })

  it('ends the questions of the old one, so that no old answer passes for news', async () => {
    const { test, made, ask } = heater()
    await ask()
    const asked = made.status().catch((error: unknown) => error)
    await test.clock.settle()
    const old = test.link.sent.at(-1)
    test.link.lose()
    expect(await asked).toBeInstanceOf(ConnectionError)
    test.link.come()
    await test.clock.settle()
    if (old) test.echo(old)
    expect(test.causes).toEqual(['answer', 'history'])
    test.close()
  })
})

describe('other messages', () => {
  it('keeps device info apart from a status', async () => {
    const { test, made, ask } = heater()
    await ask()
    const infos: unknown[] = []
    made.on('info', ({ volumeCode }) => infos.push(volumeCode))
    const asked = made.info()
    await test.clock.settle()
    const [question] = test.sent('info')
    expect(question?.envelope).toMatchObject({ requestTopic: `${own}/st/did`, request: { command: 0x1000001 } })
    const { sessionID = '', responseTopic = '' } = question?.envelope ?? {}
    // A status with the same id answers another question.
    test.tell(sessionID, baseStatus, responseTopic)
    const response = { macAddress: testMac, feature: { volumeCode: 2, dhwTemperatureMin: 70 } }
    test.hear(responseTopic, { sessionID, response })
    expect(await asked).toMatchObject({ volumeCode: '65-gal', dhwTemperatureMin: 35 })
    expect(infos).toEqual(['65-gal'])
    expect(test.causes).toEqual(['answer', 'push'])
    expect(made.latest).not.toHaveProperty('volumeCode')
  })

  it('hands on every message with its topic, and makes no reading of it', () => {
    const { test, made } = heater()
    const hear = (topic: string, envelope: Record<string, unknown>) => test.hear(topic, envelope)
    const heard: string[] = []
    made.on('message', (topic, envelope) => heard.push(`${topic} ${Object.keys(envelope).join(' ')}`))
    hear(`${own}/st`, { sessionID: '1', request: { command: statusRequest, macAddress: testMac } })
    hear(`${own}/res/rsv/rd`, { sessionID: '2', response: { macAddress: testMac, reservationUse: 1, reservation: [] } })
    hear(`${own}/res`, { nonsense: true })
    expect(heard).toEqual([
      `${own}/st sessionID request`,
      `${own}/res/rsv/rd sessionID response`,
      `${own}/res nonsense`,
    ])
    expect(test.causes).toEqual([])
    expect(made.latest).toBeUndefined()
  })

  it('fails a question with the refusal that names it', async () => {
    const { test, made } = heater()
    const asked = made.status().catch((error: unknown) => error)
    await test.clock.settle()
    test.hear(`${own}/res/ctrl-fail`, { sessionID: '1758919563000', response: { macAddress: testMac, failCode: 2 } })
    const [question] = test.link.sent
    if (question) test.refuse(question, 7)
    expect(await asked).toMatchObject({ name: 'RefusedError', by: 'heater', failCode: 7 })
  })
})

describe('online and offline', () => {
  const connection = (status: unknown) => ({ event: { macAddress: testMac, connection: { status } } })
  const topics = `evt/52/navilink-${testMac}`

  it('is told on a change only', async () => {
    const { test, made, ask, copy, events: told } = heater()
    await ask()
    const hear = (topic: string, envelope: Record<string, unknown>) => test.hear(topic, envelope)
    expect(made.connected).toBe(true)
    hear(`${topics}/connection`, connection(1))
    expect(told).toEqual([])
    hear(`${topics}/connection`, connection(0))
    hear(`${topics}/connection`, connection(-1))
    expect([made.connected, ...told]).toEqual([false, 'offline'])
    copy()
    copy()
    expect([made.connected, ...told]).toEqual([true, 'offline', 'online'])
  })

  it('asks a heater that comes back for its status, though an earlier question is open', async () => {
    const { test, made } = heater({ record: { connected: 1 } })
    const lost = made.status()
    await test.clock.settle()
    test.reacts = sent => test.obey(sent)
    test.hear(`${topics}/connection`, connection(1))
    test.hear(`${topics}/connection`, connection(1))
    await test.clock.settle()
    expect([test.sent('status').length, ...test.causes]).toEqual([2, 'answer', 'copy'])
    await Promise.all([expect(lost).rejects.toThrow(TimeoutError), test.clock.advance(seconds(30))])
    expect(made.presence).toBe('online')
  })

  it('does not take the phone app’s going for the heater’s', () => {
    const { test, made, events: told } = heater()
    const hear = (topic: string, envelope: Record<string, unknown>) => test.hear(topic, envelope)
    hear(`${topics}/app-connection`, connection(0))
    hear(`${topics}/connection`, connection('?'))
    expect([made.connected, ...told]).toEqual([true])
  })

  it('follows the cloud’s answer and its list, and keeps what it knew where they say nothing', async () => {
    const { test, made, events: told } = heater({ record: { connected: 1 } })
    const tell = (connected: boolean | undefined) => {
      test.cloud = async () => connected
    }
    expect(await made.connectivity()).toEqual({ connected: true })
    tell(undefined)
    expect(await made.connectivity()).toEqual({ connected: true })
    made.update(testRecord({ connected: undefined, deviceName: 'Garage' }))
    expect([made.name, made.connected]).toEqual(['Garage', true])
    made.update(testRecord({ connected: 1 }))
    tell(false)
    expect(await made.connectivity()).toEqual({ connected: false })
    expect(told).toEqual(['online', 'offline'])
  })

  it('is unknown while nobody has said', async () => {
    const { test, made } = heater({ record: { connected: undefined } })
    expect([made.connected, made.presence]).toEqual([undefined, 'unknown'])
    test.cloud = async () => undefined
    expect(await made.connectivity()).toEqual({ connected: false })
    expect(made.connected).toBeUndefined()
  })
})

it('hears a heater that is only listened to, after it was asked once', async () => {
  const { test, made, copy } = heater()
  await made.listen()
  await test.clock.settle()
  expect(test.listened[0]).toEqual({ deviceType: 52, macAddress: testMac, additionalValue: '5322', homeSeq: 20001 })
  const [question] = test.link.sent
  if (question) test.echo(question)
  copy()
  copy()
  expect(test.causes).toEqual(['answer', 'copy', 'push'])
  await test.clock.settle()
  expect([test.link.sent.length, test.clock.pending]).toEqual([1, 0])
})

it('is not harmed by listeners that throw', async () => {
  const { made, ask, push } = heater()
  const thrower = () => {
    throw new Error('not my fault')
  }
  made.on('message', thrower).on('status', thrower)
  expect((await ask()).about.cause).toBe('answer')
  push()
  expect(made.latest?.about.cause).toBe('push')
})

it('lists a device of another kind, and does nothing else with it', async () => {
  const { test, made } = heater({ record: { deviceType: 2 } })
  expect([made.name, made.supported, made.modelName]).toEqual(['Water Heater', false, 'device type 2'])
  const calls = [
    () => made.status(),
    () => made.info(),
    () => made.listen(),
    () => made.connectivity(),
    () => made.details(),
    () => made.firmware(),
    () => made.tou.plan(),
    () => made.powerOn(),
    () => made.setMode('electric'),
    async () => made.startPeriodicRequests('status'),
    async () => made.watch({ interval: minutes(5) }),
  ]
  for (const call of calls) {
    const error = await call().catch((cause: unknown) => cause)
    expect(error, String(call)).toBeInstanceOf(UnsupportedError)
    expect((error as Error).message).toContain('Water Heater is device type 2, not an NWP500')
  }
  expect([test.link.sent, test.listened]).toEqual([[], []])
})

it('keeps a thousand readings for a slow reader of a watch, and lets the oldest go', async () => {
  const { test, made, ask } = heater()
  await ask()
  const stop = new AbortController()
  const watching = made.watch({ interval: minutes(5), signal: stop.signal })
  const first = watching.next()
  await test.clock.settle()
  for (let charge = 0; charge < 1500; charge++) test.tell(String(charge % 10), { dhwChargePer: charge })
  stop.abort()
  const seen = [(await first).value as Reading]
  for await (const reading of watching) seen.push(reading)
  expect(seen.map(({ dhwChargePer }) => dhwChargePer)).toEqual(Array.from({ length: 1000 }, (_, i) => 500 + i))
})
