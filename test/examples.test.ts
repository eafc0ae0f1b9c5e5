/** The examples do what their page says: each runs against a simulated cloud, and what it leaves there is looked at. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it, onTestFinished, vi } from 'vitest'
import { minutesOf } from '#schema/clock-time'
import { type SimulatorOptions, startSimulator } from '#simulator/index'
import { commandList } from '../src/cli/command-list.ts'

// Each is a program of its own, which takes seconds to begin on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const root = join(import.meta.dirname, '..')
const folder = join(root, 'examples')
const names = readdirSync(folder).filter(name => name.endsWith('.ts'))
const page = readFileSync(join(folder, 'README.md'), 'utf8')

interface Running {
  /** Resolves once the output has this; rejects when the program ends without. */
  readonly says: (sign: string | RegExp, times?: number) => Promise<void>
  /** As Ctrl-C does. */
  readonly interrupt: () => void
  /** What it printed, once it ended well. */
  readonly ended: Promise<string>
}

/** A simulated cloud, and the example run on it as a program of its own. */
async function example(name: string, options: SimulatorOptions = {}, args: readonly string[] = []) {
  const cloud = await startSimulator({ speed: 60, ...options })
  onTestFinished(() => cloud.close())
  const directory = mkdtempSync(join(root, '.navilink-example-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  // The package resolves its own name through its exports, which name the built files; the sources are meant here.
  const source = readFileSync(join(folder, name), 'utf8')
    .replace("'navilink'", "'#index'")
    .replace("'navilink/schema'", "'#schema/index'")
    .replace("'navilink/physics'", "'#physics/index'")
  writeFileSync(join(directory, name), source)
  const env = {
    PATH: process.env.PATH,
    NAVILINK_EMAIL: cloud.account.email,
    NAVILINK_PASSWORD: cloud.account.password,
    NAVILINK_CLOUD: cloud.url,
    NO_COLOR: '1',
  }
  const child = spawn(process.execPath, ['--conditions=navilink-source', join(directory, name), ...args], {
    env,
    cwd: directory,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  let complaints = ''
  const looking = new Set<() => void>()
  child.stdout.on('data', chunk => {
    told += chunk
    for (const look of looking) look()
  })
  child.stderr.on('data', chunk => {
    complaints += chunk
  })
  const ended = new Promise<string>((resolve, reject) => {
    child.once('close', code =>
      code === 0 ? resolve(told) : reject(new Error(`${name} ended with ${code}: ${complaints}${told}`)),
    )
  })
  ended.catch(() => {})
  const says = (sign: string | RegExp, times = 1) =>
    new Promise<void>((resolve, reject) => {
      const look = () => told.split(sign).length > times && resolve()
      looking.add(look)
      ended.then(() => reject(new Error(`${name} ended without ${sign}: ${told}`)), reject)
      look()
    })
  const running: Running = { says, ended, interrupt: () => child.kill('SIGINT') }
  return { ...running, cloud, directory, heater: cloud.heaters[0] ?? expect.unreachable('A heater is there.') }
}

it('are eleven, each with its line on the page', () => {
  expect(names).toHaveLength(11)
  const rows = [...page.matchAll(/^\| \[`(\S+)`\]\((\S+)\) \|/gm)]
  expect(rows.map(([, name, link]) => [name, link])).toEqual(rows.map(([, name]) => [name, name]))
  expect(rows.map(([, name]) => name).sort()).toEqual([...names].sort())
})

it('are short', () => {
  const lengths = names.map(
    name => [name, readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length] as const,
  )
  expect(lengths.filter(([, lines]) => lines > 60)).toEqual([])
})

it('name commands that there are', () => {
  const known = new Set(commandList.map(({ name }) => name))
  const named = [...page.matchAll(/`navilink ([a-z-]+)/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThanOrEqual(10)
  expect(named.filter(name => !known.has(name))).toEqual([])
})

it('compile as a user’s would', () => {
  const file = join(folder, 'tsconfig.json')
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const program = ts.createProgram(fileNames, options)
  const problems = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${folder}/`))
    .flatMap(source => program.getSemanticDiagnostics(source))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  expect(fileNames).toHaveLength(names.length)
  expect(problems).toEqual([])
})

it('status.ts tells what the heater shows', async () => {
  const { ended, heater } = await example('status.ts', { heaters: [{ name: 'Cellar' }] })
  const told = await ended
  const [, charge] = /^Cellar: (\d+) % left/.exec(told) ?? []
  expect(Math.abs(Number(charge) - Number(heater.statusFrame(0).dhwChargePer))).toBeLessThan(5)
  expect(told).toMatch(/^usable: \d+\.\d kWh$/m)
  expect(told).toMatch(/^heats: (nothing|heat-pump|element), \d+ W, chosen: [a-z-]+$/m)
})

it('control.ts sets mode and setpoint, and is refused what is too hot', async () => {
  const { ended, heater } = await example('control.ts', { heaters: [{ mode: 'heat-pump' }] })
  const told = await ended
  expect(told).toMatch(/^dhwMode energy-saver: confirmed after /m)
  expect(told).toMatch(/^dhwTemperature 51.5: confirmed after /m)
  expect(told).toMatch(/^80 °C: .*65\.5 °C/m)
  expect(told).toContain('"mode":"dhw-mode","param":[3]')
  const { dhwOperationSetting, dhwTemperatureSetting } = heater.statusFrame(0)
  expect({ dhwOperationSetting, dhwTemperatureSetting }).toEqual({ dhwOperationSetting: 3, dhwTemperatureSetting: 103 })
})

it('watch.ts follows until Ctrl-C', async () => {
  const { says, interrupt, ended } = await example('watch.ts')
  await says('\n', 2)
  interrupt()
  expect(await ended).toMatch(/^\d{4}-\d\d-\d\dT\S+Z (answer|copy|push): \d+ %, [a-z-]+, \d+ W$/m)
})

it('csv.ts writes as many rows as asked for, and goes on with a file', async () => {
  const { ended, directory } = await example('csv.ts', {}, ['tank.csv', '2'])
  expect(await ended).toBe('2 rows in tank.csv\n')
  const [head = '', ...rows] = readFileSync(join(directory, 'tank.csv'), 'utf8').trimEnd().split('\n')
  expect(head).toMatch(/^timestamp,charge_percent,/)
  expect(rows).toHaveLength(2)
  for (const row of rows) expect(row).toMatch(/^\d{4}-\S+Z,\d+,[\d.]+,[\d.]+,\d+,(on|off),[a-z-]+$/)
})

it('schedule.ts adds an entry and keeps the one that was there', async () => {
  const weekend = { enabled: true, days: ['sat', 'sun'], time: '08:00', mode: 'energy-saver', temperature: 50 } as const
  const { ended, heater } = await example('schedule.ts', {
    heaters: [{ reservations: { enabled: true, entries: [weekend] } }],
  })
  const told = await ended
  expect(told).toMatch(/^1 reservations, followed\n\+ mon.*05:30 heat pump 55 °C$/m)
  expect(told).toMatch(/^confirmed, written 1 times/m)
  expect(heater.reservations.entries.map(({ time }) => time).sort()).toEqual(['05:30', '08:00'])
  expect(heater.reservations.enabled).toBe(true)
})

it('tou.ts gives the heater a plan, and the cloud its copy', async () => {
  const { ended, heater } = await example('tou.ts', {}, ['02101'])
  const told = await ended
  expect(told).toMatch(/^confirmed, and the cloud keeps a copy$/m)
  expect(told).toMatch(/^now 0\.(21|46) a kWh, (cheapest|dearest); in \d+ min 0\.(21|46)$/m)
  const ends = heater.touPlan?.periods.map(({ end }) => minutesOf(end))
  expect(ends).toEqual([959, 1259, 1439])
  expect(heater.statusFrame(0).touStatus).not.toBe(0)
})

it('energy.ts adds up what the heater tells', async () => {
  const { ended } = await example('energy.ts', { heaters: [{ past: 'year' }] }, ['0.5'])
  const told = await ended
  const months = [...told.matchAll(/^\d{4}-\d\d +([\d.]+) kWh [█▒]*$/gm)].map(([, kWh]) => Number(kWh))
  const [, sum, cost] = /^12 months: ([\d.]+) kWh, ([\d.]+) at 0\.5; elements [\d.]+ h$/m.exec(told) ?? []
  expect(months).toHaveLength(12)
  expect(Number(sum)).toBeGreaterThan(500)
  expect(months.reduce((a, b) => a + b, 0)).toBeCloseTo(Number(sum), -1)
  expect(Number(cost)).toBeCloseTo(Number(sum) / 2, 0)
})

it('several-heaters.ts has a line for each, the one that is offline too', async () => {
  const { ended } = await example('several-heaters.ts', {
    heaters: [{ name: 'Cellar' }, { name: 'Attic', connected: false }, { name: 'Barn' }],
  })
  const told = await ended
  expect(told).toMatch(/^Cellar +[0-9a-f]{12} {2}\d+ %, [\d.]+ °C, \d+ W$/m)
  expect(told).toMatch(/^Attic +[0-9a-f]{12} {2}offline$/m)
  expect(told).toMatch(/^Barn +[0-9a-f]{12} {2}\d+ %/m)
})

it('offline.ts tells a heater that is gone from a link that is gone, and gets over both', async () => {
  const { says, interrupt, ended, cloud } = await example('offline.ts', {}, ['0.3', '1'])
  await says(/ \d+ %\n/)
  cloud.faults.on('heater-offline')
  await says('a command: offline')
  cloud.faults.off('heater-offline')
  await says('heater: online')
  cloud.dropConnections()
  await says('link: waiting')
  await says('link: online', 2)
  interrupt()
  expect(await ended).toMatch(/heater: offline/)
})

it('alerts.ts tells a fault once, and when it is over', async () => {
  const { says, interrupt, ended, heater } = await example('alerts.ts', {}, ['0', '1'])
  heater.fail(480, 1)
  await says(/^fault: .*tank/m)
  heater.recover()
  await says('fault: over.')
  interrupt()
  expect((await ended).match(/^fault: /gm)).toHaveLength(2)
})

it('model.ts lives through a year for each setpoint', async () => {
  const { ended } = await example('model.ts')
  const lines = [
    ...(await ended).matchAll(/^(\d+) °C: (\d+) kWh for (\d+) kWh of hot water, (\d+) kWh lost, COP ([\d.]+)/gm),
  ]
  const rows = lines.map(([, ...numbers]) => numbers.map(Number))
  expect(rows.map(([setpoint]) => setpoint)).toEqual([49, 52, 55])
  // Warmer water loses more, and is made with less of an advantage.
  const columns = [1, 2, 3].map(column => rows.map(row => row[column] ?? 0))
  for (const column of columns) expect(column).toEqual([...column].sort((a, b) => a - b))
  const cops = rows.map(row => row[4] ?? 0)
  expect(cops).toEqual([...cops].sort((a, b) => b - a))
})
