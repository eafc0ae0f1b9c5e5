/** The weekly schedules on the command line: listed and drawn, changed without losing anything, kept as files. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Reservation, type ReservationSchedule, reservationFields } from '#schema/reservation'
import { scheduleHash } from '#schema/schedule'
import { seconds } from '#time/duration'
import { run as runCommand } from '../../src/cli/program.ts'
import { met } from './cli-cloud.ts'
import { keyboard, testTerminal } from './cli-terminal.ts'
import { writingCloud } from './cli-writes.ts'

const morning: Reservation = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '06:30',
  mode: 'heat-pump',
  temperature: 51.5,
}
const evening: Reservation = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  time: '16:00',
  mode: 'off',
}
const weekend: Reservation = {
  enabled: true,
  days: ['sat', 'sun'],
  time: '08:00',
  mode: 'energy-saver',
  temperature: 50,
}
const held: ReservationSchedule = { enabled: true, entries: [weekend, morning, evening] }
const version = scheduleHash(held)

const holding = (reservations: ReservationSchedule = held) => writingCloud({ reservations })

describe('schedule list', () => {
  test('prints what is held, with the time for which each entry stays in force', async () => {
    const { run } = await holding()
    expect(await run(['schedule', 'list'])).toEqual({
      code: 0,
      err: '',
      out: [
        `Water Heater: schedule on; 3 entries, version ${version}`,
        '',
        '#  days       time   mode          setpoint  until',
        '1  mon–fri    06:30  heat pump     125 °F    16:00',
        '2  every day  16:00  off           –         sun–thu until 06:30 the next day, fri sat until 08:00 the next day',
        '3  sat sun    08:00  energy saver  122 °F    16:00',
        '',
      ].join('\n'),
    })
  })

  test('is what schedule does without a word, and has its units in the names of JSON and CSV', async () => {
    const { run, json } = await holding()
    expect(await json(['schedule'])).toMatchObject({
      name: 'Water Heater',
      version,
      enabled: true,
      entries: [
        {
          number: 1,
          days: ['mon', 'tue', 'wed', 'thu', 'fri'],
          time: '06:30',
          mode: 'heat-pump',
          temperature_c: 51.5,
          in_force: Array.from({ length: 5 }, () =>
            expect.objectContaining({ from: '06:30', until: '16:00', minutes: 570 }),
          ),
        },
        { number: 2, mode: 'off', temperature_c: null },
        { number: 3, temperature_c: 50 },
      ],
      unreadable: [],
    })
    const csv = (await run(['schedule', '--csv'])).out.split('\n')
    expect(csv.slice(0, 2)).toEqual([
      'number,enabled,days,time,mode,temperature_f,in_force',
      '1,true,mon tue wed thu fri,06:30,heat-pump,124.7,mon–fri until 16:00',
    ])
    expect((await run(['schedule', 'list', '--csv', '--units', 'metric'])).out).toContain(
      'temperature_c,in_force\n1,true,mon tue wed thu fri,06:30,heat-pump,51.5',
    )
  })

  test('a word that is no command is refused with those that there are', async () => {
    const { run } = await holding()
    const { code, out, err } = await run(['schedule', 'lits'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain("navilink: 'lits' is no command of schedule; there are list, add, edit, remove, ")
    expect((await run(['schedule', 'list', 'more'])).err).toContain("too many arguments for 'list'")
    expect((await run(['schedule', '--json'])).code).toBe(0)
  })

  test('an empty one has the same columns', async () => {
    const { run } = await holding({ enabled: false, entries: [] })
    expect((await run(['schedule', '--csv'])).out).toBe('number,enabled,days,time,mode,temperature_f,in_force\n')
    expect((await run(['schedule'])).out).toMatch(
      /^Water Heater: schedule off, so nothing of it is done; no entries, version [\da-f]{8}\n$/,
    )
  })

  test.each([
    [80, 'mon ···················1░░░░░░░░░░░░░░░░░░░░░░░░░░░░2·······················'],
    [100, 'mon ··························1░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░2·······························'],
    [40, 'mon ······1░░░░░░░░░2·······'],
  ])('draws the week on a terminal of %i columns, and nothing in it is wider', async (columns, monday) => {
    const { env, directory, clock } = await holding()
    const terminal = testTerminal({ env: { ...env, NO_COLOR: '1' }, directory, columns })
    expect(await runCommand(['schedule'], terminal, clock)).toBe(0)
    const lines = terminal.out().split('\n')
    expect(lines).toContain(monday)
    expect(lines.at(-2)).toBe('    · off   ░ heat pump   ▒ energy saver')
    const drawn = lines.slice(lines.findIndex(line => line.startsWith('    00')))
    expect(Math.max(...drawn.map(line => line.length))).toBeLessThanOrEqual(columns)
  })

  test('colours it where colours are wanted, and draws nothing where there is no room', async () => {
    const { env, directory, clock } = await holding()
    const coloured = testTerminal({ env, directory, columns: 80 })
    await runCommand(['schedule'], coloured, clock)
    expect(coloured.out()).toContain('\u001b[32m░░░')
    const narrow = testTerminal({ env: { ...env, NO_COLOR: '1' }, directory, columns: 25 })
    await runCommand(['schedule'], narrow, clock)
    expect(narrow.out()).toContain('mon–fri')
    expect(narrow.out()).not.toContain('░')
  })

  test('says that the heater is offline, with 4', async () => {
    const { run, tank } = await holding()
    tank.connected = false
    expect(await run(['schedule'])).toMatchObject({ code: 4, out: expect.stringContaining('is offline') })
  })
})

describe('schedule add', () => {
  const args = [
    'schedule',
    'add',
    '--days',
    'mon-fri',
    '--time',
    '22:00',
    '--mode',
    'heat-pump',
    '--temperature',
    '125F',
  ]

  test('shows what would be another, writes the whole schedule, and reads it again', async () => {
    const { write, written, tank } = await holding()
    const { code, out, err } = await write(args)
    const added = { enabled: true, days: morning.days, time: '22:00', mode: 'heat-pump', temperature: 51.5 } as const
    expect({ code, err }).toEqual({
      code: 0,
      err: '+ mon–fri 22:00 heat pump 125 °F\n    in force: mon–thu until 06:30 the next day, fri until 08:00 the next day\n',
    })
    expect(out).toMatch(
      /^Water Heater: schedule confirmed after 1 s: the heater told it again, with 4 entries, version [\da-f]{8}\.\n$/,
    )
    expect(tank.reservations).toEqual({ enabled: true, entries: [weekend, morning, evening, added] })
    expect(written).toEqual([expect.objectContaining({ command: 0x100000a, ...reservationFields(tank.reservations) })])
  })

  test('--dry-run prints the message, and sends nothing but questions', async () => {
    const { run, json, written, tank } = await holding()
    const { code, out, err } = await run([...args, '--dry-run'])
    expect(code).toBe(0)
    expect(err).toContain('+ mon–fri 22:00 heat pump 125 °F\n')
    expect(JSON.parse(out)).toMatchObject({
      topic: expect.stringMatching(/ctrl\/rsv\/rd$/),
      envelope: { request: { reservationUse: 2, reservation: { length: 4 } } },
    })
    expect(await json([...args, '--dry-run'])).toMatchObject({
      result: 'dry-run',
      difference: { added: [{ time: '22:00', temperature_c: 51.5 }], removed: [], changed: [] },
      version_before: version,
      version_after: null,
      messages: [{ topic: expect.any(String) }],
    })
    expect(written).toEqual([])
    expect(tank.reservations).toEqual(held)
  })

  test('one with the same days and time is replaced, and said so', async () => {
    const { write, tank } = await holding()
    const { code, err } = await write([
      'schedule',
      'add',
      '--days',
      'weekdays',
      '--time',
      '6:30',
      '--mode',
      'electric',
      '--temperature',
      '55C',
    ])
    expect(code).toBe(0)
    expect(err).toContain('~ mon–fri 06:30 heat pump 125 °F → mon–fri 06:30 electric 131 °F\n')
    expect(err).toContain('! There is an entry at these days and this time already; it is replaced.\n')
    expect(tank.reservations.entries).toEqual([weekend, { ...morning, mode: 'electric', temperature: 55 }, evening])
  })

  test('one that fires together with another is warned about', async () => {
    const { write } = await holding()
    const { code, err } = await write(['schedule', 'add', '--days', 'mon', '--time', '06:30', '--mode', 'off'])
    expect(code).toBe(0)
    expect(err).toMatch(
      /! mon–fri 06:30 heat pump 125 °F and mon 06:30 off fire at mon 06:30; which one wins is unknown\n/,
    )
  })

  test('and is told again when they are listed, but not as data', async () => {
    const { run } = await holding({ enabled: true, entries: [morning, { ...evening, time: morning.time }] })
    const { err } = await run(['schedule'])
    expect(err).toMatch(/^! .* fire at mon–fri 06:30; which one wins is unknown\n$/)
    for (const format of ['--json', '--csv']) expect((await run(['schedule', format])).err).toBe('')
  })

  test('what is there already is not written again', async () => {
    const { run, written } = await holding()
    const { code, out } = await run([
      'schedule',
      'add',
      '--days',
      'sat,sun',
      '--time',
      '08:00',
      '--mode',
      'energy_saver',
      '--temperature',
      '122F',
    ])
    expect({ code, out }).toEqual({ code: 0, out: 'Water Heater: schedule: It was so already; nothing was written.\n' })
    expect(written).toEqual([])
  })

  test.each([
    [['--days', 'mon', '--time', '25:00', '--mode', 'off'], '--time is 25:00; it must be 00:00 to 23:59.'],
    [['--days', 'someday', '--time', '05:00', '--mode', 'off'], '--days is someday; it must be'],
    [['--days', 'mon', '--time', '05:00', '--mode', 'warm', '--temperature', '50C'], '--mode is warm; it must be'],
    [['--days', 'mon', '--time', '05:00', '--mode', 'electric'], '--temperature is missing'],
    [
      ['--days', 'mon', '--time', '05:00', '--mode', 'electric', '--temperature', '400F'],
      '--temperature is 400 °F; it must be 95 °F to 150 °F.',
    ],
    [['--time', '05:00', '--mode', 'off'], '--days is missing'],
  ])('%j is refused before anybody is asked', async (flags, says) => {
    const { run, cloud } = await holding()
    const asked = cloud.requests.length
    const { code, err } = await run(['schedule', 'add', ...flags])
    expect(code).toBe(2)
    expect(err).toContain(says)
    expect(cloud.requests).toHaveLength(asked)
  })

  test("a temperature beyond the heater's own limits is refused before it is sent", async () => {
    const { run, written } = await writingCloud({ minimumOperation: 43.5 })
    const { code, err } = await run([
      'schedule',
      'add',
      '--days',
      'mon',
      '--time',
      '05:00',
      '--mode',
      'electric',
      '--temperature',
      '100F',
    ])
    expect(code).toBe(2)
    expect(err).toContain('--temperature is 100 °F; it must be 110 °F to 150 °F.')
    expect(written).toEqual([])
  })

  test('nothing is changed where nothing may be', async () => {
    const { run, written } = await holding()
    expect(await run([...args, '--read-only'])).toMatchObject({ code: 2, out: '' })
    expect(await run(args, { env: { NAVILINK_READ_ONLY: 'true' } })).toMatchObject({ code: 2, out: '' })
    expect((await run([...args, '--read-only', '--dry-run'])).code).toBe(0)
    expect(written).toEqual([])
  })
})

describe('an entry', () => {
  test('is removed by its number in the version that was listed', async () => {
    const { write, tank } = await holding()
    expect((await write(['schedule', 'remove', `2@${version}`])).code).toBe(0)
    expect(tank.reservations).toEqual({ enabled: true, entries: [weekend, morning] })
  })

  test('is never another one because somebody changed the schedule since', async () => {
    const { run, written, tank } = await holding()
    tank.panel.setReservations({ enabled: true, entries: [evening, weekend] })
    const refused = await run(['schedule', 'remove', `2@${version}`])
    expect(refused).toMatchObject({ code: 6, out: '' })
    expect(refused.err).toContain(
      `It isn't version ${version} any more: it was changed since; nothing was written. navilink schedule list shows it`,
    )
    expect(written).toEqual([])
  })

  test('is found by its days and time', async () => {
    const { write, tank } = await holding()
    expect(
      (await write(['schedule', 'edit', 'mon-fri', '06:30', '--temperature', '131F', '--time', '06:00'])).code,
    ).toBe(0)
    expect(tank.reservations.entries).toEqual([weekend, { ...morning, time: '06:00', temperature: 55 }, evening])
    expect((await write(['schedule', 'disable', '16:00'])).code).toBe(0)
    expect(tank.reservations.entries[2]).toEqual({ ...evening, enabled: false })
  })

  test('keeps to the limits of its heater when it is edited, and has no setpoint when it switches off', async () => {
    const { run, write, written, tank } = await writingCloud({ reservations: held, minimumOperation: 43.5 })
    const { code, err } = await run(['schedule', 'edit', '06:30', '--temperature', '100F'])
    expect(code).toBe(2)
    expect(err).toContain('--temperature is 100 °F; it must be 110 °F to 150 °F.')
    expect(written).toEqual([])
    expect((await write(['schedule', 'edit', '06:30', '--mode', 'OFF'])).code).toBe(0)
    const { temperature: _, ...rest } = morning
    expect(tank.reservations.entries).toContainEqual({ ...rest, mode: 'off' })
  })

  test.each([
    [['remove', '7'], 'There is no entry 7; the last is 3.'],
    [['remove', 'tue', '06:30'], 'The schedule has no entry of tue 06:30.'],
    [['remove', 'the first'], '"the first" names no entry; it takes a number with its version'],
    [['edit', '1'], 'Nothing says what is to be another'],
    [['remove', `1@${version}`, '2@00000000'], 'different versions'],
  ])('%j is no entry', async (args, says) => {
    const { run, written } = await holding()
    const { code, err } = await run(['schedule', ...args])
    expect(code).toBe(2)
    expect(err).toContain(says)
    expect(written).toEqual([])
  })

  test('by a number alone needs somebody to ask, or --yes', async () => {
    const { run, write, written, tank } = await holding()
    const { code, err } = await run(['schedule', 'remove', '3'])
    expect(code).toBe(2)
    expect(err).toContain(
      '3 is sat sun 08:00 energy saver 122 °F. There is no terminal to ask on, so nothing was sent; --yes',
    )
    expect(written).toEqual([])
    expect((await write(['schedule', 'remove', '3', '--yes'])).code).toBe(0)
    expect(tank.reservations.entries).toEqual([morning, evening])
  })

  test('is not removed when the schedule changes while a person thinks', async () => {
    const { env, directory, clock, tank, written } = await holding()
    const stdin = keyboard()
    const terminal = testTerminal({ stdin, env, directory, columns: 100 })
    const running = runCommand(['schedule', 'remove', '3'], terminal, clock)
    await terminal.told('Remove it?')
    const others: ReservationSchedule = { enabled: true, entries: [morning] }
    tank.panel.setReservations(others)
    stdin.write('y')
    expect(await running).toBe(6)
    expect(terminal.err()).toContain('What somebody else changed:')
    expect(tank.reservations).toEqual(others)
    expect(written).toEqual([])
  })
})

describe('the master switch', () => {
  test('is turned by enable and disable, and stays as it is otherwise', async () => {
    const { write, tank } = await holding()
    // Who switches it off needn't be told what that means.
    expect(await write(['schedule', 'disable'])).toMatchObject({ code: 0, err: '~ schedule on → off\n' })
    expect(tank.reservations).toEqual({ ...held, enabled: false })
    const { err } = await write(['schedule', 'remove', '16:00'])
    expect(err).toContain(
      '! It is switched off: nothing of it is done until navilink schedule enable switches it on.\n',
    )
    expect(tank.reservations).toEqual({ enabled: false, entries: [weekend, morning] })
    await write(['schedule', 'enable'])
    expect(tank.reservations.enabled).toBe(true)
  })

  test('clear removes all entries when it is meant', async () => {
    const { run, write, tank } = await holding()
    const { code, err } = await run(['schedule', 'clear'])
    expect(code).toBe(2)
    expect(err).toContain('The heater holds 3 entries, and none would be left.')
    expect(tank.reservations).toEqual(held)
    expect((await write(['schedule', 'clear', '--yes'])).code).toBe(0)
    expect(tank.reservations).toEqual({ enabled: true, entries: [] })
  })
})

describe('a write that goes wrong', () => {
  test('and was lost is written once more', async () => {
    const { write, written, cloud, tank } = await holding()
    cloud.faults.on('heater-loses-write', { count: 1 })
    expect((await write(['schedule', 'disable'])).code).toBe(0)
    expect(tank.reservations.enabled).toBe(false)
    expect(written).toHaveLength(2)
  })

  test('ends with 5 when the heater never holds it', async () => {
    const { write, cloud, tank } = await holding()
    cloud.faults.on('heater-loses-write')
    const { code, out, err } = await write(['schedule', 'disable'])
    expect({ code, out }).toEqual({ code: 5, out: '' })
    expect(err).toContain('navilink schedule list shows what it holds now.')
    expect(tank.reservations).toEqual(held)
  })

  test('is not even tried when the schedule can not be read', async () => {
    const { run, clock, cloud, written } = await holding()
    cloud.faults.on('heater-deaf')
    const running = run(['schedule', 'clear', '--yes', '--timeout', '10s'])
    await met(() => cloud.faults.list().some(({ struck }) => struck > 0), running)
    await clock.advance(seconds(60))
    expect((await running).code).not.toBe(0)
    expect(written).toEqual([])
  })

  test('is told with 4 of a heater that is offline', async () => {
    const { run, json, tank, written } = await holding()
    tank.connected = false
    expect(await run(['schedule', 'disable'])).toMatchObject({
      code: 4,
      err: expect.stringContaining('Look at its power and its Wi-Fi'),
    })
    expect(await json(['schedule', 'disable'])).toMatchObject({
      command: 'writeReservations',
      result: 'offline',
      attempts: 0,
    })
    expect(written).toEqual([])
  })
})

describe('a schedule as a file', () => {
  test('is exported, compared and applied, and keeps everything', async () => {
    const { run, write, written, directory, tank } = await holding()
    const file = path.join(directory, 'week.yaml')
    expect(await run(['schedule', 'export', 'week.yaml'])).toEqual({
      code: 0,
      out: '',
      err: 'The schedule of Water Heater is in week.yaml.\n',
    })
    expect(readFileSync(file, 'utf8')).toContain(
      '  - days: mon-fri\n    time: "06:30"\n    mode: heat-pump\n    temperature_f: 124.7\n',
    )
    expect(await run(['schedule', 'diff', 'week.yaml'])).toEqual({
      code: 0,
      out: '',
      err: 'Water Heater holds what week.yaml says.\n',
    })
    expect((await run(['schedule', 'apply', 'week.yaml'])).out).toContain('It was so already')
    expect(written).toEqual([])

    expect(await run(['schedule', 'export', 'week.yaml'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--force writes over it'),
    })
    writeFileSync(file, readFileSync(file, 'utf8').replace('06:30', '07:00'))
    expect((await run(['schedule', 'diff', 'week.yaml'])).out).toBe(
      '~ mon–fri 06:30 heat pump 125 °F → mon–fri 07:00 heat pump 125 °F\n',
    )
    expect(
      JSON.parse((await run(['schedule', 'diff', '-', '--json'], { stdin: readFileSync(file, 'utf8') })).out),
    ).toMatchObject({
      difference: { added: [], removed: [], changed: [{ before: { time: '06:30' }, after: { time: '07:00' } }] },
    })
    expect((await write(['schedule', 'apply', '-'], { stdin: readFileSync(file, 'utf8') })).code).toBe(0)
    expect(tank.reservations.entries).toContainEqual({ ...morning, time: '07:00' })
  })

  test('in JSON comes from a name that says so, or from --json', async () => {
    const { run, directory } = await holding()
    await run(['schedule', 'export', 'week.json'])
    const text = readFileSync(path.join(directory, 'week.json'), 'utf8')
    expect(JSON.parse(text)).toMatchObject({ kind: 'reservations', enabled: true, entries: { length: 3 } })
    expect((await run(['schedule', 'export', '--json'])).out).toBe(text)
  })

  test('that takes entries away is asked about', async () => {
    const { run, write, written, tank } = await holding()
    const stdin = 'kind: reservations\nentries: []\n'
    const asked = await run(['schedule', 'apply', '-'], { stdin })
    expect(asked.code).toBe(2)
    expect(asked.err).toContain('Of what the heater holds, 3 entries would go.')
    expect(written).toEqual([])
    expect((await write(['schedule', 'apply', '-', '--yes'], { stdin })).code).toBe(0)
    expect(tank.reservations).toEqual({ enabled: true, entries: [] })
  })

  test('with mistakes names their lines and fields, and nothing is sent', async () => {
    const { run, directory, cloud } = await holding()
    const asked = cloud.requests.length
    writeFileSync(
      path.join(directory, 'bad.yaml'),
      'kind: reservations\nentries:\n  - days: mon-fri\n    time: "25:00"\n    mode: warm\n    temperature_c: 50\n',
    )
    const { code, err } = await run(['schedule', 'apply', 'bad.yaml', '--yes'])
    expect(code).toBe(2)
    expect(err).toContain('bad.yaml, line 4: entries[0].time is 25:00; it must be 00:00 to 23:59\n')
    expect(err).toContain('bad.yaml, line 5: entries[0].mode is warm;')
    expect(err).toContain('navilink: bad.yaml has 2 mistakes. Nothing was sent.\n')
    expect(await run(['schedule', 'apply', 'none.yaml'])).toMatchObject({
      code: 2,
      err: 'navilink: none.yaml: there is no such file or folder.\n',
    })
    expect(cloud.requests).toHaveLength(asked)
  })
})

describe('recirculation', () => {
  const pump = { household: 'nobody', recirculation: true } as const

  test('a run over midnight is two entries, listed and drawn', async () => {
    const { write, tank, env, directory, clock } = await writingCloud(pump)
    const args = ['recirculation', 'add', '--days', 'fri,sat', '--from', '23:00', '--until', '00:30']
    expect((await write(args)).code).toBe(0)
    expect(tank.recirculationSchedule?.entries).toEqual([
      { enabled: true, days: ['fri', 'sat'], time: '23:00', pump: 'on' },
      { enabled: true, days: ['sat', 'sun'], time: '00:30', pump: 'off' },
    ])
    const terminal = testTerminal({ env: { ...env, NO_COLOR: '1' }, directory, columns: 80 })
    await runCommand(['recirculation'], terminal, clock)
    expect(terminal.out()).toContain(`\nsat █2${'·'.repeat(67)}1██\n`)
  })

  test('a run without length is refused, and an off that ends none is told once for all its days', async () => {
    const { run, write, written } = await writingCloud(pump)
    const args = (until: string) => ['recirculation', 'add', '--days', 'mon-fri', '--from', '06:30', '--until', until]
    expect(await run(args('06:30'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('A run from 06:30 until 06:30 has no length'),
    })
    expect(written).toEqual([])
    await write(args('07:15'))
    await write(['recirculation', 'add', '--days', 'sat', '--from', '08:00', '--until', '09:00'])
    const flaw = '! mon–fri 07:15 switches the pump off, which it is already\n'
    const { err } = await write(['recirculation', 'remove', 'mon-fri', '06:30'])
    expect(err).toContain(flaw)
    expect((await run(['recirculation'])).err).toBe(flaw)
  })

  test('is removed, exported and applied in the same way', async () => {
    const { run, write, json, tank } = await writingCloud(pump)
    await write(['recirculation', 'add', '--days', 'daily', '--from', '06:00', '--until', '07:00'])
    const { out } = await run(['recirculation', 'export'])
    expect(out).toContain('kind: recirculation\n')
    const { version } = (await json(['recirculation', 'list'])) as { version: string }
    expect((await write(['recirculation', 'remove', `1@${version}`, `2@${version}`])).code).toBe(0)
    expect(tank.recirculationSchedule?.entries).toEqual([])
    expect((await write(['recirculation', 'apply', '-'], { stdin: out })).code).toBe(0)
    expect(tank.recirculationSchedule?.entries).toHaveLength(2)
  })

  test('of a heater without a pump is refused', async () => {
    const { run, written } = await holding()
    const args = ['recirculation', 'add', '--days', 'daily', '--from', '06:00', '--until', '07:00']
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining('has no recirculation schedule') })
    expect(written).toEqual([])
  })
})
