import { describe, expect, it, vi } from 'vitest'
import { ConnectionError, TimeoutError } from '#schema/errors'
import { seconds } from '#time/duration'
import type { Script, ScriptedGateway } from '../../test/fixtures/scripted-gateway.ts'
import { follow, garbage, testConnection } from '../../test/fixtures/test-connection.ts'
import { UpgradeRefusedError } from './gateway-errors.ts'

const awsRefusal = {
  status: '403 Forbidden',
  type: 'application/json',
  body: '{"message":"Signature expired: 20250926T195400Z is now earlier than 20250926T195500Z (20250926T200000Z - 5 min.)","traceId":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"}',
}
const html = { status: '503 Service Unavailable', type: 'text/html', body: '<html><body>Back soon</body></html>' }
describe('opening', () => {
  it('sends a CONNECT of its own and hears what comes', async () => {
    const { gateway, messages, open } = await testConnection()
    const connection = await open()
    expect(gateway.of('connect')).toMatchObject([
      { clientId: 'test', clean: true, keepalive: 60, protocolVersion: 4, protocolId: 'MQTT' },
    ])
    gateway.line.send({ cmd: 'publish', topic: 'a', payload: 'hello', qos: 0, dup: false, retain: false })
    // What comes after it in order has come after it.
    await connection.publish('b', '{}')
    expect(messages).toEqual(['a hello'])
  })

  it('says that the CONNACK refused, and stays on no longer', async () => {
    const { open } = await testConnection({ connect: 'refuse' })
    const error = await follow(open()).outcome
    expect(error).toBeInstanceOf(ConnectionError)
    expect((error as Error).message).toBe('The gateway refused the connection: it is not authorised (5).')
  })

  it('says so when the peer hangs up in place of a CONNACK, as AWS does to who may not connect', async () => {
    const { open } = await testConnection({ connect: line => line.hangUp() })
    const error = await follow(open()).outcome
    expect(error).toBeInstanceOf(ConnectionError)
    expect((error as Error).message).toBe('The gateway closed the connection before it was open.')
  })

  it('tells AWS’s reason for a 403', async () => {
    const { open } = await testConnection({ upgrade: awsRefusal })
    const error = await follow(open()).outcome
    expect(error).toBeInstanceOf(UpgradeRefusedError)
    expect(error).toMatchObject({
      status: 403,
      message: expect.stringMatching(/HTTP 403: Signature expired: 20250926T195400Z .* - 5 min\.\)\.$/),
    })
  })

  it('tells the status when the body says nothing', async () => {
    const { open } = await testConnection({ upgrade: html })
    expect(await follow(open()).outcome).toMatchObject({
      status: 503,
      message: 'The gateway refused the connection with HTTP 503.',
    })
  })

  it('tells the status of a refusal whose body never ends, once its time is up', async () => {
    const { gateway, clock, open } = await testConnection({ upgrade: { ...awsRefusal, unfinished: true } })
    const opening = follow(open())
    await gateway.until(() => gateway.upgrades === 1)
    // The status line has to be read before the time moves, and nothing tells of that but the loop's own turns.
    await clock.settle()
    await clock.advance(seconds(30) - 1)
    expect(opening.settled).toBe(false)
    await clock.advance(1)
    expect(await opening.outcome).toMatchObject({ status: 403 })
  })

  it('reads no more of a refusal than a message can be long', async () => {
    const { open } = await testConnection({ upgrade: { ...html, body: 'x'.repeat(1_000_000), unfinished: true } })
    expect(await follow(open()).outcome).toMatchObject({ status: 503 })
  })

  it('says in words that nobody listens', async () => {
    const { gateway, open } = await testConnection()
    await gateway[Symbol.asyncDispose]()
    const error = await follow(open()).outcome
    expect(error).toBeInstanceOf(ConnectionError)
    expect((error as Error).message).toMatch(/^The gateway can't be reached: .*ECONNREFUSED/)
  })

  it('says so when the peer cuts the line in the middle of the upgrade', async () => {
    const { open } = await testConnection({ upgrade: 'cut' })
    expect(await follow(open()).outcome).toMatchObject({
      name: 'ConnectionError',
      message: expect.stringMatching(/can't be reached: socket hang up/),
    })
  })

  it.each<[string, Script, (gateway: ScriptedGateway) => Promise<unknown>]>([
    ['the upgrade', { upgrade: 'silence' }, gateway => gateway.until(() => gateway.upgrades === 1)],
    ['the CONNECT', { connect: 'silence' }, gateway => gateway.heard('connect')],
  ])('gives up when nothing answers %s in time', async (_, script, asked) => {
    const { gateway, clock, open } = await testConnection(script)
    const opening = follow(open())
    await asked(gateway)
    await clock.advance(seconds(30) - 1)
    expect(opening.settled).toBe(false)
    await clock.advance(1)
    const error = await opening.outcome
    expect(error).toBeInstanceOf(TimeoutError)
    expect((error as Error).message).toBe('The gateway gave no answer to a connection within 30 s.')
    // The socket went with it, before anybody is told.
    await gateway.empty()
  })

  it.each<[string, Script]>([
    ['beneath the WebSocket', { upgrade: line => line.sendRaw(garbage) }],
    ['in a frame of it', { upgrade: line => line.sendBytes(garbage) }],
    ['in place of the CONNACK', { connect: line => line.sendBytes(garbage) }],
  ])('ends at once with garbage %s', async (_, script) => {
    const { open } = await testConnection(script)
    const error = await follow(open()).outcome
    expect(error).toBeInstanceOf(ConnectionError)
    expect((error as Error).message).toMatch(/^The gateway connection failed: .+\.$/)
  })

  it.each<[string, Script, (gateway: ScriptedGateway) => Promise<unknown>]>([
    ['the upgrade is asked for', { upgrade: 'silence' }, gateway => gateway.until(() => gateway.upgrades === 1)],
    [
      'a refusal is read',
      { upgrade: { ...html, unfinished: true } },
      gateway => gateway.until(() => gateway.upgrades === 1),
    ],
    ['the CONNACK is waited for', { connect: 'silence' }, gateway => gateway.heard('connect')],
  ])('can be given up while %s', async (_, script, reached) => {
    const { gateway, open } = await testConnection(script)
    const stop = new AbortController()
    const opening = follow(open(stop.signal))
    await reached(gateway)
    stop.abort(new Error('enough'))
    expect(await opening.outcome).toMatchObject({ message: 'enough' })
  })

  it('does not begin when it was given up before', async () => {
    const { gateway, open } = await testConnection()
    await expect(open(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(gateway.upgrades).toBe(0)
  })

  it('sets no timer of Node’s own that could come before the deadline', async () => {
    const set = vi.spyOn(globalThis, 'setTimeout')
    const { open } = await testConnection()
    await open()
    const spans = set.mock.calls.map(([, span = 0]) => span).filter(span => span >= 1000)
    set.mockRestore()
    expect(spans).toEqual([60_000])
  })
})
