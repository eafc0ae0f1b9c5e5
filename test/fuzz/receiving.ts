/** What must hold for whatever comes over the wire: nothing is thrown, and no status of our heater is lost or bent. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { deviceRecordSchema } from '#cloud/records'
import { NaviLinkDevice } from '#heater/device'
import { Exchange } from '#heater/exchange'
import type { HeaterHost } from '#heater/heater-host'
import { type InfoReading, type Reading, readDeviceInfo, readStatus } from '#heater/reading'
import { decode, encode } from '#schema/codec'
import { commands } from '#schema/commands'
import { deviceInfoFields } from '#schema/device-info'
import { ProtocolError } from '#schema/errors'
import { statusFields } from '#schema/status'
import { seconds } from '#time/duration'
import { parseEnvelope, readEnvelope } from '#wire/envelope'
import { silentLogger } from '#wire/logger'
import { replyTopic } from '#wire/topics'
import { capturedEnvelope, capturedFrames, capturedMac, capturedTopic } from '../fixtures/frames.ts'
import { manualClock } from '../fixtures/manual-clock.ts'
import { type Mutation, mutated, mutation } from './mutation.ts'

type Raw = Readonly<Record<string, unknown>>

const own = `cmd/52/navilink-${capturedMac}`
const replyAddress = { deviceType: 52, homeSeq: 20001, userSeq: 10001, clientId: 'me' }
const infoReplies = replyTopic(replyAddress, commands.deviceInfo.reply)
const statusReplies = replyTopic(replyAddress, commands.status.reply)
const address = { deviceType: 52, macAddress: capturedMac, additionalValue: '5322' }
const firstId = 1_758_919_400_000

interface Sent {
  readonly topic: string
  readonly envelope: object
}

const enveloped = (topic: string, body: object): Sent => ({
  topic,
  envelope: { protocolVersion: 2, clientID: 'me', sessionID: String(firstId), requestTopic: `${own}/st`, ...body },
})

const feature = Object.fromEntries(
  Object.entries(deviceInfoFields).map(([key, { quantity }]) => [key, quantity === 'text' ? '0123456789' : 1]),
)
const newerFields = Object.fromEntries(Object.keys(statusFields).map(key => [key, 2]))

/** Every kind of message that a heater's topics bring: the recorded ones, and one each of those that nobody recorded. */
const messages: readonly Sent[] = [
  ...capturedFrames.map(frame => ({ topic: capturedTopic(frame), envelope: capturedEnvelope(frame) })),
  enveloped(statusReplies, { response: { ...address, status: newerFields } }),
  enveloped(statusReplies, { response: { ...address, st: newerFields } }),
  enveloped(infoReplies, { response: { ...address, feature } }),
  enveloped(infoReplies, { response: { ...address, did: feature } }),
  enveloped(`${own}/st`, { request: { ...address, command: commands.status.code }, responseTopic: statusReplies }),
  enveloped(`${own}/res/ctrl-fail`, { response: { ...address, swVersion: 184_614_912, failCode: 2 } }),
  enveloped(`${own}/res/rsv/rd`, { response: { ...address, reservationUse: 2, reservation: '3e021e0a0276' } }),
  enveloped(`evt/52/navilink-${capturedMac}/connection`, { event: { ...address, connection: { status: 1 } } }),
  enveloped(`evt/52/navilink-${capturedMac}/app-connection`, {
    event: { ...address, connection: { os: 'A', status: 0 } },
  }),
]

export interface Case {
  readonly message: number
  readonly mutations: readonly Mutation[]
  /** Whether a status was asked for just before. */
  readonly asked: boolean
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  message: fc.nat(messages.length - 1),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
  asked: fc.boolean(),
})

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

const record = deviceRecordSchema.parse({ deviceInfo: { ...address, homeSeq: 20001, deviceName: 'Water Heater' } })
const clock = manualClock()
const never = new Promise<never>(() => {})
const hostWith = (exchange: Exchange): HeaterHost => ({
  exchange,
  link: { online: true, resumed: false, onChange: () => () => {}, send: () => never },
  queue: undefined,
  readOnly: true,
  logger: silentLogger,
  clock,
  heaterClock: clock,
  random: () => 0.5,
  timeout: seconds(30),
  closing: new AbortController().signal,
  listen: () => never,
  connected: () => never,
  replyAddress: () => never,
  cloud: () => never,
})

const harm = new Error('a listener that throws')
const harmful = () => {
  throw harm
}

interface Heard {
  readonly statuses: readonly Reading[]
  readonly infos: readonly InfoReading[]
}

/** As the client does it with a message of its link, for a heater that has heard nothing yet. */
function received(topic: string, envelope: Raw, asked: boolean): Heard {
  const exchange = new Exchange({ now: () => firstId, send: () => never })
  const heater = new NaviLinkDevice(record, hostWith(exchange))
  const statuses: Reading[] = []
  const infos: InfoReading[] = []
  for (const name of ['status', 'info', 'message', 'online', 'offline'] as const) heater.on(name, harmful)
  heater.on('status', reading => void statuses.push(reading)).on('info', info => void infos.push(info))
  const giveUp = new AbortController()
  if (asked) exchange.ask(address, replyAddress, commands.status, giveUp).catch(() => {})
  const message = readEnvelope(topic, envelope)
  if ((message.macAddress ?? exchange.askedOf(message)) === capturedMac) heater.receive(message, envelope)
  giveUp.abort(harm)
  return { statuses, infos }
}

const macOf = (value: unknown) => (typeof value === 'string' ? value.replace(/[:\-.\s]/g, '').toLowerCase() : undefined)

/** Whose an answer is: of the MAC address in it; without one, of the topic's; without that too, of whom we asked. */
function isOurs(topic: string, mac: unknown, asked: boolean): boolean {
  const told = macOf(mac)
  if (told !== undefined && /^[0-9a-f]{12}$/.test(told)) return told === capturedMac
  return topic.includes(capturedMac) || asked
}

/** By its id, or by its topic and the command that it names. */
function answersUs(topic: string, sessionID: unknown, { command }: Raw): boolean {
  if (sessionID === String(firstId) || sessionID === firstId) return true
  return topic === statusReplies && (typeof command !== 'number' || command === commands.status.code)
}

function must(holds: boolean, what: string, payload: Buffer): asserts holds {
  if (!holds) throw new Error(`${what}: ${payload.length > 6000 ? `${payload.subarray(0, 6000)}…` : payload}`)
}

/** Each field as it is read when the frame is whole; told by the raw number alone, so once for all frames. */
const known = new Map<string, Map<unknown, unknown>>()
for (const { envelope } of messages) {
  const { response } = envelope as { response?: { status?: Raw; st?: Raw; feature?: Raw; did?: Raw } }
  const status = response?.status ?? response?.st
  const info = response?.feature ?? response?.did
  const raw = status ?? info
  if (!raw) continue
  const reading: Raw = status ? readStatus(status, new Date(0), 'push') : readDeviceInfo(info as Raw, new Date(0))
  for (const [key, value] of Object.entries(raw)) {
    const name = `${status ? 'status' : 'feature'} ${key}`
    known.set(name, (known.get(name) ?? new Map()).set(value, reading[key]))
  }
}

/** @throws when the message was thrown at, lost, doubled or bent. */
export function check({ message, mutations, asked }: Case): void {
  const { topic, envelope } = messages[message] as Sent
  const payload = mutated(envelope, mutations)
  let json: unknown
  try {
    json = JSON.parse(payload.toString())
  } catch {}
  let parsed: Raw
  try {
    parsed = parseEnvelope(payload.toString())
  } catch (error) {
    must(error instanceof ProtocolError, `parseEnvelope threw ${error}`, payload)
    must(!isRecord(json), 'a JSON object was refused', payload)
    return
  }
  let heard: Heard
  try {
    heard = received(topic, parsed, asked)
  } catch (error) {
    throw new Error(`${(error as Error).stack}\n${payload}`)
  }
  checkHeard(topic, json as Raw, asked, heard, payload)
}

function checkHeard(
  topic: string,
  { response, sessionID }: Raw,
  asked: boolean,
  { statuses, infos }: Heard,
  payload: Buffer,
): void {
  const answer = isRecord(response) && !topic.endsWith('/ctrl-fail') ? response : {}
  const status = [answer.status, answer.st].find(isRecord)
  const feature = status ? undefined : [answer.feature, answer.did].find(isRecord)
  const ours = isOurs(topic, answer.macAddress, asked && status !== undefined && answersUs(topic, sessionID, status))
  must(statuses.length === (status && ours ? 1 : 0), `${statuses.length} statuses came out`, payload)
  must(infos.length === (feature && ours ? 1 : 0), `${infos.length} device infos came out`, payload)
  const [reading = infos[0]] = statuses
  const raw = status ?? feature
  if (!reading || !raw) return
  const fields = status ? statusFields : deviceInfoFields
  must(sameMembers(reading.about.raw, raw), 'the raw frame was changed', payload)
  for (const [key, value] of Object.entries(raw)) {
    const whole = known.get(`${status ? 'status' : 'feature'} ${key}`)
    if (!whole?.has(value)) continue
    must((reading as Raw)[key] === whole.get(value), `${key} ${value} was read as ${(reading as Raw)[key]}`, payload)
  }
  for (const [key, value] of Object.entries(reading)) {
    if (key === 'about') continue
    const sound = typeof value === 'string' || Number.isFinite(value)
    must(sound && Object.hasOwn(raw, key), `${key} was read as ${value}`, payload)
  }
  must(
    isDeepStrictEqual(unsigned(encode(fields, decode(fields, raw))), unsigned(raw)),
    'the frame did not survive',
    payload,
  )
}

/** Not deeper: what a member holds can be too deep to walk through. */
function sameMembers(one: Raw, other: Raw): boolean {
  const keys = Object.keys(one)
  const same = (a: unknown, b: unknown) => Object.is(a, b) || (typeof a === 'object' && typeof b === 'object')
  return keys.length === Object.keys(other).length && keys.every(key => same(one[key], other[key]))
}

/** JSON reads a -0, and writes a 0. */
const unsigned = (raw: Raw) => new Map(Object.entries(raw).map(([key, value]) => [key, value === 0 ? 0 : value]))

/** How many are drawn from one seed: fast-check doesn't pause, and promises settle between two draws. */
const draw = 10_000

/** @param drawn is told how many are done. @throws with the smallest case that fails, and how to see it again. */
export async function fuzz(count: number, seed: number, drawn: (done: number) => void = () => {}): Promise<void> {
  for (let done = 0; done < count; done += draw) {
    const numRuns = Math.min(draw, count - done)
    fc.assert(fc.property(anyCase, check), { seed: seed + done / draw, numRuns })
    drawn(done + numRuns)
    await new Promise(resolve => setImmediate(resolve))
  }
}
