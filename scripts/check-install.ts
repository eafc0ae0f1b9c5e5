/** Packs the package, installs it in an empty folder as a user would, imports and type-checks every entry point and runs the command. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const { name, version, exports, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  name: string
  version: string
  exports: Record<string, unknown>
  devDependencies: Record<string, string>
}
const nodeTypes = devDependencies['@types/node']
const folder = mkdtempSync(join(tmpdir(), 'navilink-install-'))
const run = (command: string, args: string[], cwd = folder) => execFileSync(command, args, { cwd, encoding: 'utf8' })
const say = (line: string) => process.stdout.write(`${line}\n`)

/** A program of somebody who only wants the model. */
const model = `
import { household, initialMachine, type Machine, run, type RunResult, surroundings, weatherOf } from '${name}/physics'
const machine: Machine = initialMachine({ size: '80-gal', mode: 'energy-saver', setpoint: 52 })
const house = surroundings({ draws: household('family', { seed: 7 }), ...weatherOf('boston', 'basement', { seed: 7 }) })
const week: RunResult = run(machine, house, { from: 0, seconds: 7 * 86_400 })
const { storedBefore, heatPumpHeat, elementHeat, delivered, lost, storedAfter } = week
export const balance = storedBefore + heatPumpHeat + elementHeat - delivered - lost - storedAfter
`

try {
  say(`node ${run('node', ['--version']).trim()}`)
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], root)) as [
    { filename: string; size: number; files: { path: string }[] },
  ]
  say(`packed ${packed.filename}: ${packed.files.length} files, ${Math.round(packed.size / 1024)} KB`)
  const stray = packed.files.filter(({ path }) => /\.test\.|^test\/|^\.env$/.test(path))
  if (stray.length > 0)
    throw new Error(`The package holds what it should not: ${stray.map(({ path }) => path).join(', ')}`)

  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  run('npm', ['install', '--no-audit', '--no-fund', `./${packed.filename}`])

  const entries = Object.keys(exports).filter(path => !path.endsWith('.json'))
  for (const entry of entries) {
    const specifier = join(name, entry)
    const program = `console.log(Object.keys(await import('${specifier}')).length)`
    // Bundlers and test runners of others set this condition.
    const [names] = [[], ['--conditions=development']].map(flags =>
      run('node', [...flags, '--input-type=module', '-e', program]),
    )
    say(`import '${specifier}': ${names?.trim()} names`)
  }

  // The model knows no Node: its types need none, and no browser's either.
  writeFileSync(join(folder, 'model.ts'), model)
  const pure = ['--strict', '--skipLibCheck', 'false', '--lib', 'es2024']
  run(join(root, 'node_modules/.bin/tsc'), [...pure, '--target', 'es2024', '--module', 'nodenext', 'model.ts'])
  const balance = run('node', ['--input-type=module', '-e', `console.log((await import('./model.js')).balance)`]).trim()
  if (!(Math.abs(Number(balance)) < 0.001)) throw new Error(`A week of the model is off by ${balance} Wh.`)
  say('navilink/physics: clean without any types of Node, and a week of it balances')

  run('npm', ['install', '--no-audit', '--no-fund', '--save-dev', `@types/node@${nodeTypes}`])
  const imports = entries.map((entry, i) => `export * as _${i} from '${join(name, entry)}'`)
  writeFileSync(join(folder, 'consumer.ts'), imports.join('\n'))
  const strict = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--lib', 'es2024', '--types', 'node']
  run(join(root, 'node_modules/.bin/tsc'), [...strict, '--target', 'es2024', '--module', 'nodenext', 'consumer.ts'])
  say('types: clean in a strict program, without skipLibCheck')

  const said = run(join(folder, 'node_modules/.bin/navilink'), ['--version']).trim()
  if (said !== version) throw new Error(`navilink --version says ${said}, package.json ${version}.`)
  say(`navilink --version: ${said}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
