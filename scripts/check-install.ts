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
