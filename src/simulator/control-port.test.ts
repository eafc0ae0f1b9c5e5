import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { type ManualClock, manualClock } from '../../test/fixtures/manual-clock.ts'
import { PlainClient } from '../../test/fixtures/plain-client.ts'
import { faultNames } from './fault-kinds.ts'
import { type Simulator, startSimulator } from './index.ts'

let clock: ManualClock
let simulator: Simulator
beforeEach(async () => {
  clock = manualClock()
  simulator = await startSimulator({ clock, heaters: [{ name: 'Cellar', household: 'nobody' }], control: {} })
})
afterEach(() => simulator.close())

/** Not `fetch`, which chooses Host and Origin by itself. */
function ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
  // biome-ignore lint/suspicious/noExplicitAny: whatever was said is looked into by the test
  return new Promise<{ status: number | undefined; body: any }>((resolve, reject) => {
    const sent = request(new URL(path, simulator.controlUrl), { method, headers, agent: false }, response => {
      let text = ''
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }))
    })
    sent.on('error', reject)
    sent.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body))
  })
}

describe('faults', () => {
  it('are told: what there is, with what it takes', async () => {
    const { status, body } = await ask('GET', '/faults')
    expect([status, body.faults]).toEqual([200, []])
    expect(body.kinds.map(({ name }: { name: string }) => name)).toEqual(faultNames)
    expect(body.kinds).toContainEqual({
      name: 'rest-slow',
      says: 'REST answers late.',
      acts: 'each',
      takes: ['count', 'duration', 'probability', 'call', 'delay'],
      defaults: { delay: '10 s' },
    })
  })

  it('are switched on, tell what is left of them, and can be switched on again by what is told', async () => {
    const made = await ask('POST', '/faults', { name: 'rest-slow', count: 3, duration: '90s', delay: '250ms' })
    expect(made.status).toBe(201)
    simulator.faults.strike('rest-slow')
    await clock.advance(seconds(30))
    const [fault] = (await ask('GET', '/faults')).body.faults
    const settings = { count: 3, duration: '1 min 30 s', delay: '250 ms' }
    expect(fault).toMatchObject({ name: 'rest-slow', struck: 1, countLeft: 2, timeLeft: '1 min', settings })
    expect((await ask('POST', '/faults', { name: 'rest-slow', ...settings })).body.faults).toHaveLength(2)
    expect(simulator.faults.list()[1]?.settings).toEqual({ count: 3, duration: seconds(90), delay: 250 })
  })

  it('may run behind', async () => {
    const { body } = await ask('POST', '/faults', { name: 'skewed-clock', skew: '-1h2m3s' })
    expect(body.faults[0].settings).toEqual({ skew: '-3723000ms' })
    expect(simulator.faults.holds('skewed-clock')).toEqual({ skew: -3_723_000 })
  })

  it('are switched off, one or all', async () => {
    for (const name of ['storm', 'silence', 'silence']) await ask('POST', '/faults', { name })
    expect((await ask('DELETE', '/faults/silence')).body.faults).toMatchObject([{ name: 'storm', timeLeft: null }])
    expect((await ask('DELETE', '/faults')).body).toEqual({ faults: [] })
    expect((await ask('DELETE', '/faults/earthquake')).status).toBe(400)
  })

  it.each([
    ['{', 'The body must be a JSON object.'],
    ['[]', 'The body must be a JSON object.'],
    ['', 'The body must be a JSON object.'],
    [{}, 'The name of a fault is missing; there are upgrade-403, '],
    [{ name: 'earthquake' }, 'There is no fault called "earthquake"; there are upgrade-403, '],
    [{ name: 'storm', duration: 30 }, 'The duration is 30; it takes a text with a unit, such as "30s" or "5m".'],
    [{ name: 'storm', duration: '-30s' }, 'The duration of storm must be a span of time above zero.'],
    [{ name: 'storm', count: 1.5 }, 'The count of storm must be a whole number from 1.'],
    [
      { name: 'storm', colour: 'red' },
      'storm doesn\'t take "colour"; it takes count, duration, probability, clientId.',
    ],
    ['{"name":"storm","__proto__":{"count":1}}', 'storm doesn\'t take "__proto__"; it takes'],
  ])('%j is refused in a sentence', async (body, sentence) => {
    const answer = await ask('POST', '/faults', body)
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(sentence) } })
    expect(simulator.faults.list()).toEqual([])
  })
})

describe('clients', () => {
  it('are told, and dropped', async () => {
    await using client = await PlainClient.open(simulator, clock.now())
    await client.mqtt.subscribeAsync('a/+')
    const clients = [{ clientId: 'plain', filters: ['a/+'] }]
    expect((await ask('GET', '/clients')).body).toMatchObject({ clients })
    expect((await ask('POST', '/drop', { count: 0 })).status).toBe(400)
    const gone = new Promise<void>(resolve => client.mqtt.once('close', () => resolve()))
    expect((await ask('POST', '/drop')).status).toBe(200)
    await gone
    expect((await ask('GET', '/clients')).body).toEqual({ clients: [] })
  })
})

describe('heaters', () => {
  const panel = (body: unknown, mac = simulator.heaters[0]?.identity.macAddress) =>
    ask('POST', `/heaters/${mac}/panel`, body)

  it('are told', async () => {
    expect((await ask('GET', '/heaters')).body.heaters).toEqual([
      {
        ...{ name: 'Cellar', macAddress: '024e57500500', firmware: 'new', connected: true },
        ...{ mode: 'heat-pump', temperature: 54.5, touWindow: false, gridEvent: 'none' },
        ...{ defects: [], errors: [], apps: [] },
      },
    ])
  })

  it.each([
    [{ mode: 'energy-saver' }, { mode: 'energy-saver' }],
    [{ mode: 'vacation', days: 4 }, { mode: 'vacation' }],
    [{ temperature: 60.5 }, { temperature: 60.5 }],
    [{ power: false }, { mode: 'off' }],
    [{ touWindow: true }, { touWindow: true }],
    [{ connected: false }, { connected: false }],
    [{ powered: false }, { connected: false }],
    [{ gridEvent: 'shed' }, { gridEvent: 'shed' }],
    [{ gridOverride: true }, { gridEvent: 'none' }],
    [{ reset: true }, { errors: [] }],
  ])('are worked at their panel: %j', async (body, after) => {
    expect(await panel(body)).toMatchObject({ status: 200, body: after })
  })

  it.each([
    [
      {},
      'The panel takes one of mode, temperature, power, touWindow, connected, powered, gridEvent, gridOverride, reset at a time, and with a mode also days.',
    ],
    [{ mode: 'electric', power: true }, 'one of mode'],
    [{ temperature: 50, days: 3 }, 'one of mode'],
    [{ colour: 'red' }, 'one of mode'],
    [{ mode: 'off' }, 'There is no mode "off"; there are heat-pump,'],
    [{ mode: 3 }, 'The mode must be a name such as "energy-saver".'],
    [{ temperature: '50' }, 'The temperature must be a number of °C.'],
    [{ temperature: 150 }, 'The temperature goes from 35 to 65.5 °C in half degrees.'],
    [{ power: 'off' }, 'The power must be true or false.'],
    [{ gridEvent: 'blackout' }, 'The gridEvent must be one of none, run-normal, shed, load-up,'],
    [{ reset: false }, 'The reset must be true.'],
    ['null', 'The body must be a JSON object.'],
  ])('%j is refused in a sentence', async (body, sentence) => {
    const before = (await ask('GET', '/heaters')).body
    expect(await panel(body)).toEqual({ status: 400, body: { error: expect.stringContaining(sentence) } })
    expect((await ask('GET', '/heaters')).body).toEqual(before)
  })

  it('that are not there are told so', async () => {
    expect((await panel({ power: true }, '024e57500599')).status).toBe(404)
  })
})

describe('the port', () => {
  it.each([
    [{ origin: 'https://example.com' }],
    [{ origin: 'null' }],
    [{ host: 'evil.example' }],
    [{ host: 'evil.example:8485' }],
  ])('refuses a web page: %j', async headers => {
    const answer = await ask('POST', '/faults', { name: 'storm' }, headers)
    expect(answer).toMatchObject({ status: 403, body: { error: expect.stringContaining('not for web pages') } })
    expect(simulator.faults.list()).toEqual([])
  })

  it.each([{ host: 'localhost:1' }, { host: '[::1]:8485' }, { host: '192.0.2.7' }])('answers to %j', async headers => {
    expect((await ask('GET', '/faults', undefined, headers)).status).toBe(200)
  })

  it('says what it has not, and takes no more than a note', async () => {
    expect(await ask('GET', '/fault')).toEqual({ status: 404, body: { error: 'There is no GET /fault here.' } })
    expect((await ask('POST', '/faults', 'x'.repeat(70_000))).status).toBe(413)
    expect((await ask('POST', '/faults', '{}', { 'transfer-encoding': 'chunked' })).status).toBe(413)
  })

  it('is on loopback, ends with the simulator, and is not there unless asked for', async () => {
    const { controlUrl } = simulator
    expect(controlUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await simulator.close()
    await expect(ask('GET', '/faults')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await using other = await startSimulator()
    expect(other.controlUrl).toBeUndefined()
  })

  it('that is taken lets nothing else stay open', async () => {
    const { port } = new URL(simulator.controlUrl ?? '')
    const another = manualClock()
    await expect(startSimulator({ clock: another, control: { port: Number(port) } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    expect(another.pending).toBe(0)
  })
})
