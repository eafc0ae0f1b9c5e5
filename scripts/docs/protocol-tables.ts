/** The tables of docs/protocol.md that are made from the code. */
import * as enums from '#schema/enums'
import { faults } from '#schema/faults'
import type { Field, Fields, Seen } from '#schema/field'
import { unitOf } from '#schema/units'
import { eventTopic, heaterFilter, pushTopic, replyTopic, requestTopic } from '#wire/topics'
import { capturedEnvelope, type capturedFrames } from '../../test/fixtures/frames.ts'
import { heading, literal, row } from './markdown.ts'
import { restCalls } from './rest-calls.ts'
import { restFacts } from './rest-facts.ts'
import { sureness } from './sureness.ts'

export const sure = (seen: Seen) => `*${sureness[seen]}*`
export const hex = (code: number) => literal(`0x${code.toString(16)}`)

/** Topics are made by the functions that make them for the wire, of names in place of numbers. */
const mac = '{mac}'
export const anyHeater = { deviceType: '{dt}' as unknown as number, macAddress: mac }
const anyReply = {
  deviceType: anyHeater.deviceType,
  homeSeq: '{homeSeq}' as unknown as number,
  userSeq: '{userSeq}' as unknown as number,
  clientId: '{clientId}',
}

export const topics: readonly (readonly [what: string, topics: readonly string[], seen: Seen])[] = [
  ['questions', [requestTopic(anyHeater, 'st'), requestTopic(anyHeater, 'st/…')], 'captured'],
  ['orders', [requestTopic(anyHeater, 'ctrl'), requestTopic(anyHeater, 'ctrl/…')], 'captured'],
  [
    'answers, as the vendor’s app asks for them and so do we',
    [replyTopic(anyReply), replyTopic(anyReply, '…')],
    'vendor',
  ],
  ['what the heater says unasked', [pushTopic(anyHeater)], 'captured'],
  ['firmware that waits, whatever was asked for', [requestTopic(anyHeater, 'res/dl-sw-info')], 'tried'],
  ['a refused order; any topic that ends like this is taken', [requestTopic(anyHeater, 'res/ctrl-fail')], 'vendor'],
  ['everything of a heater, our own questions and the phone app’s too', [heaterFilter(anyHeater)], 'peer'],
  ['the heater comes and goes', [eventTopic(anyHeater, 'connection')], 'peer'],
  ['an app comes and goes', [eventTopic(anyHeater, 'app-connection')], 'vendor'],
  ['maintenance of the cloud; we don’t ask for it', ['evt/+/mobile/event/disconnect-mqtt'], 'peer'],
]

export async function restTable(): Promise<string[]> {
  const calls = await restCalls()
  const told = new Set(calls.map(({ name }) => name))
  const unknown = [
    ...calls.filter(({ name }) => restFacts[name] === undefined).map(({ name }) => name),
    ...Object.keys(restFacts).filter(name => !told.has(name)),
  ]
  if (unknown.length > 0) throw new Error(`scripts/docs/rest-facts.ts and the client differ in ${unknown.join(', ')}.`)
  return [
    ...heading('Call', 'Sent', 'What it does', '`data` of the answer', 'How sure'),
    ...calls.map(({ name, kind, fields }) => {
      const { does = '', answer = '', seen = 'guessed' } = restFacts[name] ?? {}
      const sent = `${kind === 'query' ? 'query ' : ''}${literal(Object.keys(fields).join(', '))}`
      return row(literal(name), sent, does, answer, sureness[seen])
    }),
  ]
}

/** Only the first of its many fields. */
export function shortened(frame: (typeof capturedFrames)[number]): Readonly<Record<string, unknown>> {
  const { response, ...envelope } = capturedEnvelope(frame)
  const { status, ...address } = response
  const few = Object.fromEntries(Object.entries(status).slice(0, 3))
  return { ...envelope, response: { ...address, status: { ...few, '…': '84 more' } } }
}

export const encodings: readonly (readonly [name: string, meaning: string, seen: Seen])[] = [
  ['half-°C', '°C = raw / 2. To send, `round(°C × 2)`.', 'captured'],
  ['deci-°C', '°C = raw / 10.', 'captured'],
  ['deci-K', 'K = raw / 10, a difference: in °F it is K × 9/5, without the 32.', 'captured'],
  ['half-K', 'K = raw / 2, a difference too. Older notes say tenths.', 'guessed'],
  ['energy count', '4 Wh a count.', 'captured'],
  ['deci L/min', 'L/min = raw / 10, whatever unit the panel shows.', 'vendor'],
  ['on/off', '2 on, 1 off, 0 not told. 0 is never shown as off.', 'captured'],
  ['capability', '2 has it, 1 or 0 hasn’t.', 'vendor'],
  ['flags of the cloud’s own calls', '1 on, 2 off: the other way round.', 'vendor'],
  ['`connected` of the cloud', '1 offline, 2 online.', 'peer'],
]

const quantityOf = (field: Field) => (field.labels ? 'name' : unitOf(field.quantity, 'metric').symbol || field.quantity)

export const fieldRows = (fields: Fields) =>
  Object.entries(fields).map(([key, field]) => row(literal(key), quantityOf(field), field.doc, sureness[field.seen]))

export const enumRows = Object.entries(enums)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .flatMap(([name, labels]) =>
    typeof labels === 'object'
      ? [
          row(
            literal(name),
            Object.entries(labels)
              .map(([code, label]) => `${code} ${label}`)
              .join(', '),
          ),
        ]
      : [],
  )

export const guessed = (fields: Fields) =>
  Object.entries(fields).flatMap(([key, { seen }]) => (seen === 'guessed' ? [literal(key)] : []))

export const faultList = Object.entries(faults)
  .map(([code, { text }]) => `${code} ${text.replace(/\.$/, '')}`)
  .join(' · ')
