/** The README does what it says: its commands run, its code runs, and CI calls what it tells people to call. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '#simulator/index'
import { run } from '../src/cli/program.ts'
import { capturedEnvelopes } from './fixtures/frames.ts'
import { oldRecord } from './fixtures/old-record.ts'
import { heardSample } from './fixtures/station-stream.ts'
import { testTerminal } from './system/cli-terminal.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFile(join(root, name), 'utf8')
const readme = await read('README.md')
// All of them in a row: the end of one would pass for the beginning of another.
const everyBlock = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
const blocks = (language: string) => everyBlock.filter(([, its]) => its === language).map(([, , code = '']) => code)
const commands = blocks('sh').flatMap(code => code.trim().split('\n'))

async function folder(parent = tmpdir()): Promise<string> {
  const made = await mkdtemp(join(parent, '.navilink-readme-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

it('begins with the two commands that CI runs', async () => {
  expect(commands.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test'])
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
  expect(scripts.start).toMatch(/main\.ts demo$/)
  expect(scripts.test).toBeDefined()
  expect((await read('.ci/run')).split('\n')).toEqual(expect.arrayContaining(['npm ci', 'npm test']))
})

it('shows commands that work on a simulated cloud', async () => {
  await using cloud = await startSimulator({ speed: 60, control: { port: 0 } })
  const directory = await folder()
  await writeFile(
    join(directory, 'messages.jsonl'),
    capturedEnvelopes.map(envelope => JSON.stringify(envelope)).join('\n'),
  )
  await writeFile(join(directory, 'tank_data_production.csv'), oldRecord)
  const env = {
    NAVILINK_CLOUD: cloud.url,
    NAVILINK_PASSWORD: cloud.account.password,
    HOME: directory,
    XDG_CONFIG_HOME: directory,
  }
  const shown = commands.filter(command => command.startsWith('navilink '))
  const ended: string[] = []
  const outputs = new Map<string, string>()
  for (const command of shown) {
    const args = command
      .replace('you@example.com', cloud.account.email)
      .replace(/\b848[45]\b/, '0')
      // Another one may run on this machine.
      .replace(/simulate (?!.*--port)/, '$&--port 0 ')
      .replace(/^navilink chaos/, `$& --control ${cloud.controlUrl}`)
      .replace(/^navilink (serve)/, '$& --listen 127.0.0.1:0')
      .split(' ')
      .slice(1)
    const terminal = testTerminal({ env, directory })
    // Those that go on until they are told to stop say something first.
    const endless: Record<string, string> = { monitor: '%', demo: '%', simulate: 'http://', serve: 'ready' }
    const sign = endless[args[0] ?? '']
    const running = run(args, terminal)
    if (sign)
      void terminal
        .seen(sign)
        // What is read of its record is written by then.
        .then(() => (args[0] === 'serve' ? heardSample(stationUrl(terminal.out())) : undefined))
        .then(() => terminal.stop())
    ended.push(`${command}: ${await running}`)
    outputs.set(command, terminal.out())
  }
  expect(shown.length).toBeGreaterThanOrEqual(7)
  expect(ended).toEqual(shown.map(command => `${command}: 0`))
  expect(await readFile(join(directory, 'tank.csv'), 'utf8')).toMatch(/^timestamp,.*\n\d{4}-/)

  // What it shows of a station: the lines with which that begins, and the columns of its record.
  const opening = (outputs.get('navilink serve') ?? '')
    .replace(directory, '~')
    .replaceAll(/:\d+(?=\/)/g, ':8480')
    // A terminal is told names, and what isn't one ids.
    .replace(/watching {2}[0-9a-f]{8}/, 'watching  Water Heater')
  expect(blocks('')).toContain(opening)
  const [columns = ''] = (outputs.get('navilink history query --last 6h') ?? '').split('\n')
  expect(columns.split(/ {2,}/)).toHaveLength(10)
  expect(blocks('').map(block => (block.split('\n')[0] ?? '').split(/ {2,}/))).toContainEqual(columns.split(/ {2,}/))
})

const stationUrl = (printed: string) => /^ {2}page +(\S+)\/$/m.exec(printed)?.[1] ?? ''

it('shows what the model says', async () => {
  const [command = ''] = commands.filter(each => each.startsWith('navilink model run '))
  const terminal = testTerminal({ env: {}, directory: await folder() })
  expect(await run(command.split(' ').slice(1), terminal)).toBe(0)
  const lines = terminal
    .out()
    .split('\n')
    .map(line => line.trimEnd())
  const [, shown = ''] = new RegExp(`^${command}\n\`\`\`\n\n\`\`\`\n(.*?)^\`\`\``, 'ms').exec(readme) ?? []
  const block = shown.trimEnd().split('\n')
  expect(block.length).toBeGreaterThan(5)
  expect(lines).toEqual(expect.arrayContaining(block))
})

it('shows code that runs', async () => {
  await using cloud = await startSimulator({ speed: 60 })
  const env = {
    ...process.env,
    NAVILINK_EMAIL: cloud.account.email,
    NAVILINK_PASSWORD: cloud.account.password,
    NAVILINK_CLOUD: cloud.url,
  }
  const programs = blocks('ts')
  expect(programs).toHaveLength(2)
  const inside = await folder(root)
  for (const [index, program] of programs.entries()) {
    // The package resolves its own name through its exports, which name the built files; the sources are meant here.
    const source = program.replaceAll("'navilink'", "'#index'").replaceAll("'navilink/simulator'", "'#simulator/index'")
    const file = join(inside, `${index}.ts`)
    await writeFile(file, source)
    expect(await firstOutput(file, env)).toMatch(/\d+ %|dhwChargePer/)
  }
})

/** What a program prints first; it is stopped then. */
function firstOutput(file: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=navilink-source', file], { env, cwd: root })
    let complaints = ''
    child.stderr.on('data', chunk => {
      complaints += chunk
    })
    child.stdout.once('data', chunk => {
      child.kill()
      resolve(String(chunk))
    })
    child.once('close', code => reject(new Error(`It ended with ${code}: ${complaints}`)))
  })
}
