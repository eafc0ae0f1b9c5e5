/** `navilink simulate --control` and `navilink chaos`, from the command line to what a client meets. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { faultNames } from '#simulator/fault-kinds'
import { type Simulator, startSimulator } from '#simulator/index'
import { minutes } from '#time/duration'
import { run } from '../../src/cli/program.ts'
import { call, signIn } from '../fixtures/plain-client.ts'
import { navilink, testTerminal } from './cli-terminal.ts'

let simulator: Simulator
beforeEach(async () => {
  const heaters = [{ household: 'nobody' }, { name: 'Cellar', household: 'nobody' }] as const
  simulator = await startSimulator({ heaters, control: {} })
})
afterEach(() => simulator.close())

const chaos = (...args: string[]) => navilink(['chaos', ...args, '--control', simulator.controlUrl ?? ''])

describe('chaos', () => {
  test('list shows every fault with a sentence, and first what is on', async () => {
    const nothing = await chaos('list')
    expect(nothing).toMatchObject({ code: 0, err: 'No fault is on.\n' })
    expect(nothing.out).toMatch(/^fault +what happens\nupgrade-403 +The gateway refuses the WebSocket with 403\.\n/)
    for (const name of faultNames) expect(nothing.out).toContain(`\n${name} `)
    await chaos('on', 'storm')
    const { out, err } = await chaos('list')
    expect(err).toBe('')
    expect(out).toMatch(/^on +struck +left +set\nstorm +0\n\nfault +what happens\n/)
  })

  test('on switches one on with all that it takes, and a client meets it', async () => {
    const { accessToken } = await signIn(simulator)
    const args = ['rest-5xx', '--count', '1', '--for', '2m', '--call', 'POST /user/info', '--code', '502']
    const { code, out } = await chaos('on', ...args, '--probability', '1')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^on +struck +left +set\nrest-5xx +0 +1 ×, 2 min +code 502, probability 1, call POST \/user\/info\n$/,
    )
    expect(simulator.faults.list()[0]?.settings).toEqual({
      ...{ count: 1, duration: minutes(2), call: 'POST /user/info', code: 502, probability: 1 },
    })
    expect((await call(simulator, '/user/info', {}, accessToken)).status).toBe(502)
    expect((await chaos('list', '--json')).out).toContain('"faults": [],')
  })

  test.each([
    ['2', '024e57500501'],
    ['cellar', '024e57500501'],
    ['02:4E:57:50:05:00', '024e57500500'],
  ])('--device %s says which heater', async (device, macAddress) => {
    await chaos('on', 'heater-deaf', '--device', device)
    expect(simulator.faults.list()).toMatchObject([{ settings: { macAddress } }])
  })

  test.each([
    [
      'suback-late',
      ['--client', 'me', '--filter', 'a/#', '--delay', '7s'],
      { clientId: 'me', filter: 'a/#', delay: 7000 },
    ],
    ['short-lifetimes', ['--lifetime', '90s'], { lifetime: 90_000 }],
    ['skewed-clock', ['--skew', '-5m'], { skew: -300_000 }],
    ['skewed-clock', ['--skew=1h'], { skew: 3_600_000 }],
    ['heater-broken', ['--defect', 'dead-fan'], { defect: 'dead-fan' }],
    ['heater-error', ['--code', '481', '--part', '2'], { code: 481, part: 2 }],
  ])('on %s %j', async (name, flags, settings) => {
    expect((await chaos('on', name, ...flags)).code).toBe(0)
    expect(simulator.faults.list()).toMatchObject([{ name, settings }])
  })

  test('what acts at once is done, and not on', async () => {
    const dropped: object[] = []
    simulator.faults.onSwitch((name, on, settings) => dropped.push({ name, on, settings }))
    expect(await chaos('on', 'drop', '--client', 'me')).toEqual({ code: 0, out: '', err: 'drop: done, at once.\n' })
    expect(dropped).toEqual([{ name: 'drop', on: true, settings: { clientId: 'me' } }])
  })

  test('off switches one off, or everything', async () => {
    for (const name of ['storm', 'silence', 'half-open']) await chaos('on', name)
    const { out } = await chaos('off', 'storm')
    expect(out.split('\n').map(line => line.split(' ')[0])).toEqual(['on', 'silence', 'half-open', ''])
    expect(await chaos('off')).toEqual({ code: 0, out: '', err: 'No fault is on.\n' })
    expect(simulator.faults.list()).toEqual([])
  })

  test('--json is what the port says', async () => {
    const { out, err } = await chaos('on', 'rest-slow', '--count', '2', '--json')
    expect(err).toBe('')
    expect(JSON.parse(out)).toEqual({
      faults: [
        {
          name: 'rest-slow',
          says: 'REST answers late.',
          ...{ struck: 0, countLeft: 2, timeLeft: null },
          settings: { delay: '10 s', count: 2 },
        },
      ],
    })
    expect(JSON.parse((await chaos('list', '--json')).out).kinds).toHaveLength(faultNames.length)
  })

  test.each([
    [['on'], 'chaos on takes the name of a fault; navilink chaos list shows them.'],
    [['on', 'earthquake'], 'There is no fault called "earthquake"; there are upgrade-403, '],
    [['on', 'storm', '--code', '3'], 'storm doesn\'t take "code"; it takes count, duration, probability, clientId.'],
    [['on', 'storm', '--count', '0'], 'The count of storm must be a whole number from 1.'],
    [['on', 'storm', '--for', '30'], '--for 30 has no unit: write 30s (seconds) or 30m (minutes)'],
    [['on', 'rest-slow', '--delay', '-5s'], '--delay is "-5s"; it takes a span with its unit'],
    [['on', 'skewed-clock', '--skew', '5'], '--skew 5 has no unit'],
    [['on', 'heater-deaf', '--device', 'attic'], '--device is "attic", which no heater of this account fits'],
    [['on', 'storm', '--probability', '2'], 'It takes a number above 0, 1 at most, such as 0.2.'],
    [['off', 'earthquake'], 'There is no fault called "earthquake"'],
    [['off', 'storm', '--count', '2'], 'chaos off takes no settings of a fault; they are for chaos on.'],
    [['list', '--device', '1'], 'chaos list takes no settings of a fault'],
    [['list', 'storm'], 'chaos list takes no name; it shows them all.'],
    [['start'], 'Allowed choices are list, on, off.'],
    [['list', '--cloud', 'http://127.0.0.1:1'], 'chaos speaks to a simulation, so --cloud means nothing to it'],
  ])('%j is wrong usage', async (args, sentence) => {
    const { code, out, err } = await chaos(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(simulator.faults.list()).toEqual([])
  })

  test('says what is wrong with the port', async () => {
    const list = (control: string) => navilink(['chaos', 'list', '--control', control])
    for (const wrong of ['8485', 'https://127.0.0.1:8485', 'nonsense'])
      expect(await list(wrong)).toMatchObject({
        code: 2,
        err: expect.stringContaining(`--control is "${wrong}"; it takes`),
      })
    const { url } = simulator
    expect((await list(url)).err).toBe(`navilink: What answers at ${url} is no control port of navilink simulate.\n`)
    const { controlUrl = '' } = simulator
    await simulator.close()
    const away = await list(controlUrl)
    expect(away).toMatchObject({ code: 1, out: '' })
    expect(away.err).toMatch(/Nothing listens at http:\/\/127.*; start it with navilink simulate --control \d+\.\n$/)
  })

  test('gives up on a port that never answers, in its time', async () => {
    const server = createServer(() => {})
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      const late = await navilink(['chaos', 'list', '--control', `http://127.0.0.1:${port}`, '--timeout', '50ms'])
      expect(late).toMatchObject({ code: 1, err: expect.stringContaining('Not done within 50 ms') })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

describe('simulate --control', () => {
  test.each([
    ['0', /control +(http:\/\/127\.0\.0\.1:\d+)\nready\n$/],
    ['127.0.0.1:0', /control +(http:\/\/127\.0\.0\.1:\d+)\nready\n$/],
  ])('%s opens the port, says where, and ends with 0', async (address, expected) => {
    const terminal = testTerminal()
    const running = run(['simulate', '--port', '0', '--control', address], terminal)
    await terminal.seen('ready\n')
    const [, url = ''] = expected.exec(terminal.out()) ?? []
    expect((await navilink(['chaos', 'on', 'storm', '--control', url])).code).toBe(0)
    terminal.stop()
    expect(await running).toBe(0)
  })

  test.each(['', 'x', '70000', ':1', '127.0.0.1', '1:'])('%j is no address', async address => {
    const { code, err } = await navilink(['simulate', '--port', '0', '--control', address])
    expect(code).toBe(2)
    expect(err).toContain('It takes a port, such as 8485, or an address and a port')
  })

  test('of a port that is taken says which flag chooses it', async () => {
    const { port } = new URL(simulator.controlUrl ?? '')
    const taken = await navilink(['simulate', '--port', '0', '--control', port])
    expect(taken).toEqual({
      code: 1,
      out: '',
      err: `navilink: Port ${port} of 127.0.0.1 is taken by another program; choose another with --control.\n`,
    })
  })
})
