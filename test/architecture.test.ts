/** The walls between the layers: every import of every source is looked up in the table below, which ARCHITECTURE.md shows too. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

interface Layer {
  /** Other layers. */
  readonly layers: readonly string[]
  /** Packages of npm. */
  readonly packages: readonly string[]
  /** Modules of Node, without `node:`; undefined is all of them. */
  readonly node: readonly string[] | undefined
}

const everything = ['time', 'schema', 'wire', 'tariff', 'cloud', 'heater', 'physics', 'station', 'simulator', 'index']

// biome-ignore format: a layer is a line
const table: Readonly<Record<string, Layer>> = {
  time: { layers: [], packages: [], node: [] },
  schema: { layers: [], packages: [], node: [] },
  wire: { layers: ['schema', 'time'], packages: [], node: ['crypto'] },
  tariff: { layers: ['schema'], packages: [], node: [] },
  cloud: { layers: ['schema', 'time', 'wire', 'tariff'], packages: ['mqtt', 'ws', 'zod'], node: ['crypto', 'events', 'fs/promises', 'os', 'path'] },
  heater: { layers: ['schema', 'time', 'wire', 'tariff', 'cloud'], packages: ['yaml', 'zod'], node: ['crypto', 'fs', 'path'] },
  physics: { layers: ['schema'], packages: [], node: [] },
  station: { layers: ['schema', 'time', 'wire', 'heater', 'physics'], packages: ['@hono/node-server', 'hono', 'hyparquet-writer', 'mqtt', 'nodemailer', 'yaml', 'zod'], node: ['child_process', 'crypto', 'fs', 'fs/promises', 'http', 'https', 'net', 'os', 'path', 'perf_hooks', 'sqlite', 'stream', 'timers/promises', 'tls', 'url', 'util', 'zlib'] },
  simulator: { layers: ['schema', 'time', 'wire', 'physics'], packages: ['@hono/node-server', 'hono', 'mqtt-packet', 'ws'], node: ['crypto', 'events', 'http', 'https', 'net', 'stream', 'tls'] },
  cli: { layers: everything, packages: ['@clack/prompts', 'commander', 'pino', 'yaml', 'zod'], node: undefined },
  index: { layers: ['schema', 'time', 'wire', 'tariff', 'cloud', 'heater'], packages: [], node: [] },
}

/** Layers that must give the same answer tomorrow: time and chance are handed to them. */
const pure = ['schema', 'wire', 'physics', 'tariff']

interface Import {
  readonly from: string
  readonly line: number
  readonly target: string
  /** Gone when compiled. */
  readonly typeOnly: boolean
  readonly dynamic: boolean
}

interface Source {
  readonly path: string
  readonly layer: string
  readonly text: string
  readonly imports: readonly Import[]
}

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')

function importsOf(path: string, text: string): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: Import[] = []
  const add = (node: ts.Node, target: ts.Node | undefined, typeOnly: boolean, dynamic: boolean) => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1
    // What can't be read can't be looked up.
    const name = target && ts.isStringLiteralLike(target) ? target.text : '(computed)'
    found.push({ from: path, line, target: name, typeOnly, dynamic })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword, false)
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node, node.moduleSpecifier, node.isTypeOnly, false)
    else if (ts.isImportTypeNode(node))
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true, true)
    else if (ts.isCallExpression(node)) {
      const { expression } = node
      const required = ts.isIdentifier(expression) && expression.text === 'require'
      if (expression.kind === ts.SyntaxKind.ImportKeyword || required) add(node, node.arguments[0], false, true)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const layerOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.ts$/, ''))

const sources: readonly Source[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .sort()
  .map(path => {
    const text = readFileSync(join(src, path), 'utf8')
    return { path, layer: layerOf(path), text, imports: importsOf(path, text) }
  })

/** `../time/clock.ts` and `#time/clock` → `time/clock.ts`; undefined when it is none of ours. */
function ourFile({ from, target }: Import): string | undefined {
  if (target.startsWith('.')) return relative(src, join(src, dirname(from), target)).replaceAll('\\', '/')
  if (target.startsWith('#')) return `${target.slice(1)}.ts`
  return undefined
}

/** What is wrong with an import, in words. */
function objection(layer: string, imported: Import): string | undefined {
  const rule = table[layer]
  if (rule === undefined) return `src/${layer} is not in the table`
  const { target } = imported
  const ours = ourFile(imported)
  if (ours !== undefined) {
    const other = layerOf(ours)
    if (other === layer) return target.startsWith('#') ? 'its own layer is imported by a relative path' : undefined
    if (target.startsWith('.') && layer !== 'index') return 'another layer is imported by its # name'
    return rule.layers.includes(other) ? undefined : `${layer} must not import ${other}`
  }
  if (target.startsWith('node:')) {
    const allowed = rule.node === undefined || rule.node.includes(target.slice(5))
    return allowed ? undefined : `${layer} must not import ${target}`
  }
  const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/')
  return rule.packages.includes(name) ? undefined : `${layer} must not import ${target}`
}

describe('the import table', () => {
  it('has a line for every layer, and no line without one', () => {
    expect(Object.keys(table).sort()).toEqual([...new Set(sources.map(source => source.layer))].sort())
  })

  it('is kept by every import', () => {
    const broken = sources.flatMap(({ path, layer, imports }) =>
      imports.flatMap(imported => {
        const problem = objection(layer, imported)
        return problem ? [`src/${path}:${imported.line} ${imported.target}: ${problem}`] : []
      }),
    )
    expect(broken).toEqual([])
  })

  it('would notice', () => {
    const imported = (target: string, from = 'x/y.ts'): Import => ({
      from,
      line: 1,
      target,
      typeOnly: false,
      dynamic: false,
    })
    const seen = importsOf(
      'x.ts',
      `import type { A } from 'a'; import { type B } from 'b'; export * from 'c'; export type { D } from 'd';
       await import('e'); type F = import('f').F; import 'g'; const h = require('h'); await import(i)`,
    ).map(({ target, typeOnly }) => (typeOnly ? `type ${target}` : target))
    expect(seen).toEqual(['type a', 'b', 'c', 'type d', 'e', 'type f', 'g', 'h', '(computed)'])
    expect(objection('schema', imported('node:fs'))).toBe('schema must not import node:fs')
    expect(objection('simulator', imported('#heater/client'))).toBe('simulator must not import heater')
    expect(objection('heater', imported('mqtt'))).toBe('heater must not import mqtt')
    expect(objection('heater', imported('zod/mini'))).toBeUndefined()
    expect(objection('station', imported('#cloud/link'))).toBe('station must not import cloud')
    expect(objection('wire', imported('../schema/errors.ts', 'wire/a.ts'))).toBe(
      'another layer is imported by its # name',
    )
    expect(objection('insight', imported('zod'))).toBe('src/insight is not in the table')
  })

  it('is the one that ARCHITECTURE.md shows', () => {
    const cell = (names: readonly string[] | undefined) =>
      names === undefined ? 'all' : names.map(name => `\`${name}\``).join(', ') || '–'
    const rows = Object.entries(table).map(
      ([name, { layers, packages, node }]) =>
        `| ${name} | ${layers.join(', ') || '–'} | ${cell(packages)} | ${cell(node)} |`,
    )
    const shown = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n')
    const first = shown.findIndex(line => line.startsWith('| time |'))
    expect(shown.slice(first, first + rows.length)).toEqual(rows)
    expect(shown[first + rows.length]).toBe('')
  })
})

describe('what a layer must not do', () => {
  /** Names of Node and of the web that are used without an import. */
  const uses = (text: string, names: RegExp) => {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, comment => comment.replace(/[^\n]/g, ' '))
    return code.split('\n').flatMap((line, i) => (names.test(line) ? [`${i + 1}: ${line.trim()}`] : []))
  }
  const offenders = (names: RegExp, within: (source: Source) => boolean) =>
    sources.filter(within).flatMap(({ path, text }) => uses(text, names).map(use => `src/${path}:${use}`))

  const clock = /\bDate\.now\b|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bperformance\.now\b|\bprocess\.hrtime\b/
  const chance = /\bMath\.random\b|\brandomBytes\(|\brandomUUID\(/

  it('only the clock looks at the clock, and the command’s last line', () => {
    expect(offenders(clock, ({ path }) => path !== 'time/clock.ts' && path !== 'cli/main.ts')).toEqual([])
  })

  it('pure layers throw no dice', () => {
    expect(offenders(chance, ({ layer }) => pure.includes(layer))).toEqual([])
  })

  it('schema, physics and tariff know nothing of Node', () => {
    const node = /\bBuffer\b|\bprocess\.|\bfetch\(|\bWebSocket\b/
    expect(offenders(node, ({ layer }) => ['schema', 'physics', 'tariff'].includes(layer))).toEqual([])
  })

  it('only the cloud layer fetches, and the page that the station serves, in the browser', () => {
    const ours = ({ layer, path }: Source) => layer !== 'cloud' && path !== 'station/api/page/page-text.ts'
    expect(offenders(/(?<![.\w])fetch\((?!\w*\) \{)/, ours)).toEqual([])
  })

  it('nobody turns the checking of certificates off', () => {
    expect(offenders(/rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED/, () => true)).toEqual([])
  })
})

describe('the command starts quickly', () => {
  const byPath = new Map(sources.map(source => [source.path, source]))

  /** What is loaded before a command has been chosen. */
  function loaded(path: string, seen: Map<string, Import | undefined> = new Map(), by?: Import) {
    if (seen.has(path)) return seen
    seen.set(path, by)
    for (const imported of byPath.get(path)?.imports ?? []) {
      if (imported.typeOnly || imported.dynamic) continue
      loaded(ourFile(imported) ?? imported.target, seen, imported)
    }
    return seen
  }

  it('because it loads commander and small files, and the rest on demand', () => {
    // The first loads the others at once, when this Node will do.
    const beginning = ['cli/main.ts', 'cli/program.ts', 'cli/process-terminal.ts']
    const early = [...new Set(beginning.flatMap(path => [...loaded(path).keys()]))]
    expect(early.length).toBeGreaterThan(2)
    const packages = early.filter(name => !byPath.has(name) && !name.startsWith('node:'))
    expect(packages.filter(name => name !== 'commander')).toEqual([])
    expect(early.filter(name => byPath.has(name) && !/^(cli|time)\/|^schema\/errors/.test(name))).toEqual([])
  })
})

describe('every source', () => {
  it('opens with a sentence that says what it is for', () => {
    const silent = sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*\s*(?:\* )?\S[\s\S]*?[.:!?][\s\S]*?\*\//.test(text))
    expect(silent.map(({ path }) => path)).toEqual([])
  })

  it('stays below 300 lines', () => {
    const lengths = sources.map(({ path, text }) => [path, text.split('\n').length - 1] as const)
    expect(lengths.filter(([, lines]) => lines > 300)).toEqual([])
  })

  it('is named by what it is about', () => {
    const vague = /(^|[/-])(utils?|helpers?|common|types?|misc|shared|lib)(\.ts$|\/|-)/
    expect(sources.map(({ path }) => path).filter(path => vague.test(path))).toEqual([])
    for (const { path } of sources) expect(path).toMatch(/^([a-z][a-z0-9-]*\/)*[a-z][a-z0-9-]*\.ts$/)
  })
})

describe('the package', () => {
  it('has these entry points, each built from a source', () => {
    expect(Object.keys(manifest.exports)).toEqual(['.', './schema', './simulator', './physics', './package.json'])
    const paths = new Set(sources.map(({ path }) => path))
    for (const entry of Object.values(manifest.exports)) {
      if (typeof entry === 'string') continue
      expect(paths).toContain(entry.default.replace('./dist/', '').replace(/\.js$/, '.ts'))
      expect(entry.types).toBe(entry.default.replace(/\.js$/, '.d.ts'))
    }
    expect(manifest.bin).toEqual({ navilink: './dist/cli/main.js' })
  })

  it('has a # name for each layer that others import', () => {
    expect(
      Object.keys(manifest.imports)
        .map(name => name.replace(/^#|\/\*$/g, ''))
        .sort(),
    ).toEqual(Object.keys(table).sort())
  })

  it('depends on what the layers import, and on nothing else', () => {
    const imported = new Set(Object.values(table).flatMap(({ packages }) => packages))
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifest
    expect(Object.keys({ ...dependencies, ...peerDependencies }).sort()).toEqual([...imported].sort())
    // What is heavy and for few, they install themselves.
    expect(peerDependenciesMeta).toEqual(
      Object.fromEntries(Object.keys(peerDependencies).map(name => [name, { optional: true }])),
    )
  })
})
