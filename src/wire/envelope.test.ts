import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '#schema/errors'
import { capturedEnvelope, capturedFrames, capturedStatus, capturedTopic } from '../../test/fixtures/frames.ts'
import { type Message, parseEnvelope, readEnvelope, requestEnvelope } from './envelope.ts'

const parseMessage = (topic: string, payload: Uint8Array | string) => readEnvelope(topic, parseEnvelope(payload))

const heater = { deviceType: 52, macAddress: '0123456789ab', additionalValue: '5322' }
const topic = 'cmd/52/navilink-0123456789ab/res'
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const reply = (body: object) => ({
  protocolVersion: 2,
  clientID: 'c',
  sessionID: '17',
  response: { ...heater, ...body },
})
const common = { topic, sessionId: '17', macAddress: heater.macAddress }

it('asks as the vendor’s app does', () => {
  const envelope = {
    clientID: 'client-1',
    sessionID: '1758919563666',
    requestTopic: 'cmd/52/navilink-0123456789ab/ctrl',
    responseTopic: 'cmd/52/20001/10001/client-1/res',
  }
  expect(requestEnvelope(heater, envelope, 0x2000005, { mode: 'dhw-mode', param: [3], paramStr: '' })).toEqual({
    protocolVersion: 2,
    ...envelope,
    request: {
      command: 33554437,
      deviceType: 52,
      macAddress: '0123456789ab',
      additionalValue: '5322',
      mode: 'dhw-mode',
      param: [3],
      paramStr: '',
    },
  })
})

describe('parseMessage', () => {
  it('reads every captured message', () => {
    for (const frame of capturedFrames)
      expect(parseMessage(capturedTopic(frame), bytes(capturedEnvelope(frame)))).toEqual({
        kind: 'status',
        topic: capturedTopic(frame),
        sessionId: frame.sessionID,
        macAddress: '0123456789ab',
        raw: capturedStatus(frame),
      })
  })

  it.each<[string, unknown, Message]>([
    ['a status', reply({ status: { dhwUse: 1 } }), { ...common, kind: 'status', raw: { dhwUse: 1 } }],
    ['a status by its short key', reply({ st: { dhwUse: 1 } }), { ...common, kind: 'status', raw: { dhwUse: 1 } }],
    [
      'a status whose long key is null',
      reply({ status: null, st: { dhwUse: 1 } }),
      { ...common, kind: 'status', raw: { dhwUse: 1 } },
    ],
    ['device info', reply({ feature: { powerUse: 2 } }), { ...common, kind: 'device-info', raw: { powerUse: 2 } }],
    [
      'device info by its short key',
      reply({ did: { powerUse: 2 } }),
      { ...common, kind: 'device-info', raw: { powerUse: 2 } },
    ],
    [
      'a reply of another kind',
      reply({ reservationUse: 2 }),
      { ...common, kind: 'other', raw: { ...heater, reservationUse: 2 } },
    ],
    [
      'a request that comes back',
      { sessionID: '17', request: { ...heater, command: 3 } },
      { ...common, kind: 'request', raw: { ...heater, command: 3 } },
    ],
    [
      'somebody who came',
      { sessionID: '17', event: { ...heater, connection: { os: 'A', status: 1 } } },
      { ...common, kind: 'connection', status: 1 },
    ],
    [
      'somebody who went',
      { sessionID: '17', event: { ...heater, connection: { os: 'A', status: 0 } } },
      { ...common, kind: 'connection', status: 0 },
    ],
    [
      'an event without a status',
      { sessionID: '17', event: heater },
      { ...common, kind: 'connection', status: undefined },
    ],
    [
      'an object of no known form',
      { hello: 'world' },
      { ...common, sessionId: undefined, kind: 'other', raw: { hello: 'world' } },
    ],
  ])('reads %s', (_, envelope, expected) => expect(parseMessage(topic, bytes(envelope))).toEqual(expected))

  it('reads a refusal, whose number may be missing', () => {
    const refused = `${topic}/ctrl-fail`
    expect(parseMessage(refused, bytes(reply({ failCode: 2 })))).toEqual({
      ...common,
      topic: refused,
      kind: 'refusal',
      failCode: 2,
    })
    expect(parseMessage(refused, bytes(reply({})))).toMatchObject({ kind: 'refusal', failCode: Number.NaN })
  })

  it('tells a request from a reply by the body, whatever the topic', () => {
    const echo = { sessionID: '1', request: { ...heater, command: 16777219 } }
    expect(parseMessage('cmd/52/navilink-0123456789ab/st', bytes(echo)).kind).toBe('request')
    expect(parseMessage('cmd/52/20001/10001/client-1/res', bytes(echo)).kind).toBe('request')
  })

  it('takes a text, a view into a larger buffer, and a sessionID that is a number', () => {
    const text = JSON.stringify({ ...reply({ status: {} }), sessionID: 5 })
    const larger = new TextEncoder().encode(`xx${text}xx`)
    const view = larger.subarray(2, larger.length - 2)
    expect(parseMessage(topic, text)).toEqual(parseMessage(topic, view))
    expect(parseMessage(topic, text).sessionId).toBe('5')
  })

  it('knows the heater by the topic when the body doesn’t say, and writes its address one way', () => {
    expect(parseMessage(topic, bytes({ response: { status: {} } })).macAddress).toBe('0123456789ab')
    const upper = { response: { macAddress: '0123456789AB', status: {} } }
    expect(parseMessage('cmd/52/1/2/c/res', bytes(upper)).macAddress).toBe('0123456789ab')
  })

  it('reads anything that is JSON, or says in one error that it can’t', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), source => {
        try {
          expect(parseMessage(topic, source).topic).toBe(topic)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
    )
  })
})

describe('what can’t be read', () => {
  const failure = (payload: Uint8Array | string): ProtocolError => {
    try {
      parseMessage(topic, payload)
    } catch (error) {
      if (error instanceof ProtocolError) return error
    }
    throw new Error('No ProtocolError was thrown.')
  }

  it.each(['', '<html>503</html>', '{"response":', 'undefined'])('%j is no JSON', source => {
    const error = failure(source)
    expect(error.message).toBe('A message on the heater’s topic is not JSON.')
    expect(error.frame).toBe(source)
    expect(error.cause).toBeInstanceOf(SyntaxError)
  })

  it.each(['[]', '7', 'null', '"text"'])('%s is no object', source => {
    expect(failure(source).message).toBe('A message on the heater’s topic is not a JSON object.')
  })

  it('is shown without what identifies anybody, in the cause too', () => {
    const secrets = ['hunter2', 'owner@example.com', '0123456789ab', '1 Example Street', 'zzTopSecret']
    const source = `{"password":"hunter2","userId":"owner@example.com","macAddress":"0123456789ab","address":"1 Example Street","secretKey":"zzTopSecret"`
    for (const payload of [source, `${source}x`, `[${source}}]`, `${source} , }`]) {
      const error = failure(payload)
      const shown = `${error.message} ${error.frame} ${error.stack} ${(error.cause as Error | undefined)?.message}`
      for (const secret of secrets) {
        expect(shown).not.toContain(secret)
        expect(shown).not.toContain(secret.slice(-6))
      }
      expect(error.frame).toContain('‹secret›')
    }
  })
})
