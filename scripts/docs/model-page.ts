/** docs/model.md: the model in words, equations and all its constants. The words stand in model-page.md; what stands in {{}} there is computed. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { faultEffects } from '#physics/controller/faults'
import { faults } from '#schema/faults'
import { fenced, generated, heading, literal, row } from './markdown.ts'
import { type Constant, constantAt, type ModelFile, modelFiles, type Value } from './model-constants.ts'
import { evidence } from './model-evidence.ts'
import { fieldTable, mapTable, ratingsTable } from './model-measured.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const words = readFileSync(new URL('model-page.md', import.meta.url), 'utf8')

const sixDigits = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))).replace('-', '−') : '∞'

const isRecord = (value: Value) => typeof value === 'object' && !Array.isArray(value)
const parts = (value: Value): readonly Value[] => (typeof value === 'object' ? Object.values(value) : [])
/** What has parts with parts of their own gets a line for each. */
const isDeep = (value: Value) => parts(value).some(part => isRecord(part) || parts(part).some(each => isList(each)))
const isList = (value: Value) => Array.isArray(value)

/** `least 0.85, most 1.08`. */
function shown(value: Value): string {
  if (typeof value === 'number') return sixDigits(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  const between = isDeep(value) ? '<br>' : parts(value).some(isList) ? '; ' : ', '
  if (isList(value)) return parts(value).map(shown).join(between)
  return Object.entries(value)
    .map(([key, part]) => `${key}${isDeep(value) ? ':' : ''} ${shown(part)}`)
    .join(between)
}

const inTable = ({ name, value, doc }: Constant) => [name.split(', ').map(literal).join(', '), shown(value), doc || '–']

function fileTable({ name, about, constants }: ModelFile, known: boolean): readonly string[] {
  const lines = constants.map(each => row(...inTable(each), ...(known ? [each.evidence.join(' ') || '–'] : [])))
  return [`**${literal(name)}**: ${about}`, '', ...heading('', 'Value', '', ...(known ? ['Known'] : [])), ...lines, '']
}

function faultTable(): readonly string[] {
  return [
    ...heading('Error', '', 'Stops', 'Ends'),
    ...Object.entries(faultEffects).map(([code, { stops, ends }]) =>
      row(
        `E${code.padStart(3, '0')}`,
        faults[Number(code)]?.text ?? '–',
        stops,
        ends === 'itself' ? 'with its cause' : 'by a reset',
      ),
    ),
    '',
    'An error of a relay or of its feedback (E515, E615) stops what its part names.',
  ]
}

/** A command and what it prints. */
function consoleBlock(command: string): readonly string[] {
  const [, ...args] = command.split(' ')
  return fenced('console', [`$ ${command}`, ...printed([`${root}src/cli/main.ts`, ...args])])
}

/** A program and what it prints. The package resolves its own name through its exports, which name the built files; the sources are meant. */
function programBlock(path: string): readonly string[] {
  const source = readFileSync(new URL(path, import.meta.url), 'utf8').trimEnd()
  const meant = source.replaceAll("'navilink/physics'", "'#physics/index'")
  return [
    ...fenced('ts', source.split('\n')),
    '',
    ...fenced('', printed(['--input-type=module-typescript', '-e', meant])),
  ]
}

function printed(args: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--conditions=navilink-source', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TZ: 'UTC', NO_COLOR: '1' },
  })
  if (status !== 0) throw new Error(`${args.at(-1)} ended with ${status}: ${stderr}`)
  return stdout.trimEnd().split('\n')
}

/** The constants of files that tell of the heater, and how far they are explained. */
export const heaterConstants = (): readonly (Constant & { readonly file: string })[] => {
  const places = [...words.matchAll(/^\{\{constants (.*)\}\}$/gm)].flatMap(([, named = '']) => named.split(' '))
  return modelFiles()
    .filter(({ name }) => places.some(place => isIn(name, place)))
    .flatMap(({ name, constants }) => constants.map(each => ({ ...each, file: name })))
}

const isIn = (name: string, place: string) => name === place || name.startsWith(`${place}/`)

/** The page. @throws Error when a constant that it names is gone, or a file with constants has no place in it. */
export function modelPage(): string {
  const files = modelFiles()
  const placed = new Set<string>()
  const tables = (places: readonly string[], known: boolean) =>
    files
      .filter(({ name }) => !placed.has(name) && places.some(place => isIn(name, place)))
      .flatMap(file => {
        placed.add(file.name)
        return fileTable(file, known)
      })
  const blocks: Readonly<Record<string, (rest: string) => readonly string[]>> = {
    constants: rest => tables(rest.split(' '), true),
    choices: rest => tables(rest.split(' '), false),
    console: consoleBlock,
    program: programBlock,
    letters: () => Object.entries(evidence).map(([letter, meaning]) => `- **${letter}**: ${meaning}`),
    faults: faultTable,
    map: mapTable,
    ratings: ratingsTable,
    field: fieldTable,
  }
  const lines = words
    .trimEnd()
    .split('\n')
    .flatMap(line => {
      const [, name = '', rest = ''] = /^\{\{(\w+) ?(.*)\}\}$/.exec(line) ?? []
      const block = blocks[name]
      return block ? block(rest) : [line.replace(/\{\{(.+?)\}\}/g, (_, path: string) => shown(constantAt(path)))]
    })
  const forgotten = files.filter(({ name }) => !placed.has(name))
  if (forgotten.length > 0)
    throw new Error(`scripts/docs/model-page.md has no place for ${forgotten.map(({ name }) => name).join(', ')}.`)
  const once = lines.filter((line, i) => line !== '' || lines[i - 1] !== '')
  return generated('The model', '`src/physics` and `scripts/docs/model-page.md`', once)
}
