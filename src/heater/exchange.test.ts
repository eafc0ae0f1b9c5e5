import { describe, expect, it } from 'vitest'
import { commands } from '#schema/commands'
import { RefusedError } from '#schema/errors'
import type { Message, RequestEnvelope } from '#wire/envelope'
import { Exchange } from './exchange.ts'

const heater = { deviceType: 52, macAddress: '0123456789ab', additionalValue: '5322' }
const reply = { deviceType: 52, homeSeq: 20001, userSeq: 10001, clientId: 'me' }
const replyTo = 'cmd/52/20001/10001/me/res'

function exchange() {
  const sent: RequestEnvelope[] = []
  const made = new Exchange({
    now: () => 1_758_919_563_666,
    send: async (_topic, payload) => {
      sent.push(JSON.parse(payload))
    },
  })
  const stop = new AbortController()
  const ask = () => made.ask<string>(heater, reply, commands.status, { signal: stop.signal })
  return { made, sent, ask, stop }
}

const status = (sessionId: string | undefined, over: Partial<Message> = {}): Message =>
  ({ kind: 'status', topic: replyTo, sessionId, macAddress: heater.macAddress, raw: {}, ...over }) as Message

describe('Exchange', () => {
  it('sends the request of the vendor’s app', async () => {
    const { sent, ask, made } = exchange()
    const answer = ask()
    made.answer(status('1758919563666'), 'told')
    expect(await answer).toBe('told')
    expect(sent).toEqual([
      {
        protocolVersion: 2,
        clientID: 'me',
        sessionID: '1758919563666',
        requestTopic: 'cmd/52/navilink-0123456789ab/st',
        responseTopic: replyTo,
        request: { command: 16777219, deviceType: 52, macAddress: '0123456789ab', additionalValue: '5322' },
      },
    ])
  })

  it('gives each of two questions in the same millisecond its own answer, in any order', async () => {
    const { ask, made } = exchange()
    const [first, second] = [ask(), ask()]
    expect(made.answer(status('1758919563667'), 'second')).toBe(true)
    expect(made.answer(status('1758919563666'), 'first')).toBe(true)
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  it('takes an answer without the id when it comes to the reply topic', async () => {
    const { ask, made } = exchange()
    const answer = ask()
    expect(made.answer(status('3'), 'by topic')).toBe(true)
    expect(await answer).toBe('by topic')
  })

  it.each([
    ['a push', status('3', { topic: 'cmd/52/navilink-0123456789ab/res' })],
    ['another heater', status('3', { macAddress: 'ba9876543210' })],
    ['another kind of answer', status('1758919563666', { kind: 'device-info' })],
    ['our own request, come back', status('1758919563666', { kind: 'request' })],
  ])('takes no answer from %s', async (_, message) => {
    const { ask, made, stop } = exchange()
    const answer = ask()
    expect(made.answer(message, 'wrong')).toBe(false)
    stop.abort(new Error('given up'))
    await expect(answer).rejects.toThrow('given up')
  })

  it('does not take the late answer to a question that was given up for the answer to the next', async () => {
    const { made } = exchange()
    const gone = new AbortController()
    const first = made.ask(heater, reply, commands.status, { signal: gone.signal })
    gone.abort(new Error('too late'))
    await expect(first).rejects.toThrow('too late')
    const second = made.ask(heater, reply, commands.status, { signal: new AbortController().signal })
    expect(made.answer(status('1758919563666'), 'stale')).toBe(false)
    expect(made.answer(status('1758919563667'), 'fresh')).toBe(true)
    expect(await second).toBe('fresh')
  })

  it('ends a question that the heater refuses with its code', async () => {
    const { ask, made } = exchange()
    const answer = ask()
    made.answer({ ...status('1758919563666'), kind: 'refusal', failCode: 2 } as Message, undefined)
    await expect(answer).rejects.toThrow(RefusedError)
    await expect(answer).rejects.toMatchObject({ failCode: 2, message: expect.stringContaining('30 seconds') })
  })

  it('fails with what sending failed with', async () => {
    const failing = new Exchange({ now: () => 1, send: () => Promise.reject(new Error('no link')) })
    const { signal } = new AbortController()
    await expect(failing.ask(heater, reply, commands.status, { signal })).rejects.toThrow('no link')
  })

  it('tells a status from the echo of a control by the command, when neither has its id', async () => {
    const { made, ask } = exchange()
    const { signal } = new AbortController()
    const asked = ask()
    const said = made.ask<string>(heater, reply, commands.powerOff, { signal, qos: 1 })
    expect(made.answer(status('4', { raw: { command: commands.powerOff.code } }), 'echo')).toBe(true)
    expect(made.answer(status('5', { raw: { command: commands.status.code } }), 'status')).toBe(true)
    expect(await Promise.all([asked, said])).toEqual(['status', 'echo'])
  })

  it('knows the late answer to a question for which a later one was answered', async () => {
    const { made, ask } = exchange()
    const gone = new AbortController()
    const first = made.ask(heater, reply, commands.status, { signal: gone.signal })
    gone.abort(new Error('too late'))
    await expect(first).rejects.toThrow('too late')
    const late = status('1758919563666', { raw: { command: commands.status.code } })
    expect(made.superseded(late)).toBe(false)
    const second = ask()
    made.answer(status('1758919563667'), 'fresh')
    await second
    expect(made.superseded(late)).toBe(true)
    expect(made.superseded(status('1758919563668', { raw: { command: commands.status.code } }))).toBe(false)
    expect(made.superseded({ ...late, macAddress: 'ba9876543210' })).toBe(false)
  })

  it('knows the late echo of a control as well', async () => {
    const { made } = exchange()
    const gone = new AbortController()
    const control = made.ask(heater, reply, commands.powerOff, { signal: gone.signal, qos: 1 })
    gone.abort(new Error('too late'))
    await expect(control).rejects.toThrow('too late')
    const late = status('1758919563666', { raw: { command: commands.powerOff.code } })
    expect(made.superseded(late)).toBe(false)
    const { signal } = new AbortController()
    const second = made.ask(heater, reply, commands.powerOn, { signal, qos: 1 })
    made.answer(status('1758919563667', { raw: { command: commands.powerOn.code } }), 'echo')
    await second
    expect(made.superseded(late)).toBe(true)
    // One of somebody else’s, and a push.
    expect(made.superseded({ ...late, sessionId: '1758919563000' })).toBe(false)
    expect(made.superseded({ ...late, sessionId: '3' })).toBe(false)
  })

  describe('with a body of its own', () => {
    const other = (sessionId: string, topic: string, over: Partial<Message> = {}) =>
      status(sessionId, { kind: 'other', topic, ...over })
    const firmwareTopic = 'cmd/52/navilink-0123456789ab/res/dl-sw-info'

    it('takes an answer that always comes on the heater’s own topic, with the id and without', async () => {
      for (const id of ['1758919563666', '4']) {
        const { made } = exchange()
        const answer = made.ask(heater, reply, commands.downloadedFirmware, { signal: new AbortController().signal })
        expect(made.answer(other(id, firmwareTopic), 'firmware')).toBe(true)
        expect(await answer).toBe('firmware')
      }
    })

    it('takes no answer to something else', async () => {
      const { made } = exchange()
      const stop = new AbortController()
      const answer = made.ask(heater, reply, commands.reservations, { signal: stop.signal })
      expect(made.answer(other('4', `${replyTo}/recirc-rsv/rd`), 'wrong')).toBe(false)
      expect(made.answer(other('4', firmwareTopic), 'wrong')).toBe(false)
      expect(made.answer(other('4', `${replyTo}/rsv/rd`, { macAddress: 'ba9876543210' }), 'wrong')).toBe(false)
      expect(made.answer(status('1758919563666'), 'wrong')).toBe(false)
      expect(made.answer(other('4', `${replyTo}/rsv/rd`), 'the schedule')).toBe(true)
      expect(await answer).toBe('the schedule')
      // It comes twice, as a list and packed: the second has nobody who waits.
      expect(made.answer(other('1758919563666', `${replyTo}/rsv`), 'packed')).toBe(false)
    })
  })
})
