import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Decoded, encode } from '#schema/codec'
import { statusFields } from '#schema/status'
import { baseStatus, capturedEnvelopes, recordedOrder } from '../../../test/fixtures/frames.ts'
import { navilink, openInput, testTerminal } from '../../../test/system/cli-terminal.ts'
import { run } from '../program.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-decode-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

const twenty = recordedOrder.map(i => JSON.stringify(capturedEnvelopes[i]))
const lines = `${twenty.join('\n')}\n`
const decode = (stdin: string, ...flags: string[]) => navilink(['decode', '-', ...flags], { stdin, directory })
const info = { controllerSwVersion: 0x0b050000, volumeCode: 2, tempFormulaType: 1, dhwTemperatureMax: 131 }
const infoEnvelope = { sessionID: '1', response: { macAddress: '0123456789ab', feature: info } }

describe('as a table', () => {
  test('every message of the recording is a line, in both systems of units', async () => {
    const us = await decode(lines)
    expect(us).toMatchObject({ code: 0, err: '' })
    const rows = us.out.trimEnd().split('\n')
    expect(rows).toHaveLength(21)
    expect(rows[0]).toMatch(/^when +why +charge % +upper °F +lower °F +hot water °F +setpoint °F +mode/)
    expect(rows[1]).toMatch(
      /^2025-09-26T20:46:03.666Z +answer +92 +137.5 +128.5 +137 +141 +heat pump +heat pump +nothing +1$/,
    )
    expect(rows[2]).toMatch(/^– +copy of an answer/)
    expect(rows[8]).toMatch(/after dhw-mode .* heat pump and element +5378$/)

    const metric = (await decode(lines, '--units', 'metric')).out.split('\n')
    expect(metric[1]).toMatch(/answer +92 +58.6 +53.6 +58.5 +60.5 /)
  })

  test('a single one is shown whole, without sensors that are hardly ever fitted', async () => {
    const { out } = await decode(twenty[0] ?? '')
    expect(out.split('\n\n')[0]?.split(/\n {2}/)).toEqual([
      'In short',
      expect.stringMatching(/^time +2025-09-26T20:46:03Z$/),
      expect.stringMatching(/^charge +92 %$/),
      expect.stringMatching(/^hot water +137 °F, set to 141 °F$/),
      expect.stringMatching(/^heats +nothing$/),
      expect.stringMatching(/^power +1 W$/),
      expect.stringMatching(/^mode +heat pump$/),
      expect.stringMatching(/^usable energy +5900 Wh$/),
      expect.stringMatching(/^energy to setpoint +1544 Wh$/),
    ])
    expect(out).toMatch(/ {2}dhwTemperature +137 °F\n/)
    expect(out).toMatch(/ {2}command +16777219 {2}\(answer\)\n/)
    expect(out).not.toContain('outsideTemperature')
    const all = await decode(twenty[0] ?? '', '--all')
    expect(all.out).toMatch(/ {2}outsideTemperature +32 °F\n/)
    for (const key of Object.keys(baseStatus)) expect(all.out).toContain(`  ${key} `)
  })

  test('a fault is explained, and what is odd or new is listed', async () => {
    const strange = { errorCode: 480, subErrorCode: 1, operationMode: 33, dhwTemperature: null, shiny: [1] }
    const { out, code } = await decode(JSON.stringify(strange))
    expect(code).toBe(0)
    expect(out).toContain('E480 upper tank sensor (reading below its range). Call a technician.')
    expect(out).toMatch(/operationMode +unknown code 33\n/)
    expect(out).toMatch(/Odd\n {2}operationMode +33 {2}\(unknown code\)\n {2}dhwTemperature +null {2}\(null\)\n/)
    expect(out).toMatch(/Not in the table\n {2}shiny +\[1\]\n/)
    const { derived } = JSON.parse((await decode(JSON.stringify({ ...strange, minorCode: 101 }), '--json')).out)[0]
    expect(derived).toMatchObject({ fault: expect.stringContaining('E480'), alarm: expect.stringContaining('R101') })
    expect((await decode(JSON.stringify({ ...strange, minorCode: 7 }))).out).toMatch(/ {2}alarm +R7: a second alarm\. /)
    const two = await decode(`${JSON.stringify(strange)}\n${twenty[0]}`)
    expect(two.out).toMatch(/ 2 odd, 1 new\n/)
  })

  test('device info is shown, alone or beside statuses', async () => {
    const { out } = await decode(`${JSON.stringify(infoEnvelope)}\n${twenty[0]}\n${JSON.stringify(info)}`)
    expect(out.match(/controllerSwVersion +11\.5\n/g)).toHaveLength(2)
    expect(out).toMatch(/dhwTemperatureMax +150 °F\n/)
    expect(out).toMatch(/dhwTemperature +137 °F\n/)
  })

  test('it is coloured on a terminal, unless somebody minds', async () => {
    const on = (env = {}, ...flags: string[]) =>
      navilink(['decode', '-', ...flags], { stdin: twenty[0] ?? '', columns: 80, env })
    expect((await on()).out).toContain('\x1b[1mIn short')
    expect((await on({ NO_COLOR: '1' })).out).not.toContain('\x1b')
    expect((await on({}, '--no-color')).out).not.toContain('\x1b')
  })
})

describe('as JSON', () => {
  test('a message is an element, and its status re-encodes to what came in', async () => {
    const { out } = await decode(lines, '--json')
    const messages = JSON.parse(out) as (Decoded<typeof statusFields> & { at?: string; derived: object })[]
    expect(messages).toHaveLength(20)
    expect(messages[0]).toMatchObject({
      kind: 'status',
      file: 'standard input',
      place: 'line 1',
      at: '2025-09-26T20:46:03.666Z',
      values: { dhwTemperature: 58.5, operationMode: 'heat-pump' },
      derived: { heating: 'nothing', usableEnergy: 5900, energyToSetpoint: 1544 },
    })
    const raw = recordedOrder.map(i => capturedEnvelopes[i]?.response.status)
    expect(messages.map(message => encode(statusFields, message))).toEqual(raw)
  })

  test('nothing is an empty array', async () => {
    expect(await decode('', '--json')).toEqual({ code: 0, out: '[]\n', err: '' })
  })
})

describe('as CSV', () => {
  test('it has the columns of monitor; a push without a time has none', async () => {
    const { out } = await decode(lines, '--csv')
    const [header, first, second] = out.split('\n')
    expect(header).toMatch(
      /^timestamp,dhw_charge_percent,operation_mode,dhw_temperature,current_inst_power,tank_upper_temp,/,
    )
    expect(first).toMatch(/^2025-09-26T20:46:03.666Z,92,32,137.3,1,137.5,128.5,/)
    expect(second).toMatch(/^,92,32,137.3,1,137.5,128.3,/)
    expect(out.trimEnd().split('\n')).toHaveLength(21)
  })

  test('it takes other columns by name, and says which it has not got', async () => {
    const { out } = await decode(twenty[0] ?? '', '--csv', '--columns', 'dhwChargePer,eev_step', '--units', 'metric')
    expect(out).toBe('timestamp,dhw_charge_percent,eev_step\n2025-09-26T20:46:03.666Z,92,480\n')
    expect(await decode(lines, '--csv', '--columns', 'colour')).toMatchObject({ code: 2, out: '' })
  })

  test('device info is left out, and that is said', async () => {
    const { err } = await decode(JSON.stringify(infoEnvelope), '--csv')
    expect(err).toContain('1 device-info')
  })
})

describe('what is read', () => {
  test.each([
    ['an array', `[${twenty.slice(0, 2).join(',')}]`, 2],
    ['a printed document', JSON.stringify(capturedEnvelopes[0], null, 2), 1],
    ['a bare status', JSON.stringify(baseStatus), 1],
    ['a response alone', JSON.stringify({ status: baseStatus }), 1],
    ['the short key', JSON.stringify({ response: { st: baseStatus } }), 1],
    ['a recorded line', JSON.stringify({ at: '2026-01-02T03:04:05Z', topic: 't', message: capturedEnvelopes[0] }), 1],
  ])('%s', async (_, text, count) => {
    const { out, code } = await decode(text, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toHaveLength(count)
  })

  test('other messages are left out and counted', async () => {
    const request = JSON.stringify({ requestTopic: 'cmd/52/x/st', request: { command: 1 } })
    const event = JSON.stringify({ event: { connection: { status: 1 } } })
    const { err, code } = await decode([request, twenty[0], event, request].join('\n'))
    expect(code).toBe(0)
    expect(err).toBe('Left out, being neither status nor device info: 2 request, 1 connection.\n')
  })

  test('a line that can not be read is named, the rest goes on, and the end is 1', async () => {
    const { out, err, code } = await decode(`${twenty[0]}\n{"half":\n{"strange":1}\n5\n${twenty[1]}\n`)
    expect(code).toBe(1)
    expect(out.trimEnd().split('\n')).toHaveLength(3)
    expect(err.split('\n').slice(0, 3)).toEqual([
      'navilink: standard input, line 2 is not JSON.',
      'navilink: standard input, line 3 is JSON, but no message of a heater.',
      'navilink: standard input, line 4 is JSON, but no message of a heater.',
    ])
  })

  test('several files, of which one is missing', async () => {
    writeFileSync(path.join(directory, 'a.jsonl'), lines)
    const { out, err, code } = await navilink(['decode', 'a.jsonl', 'b.jsonl', 'a.jsonl'], { directory })
    expect(code).toBe(1)
    expect(out.trimEnd().split('\n')).toHaveLength(41)
    expect(err).toBe(`navilink: ${path.join(directory, 'b.jsonl')}: there is no such file or folder.\n`)
  })
})

test('it hears Ctrl-C while it waits for input', async () => {
  const terminal = testTerminal({ stdin: openInput() })
  const running = run(['decode', '-'], terminal)
  setImmediate(() => terminal.stop())
  expect(await running).toBe(130)
})

const recording = path.resolve(import.meta.dirname, '../../../../shared/captures/nwp500-2025-09-messages.jsonl')
if (!existsSync(recording))
  process.stderr.write(`decode.test.ts reads no original recording: ${recording} is not there.\n`)
test.runIf(existsSync(recording))('the original recording gives what our own form of it gives', async () => {
  const { out } = await navilink(['decode', recording])
  expect(out).toBe((await decode(lines)).out)
})

test.each(['--table', '--json', '--csv'])('a hostile line costs only itself: %s', async flag => {
  const hostile = [
    '{"at":{"toString":null},"topic":"t","message":{"response":{"status":{"dhwChargePer":5}}}}',
    '{"response":{"status":{"dhwChargePer":{"a":[1]}}},"sessionID":{"toString":null,"valueOf":null}}',
    '{"event":{"connection":{"status":{"toString":null,"valueOf":null}}}}',
    `{"status":{"dhwChargePer":1,"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    '{"status":{"dhwChargePer":77}}',
  ]
  const { code, out, err } = await decode(`${hostile.join('\n')}\n`, flag)
  expect(code).toBe(1)
  expect(out).toContain('77')
  expect(err).toContain('line 4')
  expect(err).not.toMatch(/call stack|primitive/)
})
