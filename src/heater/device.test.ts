import { describe, expect, it } from 'vitest'
import { deviceRecordSchema } from '#cloud/records'
import { TimeoutError, UnsupportedError } from '#schema/errors'
import { minutes, seconds } from '#time/duration'
import { type RequestEnvelope, readEnvelope } from '#wire/envelope'
import { silentLogger } from '#wire/logger'
import { baseStatus } from '../../test/fixtures/frames.ts'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type HeaterHost, NaviLinkDevice } from './device.ts'
import { Exchange } from './exchange.ts'
import type { Reading } from './reading.ts'

const macAddress = '0123456789ab'
const own = `cmd/52/navilink-${macAddress}`
const statusRequest = 0x1000003

const record = (over: Record<string, unknown> = {}) =>
  deviceRecordSchema.parse({
    deviceInfo: {
      homeSeq: 20001,
      macAddress,
      additionalValue: '5322',
      deviceType: 52,
      deviceName: 'Water Heater',
      connected: 2,
      ...over,
    },
  })

/** A heater whose wire ends in this test: what it is sent is kept, and it hears what it is told. */
function heater(over: Record<string, unknown> = {}) {
  const clock = manualClock()
  const sent: RequestEnvelope[] = []
  const listened: object[] = []
  const events: string[] = []
  const causes: string[] = []
  let connected: boolean | undefined = true
  const host: HeaterHost = {
    exchange: new Exchange({ now: clock.now, publish: async (_, payload) => void sent.push(JSON.parse(payload)) }),
    logger: silentLogger,
    clock,
    heaterClock: clock,
    timeout: seconds(30),
    closing: new AbortController().signal,
    listen: async address => {
      listened.push(address)
      return { clientId: 'me', userSeq: 10001 }
    },
    connected: async () => connected,
    details: async () => expect.unreachable(),
    firmware: async () => [],
    touPlan: async () => undefined,
  }
  const made = new NaviLinkDevice(record(over), host)
  const note = (name: string) => () => void events.push(name)
  made.on('online', note('online')).on('offline', note('offline'))
  made.on('status', ({ about }) => void causes.push(about.cause))

  /** The heater says something, as the wire would bring it. */
  const hear = (topic: string, envelope: Record<string, unknown>) =>
    made.receive(readEnvelope(topic, envelope), envelope)
  const status = (sessionID: string, fields: object, topic = `${own}/res`) =>
    hear(topic, { sessionID, response: { macAddress, status: fields } })
  /** Asks, and answers as a heater does; what comes after is the test's. */
  const ask = async () => {
    const asked = made.status()
    await clock.settle()
    const { sessionID = '', responseTopic = '' } = sent.at(-1) ?? {}
    status(sessionID, baseStatus, responseTopic)
    return asked
  }
  const copy = () => status('3', { ...baseStatus, command: 0 })
  const tell = (told: boolean | undefined) => {
    connected = told
  }
  return { made, clock, sent, listened, events, causes, hear, status, ask, copy, tell }
}

describe('the cause of a reading', () => {
  it('is the answer to our question, then its copy, and after that a push', async () => {
    const { ask, copy, status, causes } = heater()
    const answer = await ask()
    expect(answer.about.cause).toBe('answer')
    copy()
    copy()
    status('4', { ...baseStatus, command: 0x4000013 })
    expect(causes).toEqual(['answer', 'copy', 'push', 'push'])
  })

  it('is a push for the copy of what somebody else asked, when we asked nothing', () => {
    const { copy, causes } = heater()
    copy()
    expect(causes).toEqual(['push'])
  })

  it('is a push for the answer that somebody else gets', async () => {
    const { ask, status, causes } = heater()
    await ask()
    status('1758919563000', baseStatus, 'cmd/52/20001/10001/phone/res')
    expect(causes).toEqual(['answer', 'push'])
  })

  it('stays the copy when a push comes before it', async () => {
    const { ask, copy, status, causes } = heater()
    await ask()
    status('4', { ...baseStatus, command: 0x400001c })
    copy()
    expect(causes).toEqual(['answer', 'push', 'copy'])
  })

  it('is a copy for each of two answers, however they overtake each other', async () => {
    const { ask, copy, causes } = heater()
    await ask()
    await ask()
    copy()
    copy()
    copy()
    expect(causes).toEqual(['answer', 'answer', 'copy', 'copy', 'push'])
  })

  it('is a push again once a copy must have been lost', async () => {
    const { ask, clock, copy, causes } = heater()
    await ask()
    await clock.advance(seconds(11))
    copy()
    expect(causes).toEqual(['answer', 'push'])
  })

  it('is a push for an answer that came too late', async () => {
    const { made, clock, sent, status, causes } = heater()
    const asked = made.status()
    const [error] = await Promise.all([asked.catch((cause: unknown) => cause), clock.advance(seconds(30))])
    expect(error).toBeInstanceOf(TimeoutError)
    expect((error as Error).message).toBe('The heater gave no answer within 30 s.')
    status(sent[0]?.sessionID ?? '', baseStatus, sent[0]?.responseTopic)
    expect(causes).toEqual(['push'])
  })

  it('comes with when it was received, and the newest reading is kept', async () => {
    const { made, clock, ask, copy } = heater()
    expect(made.latest).toBeUndefined()
    await ask()
    await clock.advance(seconds(5))
    copy()
    expect(made.latest?.about).toMatchObject({ cause: 'copy', at: new Date(clock.now()) })
    expect(made.latest?.dhwTemperature).toBe(58.5)
  })
})

describe('other messages', () => {
  it('keeps device info apart from a status', async () => {
    const { made, clock, sent, hear, status, causes } = heater()
    const infos: unknown[] = []
    made.on('info', ({ volumeCode }) => infos.push(volumeCode))
    const asked = made.info()
    await clock.settle()
    expect(sent[0]).toMatchObject({ requestTopic: `${own}/st/did`, request: { command: 0x1000001 } })
    const { sessionID = '', responseTopic = '' } = sent[0] ?? {}
    // A status with the same id answers another question.
    status(sessionID, baseStatus, responseTopic)
    hear(responseTopic, { sessionID, response: { macAddress, feature: { volumeCode: 2, dhwTemperatureMin: 70 } } })
    expect(await asked).toMatchObject({ volumeCode: '65-gal', dhwTemperatureMin: 35 })
    expect(infos).toEqual(['65-gal'])
    expect(causes).toEqual(['push'])
    expect(made.latest).not.toHaveProperty('volumeCode')
  })

  it('hands on every message with its topic, and makes no reading of it', () => {
    const { made, hear, causes } = heater()
    const heard: string[] = []
    made.on('message', (topic, envelope) => heard.push(`${topic} ${Object.keys(envelope).join(' ')}`))
    hear(`${own}/st`, { sessionID: '1', request: { command: statusRequest, macAddress } })
    hear(`${own}/res/rsv/rd`, { sessionID: '2', response: { macAddress, reservationUse: 1, reservation: [] } })
    hear(`${own}/res`, { nonsense: true })
    expect(heard).toEqual([
      `${own}/st sessionID request`,
      `${own}/res/rsv/rd sessionID response`,
      `${own}/res nonsense`,
    ])
    expect(causes).toEqual([])
    expect(made.latest).toBeUndefined()
  })

  it('fails a question with the refusal that names it', async () => {
    const { made, clock, sent, hear } = heater()
    const asked = made.status().catch((error: unknown) => error)
    await clock.settle()
    const response = { macAddress, failCode: 2 }
    hear(`${own}/res/ctrl-fail`, { sessionID: '1758919563000', response })
    hear(`${own}/res/ctrl-fail`, { sessionID: sent[0]?.sessionID, response: { macAddress, failCode: 7 } })
    expect(await asked).toMatchObject({ name: 'RefusedError', by: 'heater', failCode: 7 })
  })
})

describe('online and offline', () => {
  const connection = (status: unknown) => ({ event: { macAddress, connection: { status } } })
  const events = `evt/52/navilink-${macAddress}`

  it('is told on a change only', async () => {
    const { made, hear, copy, events: told } = heater()
    expect(made.connected).toBe(true)
    hear(`${events}/connection`, connection(1))
    expect(told).toEqual([])
    hear(`${events}/connection`, connection(0))
    hear(`${events}/connection`, connection(-1))
    expect([made.connected, ...told]).toEqual([false, 'offline'])
    copy()
    copy()
    expect([made.connected, ...told]).toEqual([true, 'offline', 'online'])
  })

  it('does not take the phone app’s going for the heater’s', () => {
    const { made, hear, events: told } = heater()
    hear(`${events}/app-connection`, connection(0))
    hear(`${events}/connection`, connection('?'))
    expect([made.connected, ...told]).toEqual([true])
  })

  it('follows the cloud’s answer and its list, and keeps what it knew where they say nothing', async () => {
    const { made, tell, events: told } = heater({ connected: 1 })
    expect(await made.connectivity()).toEqual({ connected: true })
    tell(undefined)
    expect(await made.connectivity()).toEqual({ connected: true })
    made.update(record({ connected: undefined, deviceName: 'Garage' }))
    expect([made.name, made.connected]).toEqual(['Garage', true])
    made.update(record({ connected: 1 }))
    tell(false)
    expect(await made.connectivity()).toEqual({ connected: false })
    expect(told).toEqual(['online', 'offline'])
  })

  it('is unknown while nobody has said', async () => {
    const { made, tell } = heater({ connected: undefined })
    expect(made.connected).toBeUndefined()
    tell(undefined)
    expect(await made.connectivity()).toEqual({ connected: false })
    expect(made.connected).toBeUndefined()
  })
})

it('listens without asking the heater anything', async () => {
  const { made, clock, sent, listened, copy, causes } = heater()
  await made.listen()
  expect(listened).toEqual([{ deviceType: 52, macAddress, additionalValue: '5322', homeSeq: 20001 }])
  copy()
  expect(causes).toEqual(['push'])
  expect(sent).toEqual([])
  expect(clock.pending).toBe(0)
})

it('lists a device of another kind, and does nothing else with it', async () => {
  const { made, sent, listened } = heater({ deviceType: 2 })
  expect([made.name, made.supported, made.modelName]).toEqual(['Water Heater', false, 'device type 2'])
  const calls = [
    () => made.status(),
    () => made.info(),
    () => made.listen(),
    () => made.connectivity(),
    () => made.details(),
    () => made.firmware(),
    () => made.touPlan(),
    async () => made.watch({ interval: minutes(5) }),
  ]
  for (const call of calls) {
    const error = await call().catch((cause: unknown) => cause)
    expect(error, String(call)).toBeInstanceOf(UnsupportedError)
    expect((error as Error).message).toContain('Water Heater is device type 2, not an NWP500')
  }
  expect([sent, listened]).toEqual([[], []])
})

it('keeps a thousand readings for a slow reader of a watch, and lets the oldest go', async () => {
  const { made, clock, status } = heater()
  const stop = new AbortController()
  const watching = made.watch({ interval: minutes(5), signal: stop.signal })
  const first = watching.next()
  await clock.settle()
  for (let charge = 0; charge < 1500; charge++) status('4', { dhwChargePer: charge })
  stop.abort()
  const seen = [(await first).value as Reading]
  for await (const reading of watching) seen.push(reading)
  expect(seen.map(({ dhwChargePer }) => dhwChargePer)).toEqual(Array.from({ length: 1000 }, (_, i) => 500 + i))
})
