/** A world file as accounts with heaters; each mistake is told with its line. */
import { type MarkedText, markedText } from '#heater/marked-text'
import { type Path, pathText, shown } from '#schema/findings'
import { isRecord } from '#schema/wire-entry'
import type { AccountOptions, HeaterOptions, SimulatorOptions } from '#simulator/options'
import { seconds } from '#time/duration'
import { UsageError } from '../usage-error.ts'
import { nearestName } from '../wording/nearest-name.ts'
import { heaterOptions } from './heater-options.ts'
import type { HeaterWords } from './heater-words.ts'
import { beginningForms, momentIn, zoneOf } from './heater-zone.ts'
import { type ToldEntry, type WorldTeller, worldEntry } from './world-entry.ts'
import { knownAt, type WorldDocument, worldSchema } from './world-schema.ts'

/** What a world file chooses of a simulated cloud. */
export type World = Pick<SimulatorOptions, 'seed' | 'speed' | 'controlGap' | 'heaterStart'> & {
  readonly accounts: readonly AccountOptions[]
}

export interface WorldReader {
  /** As sentences name it. */
  readonly name: string
  /** Reads a file that the world names. */
  readonly read: (file: string) => Promise<string>
  /** ms since 1970. */
  readonly now: number
}

/** More than that is no test of one's own any more. */
const mostHeaters = 10_000

/** @throws UsageError for the first mistake. */
export async function parseWorld(source: string, { name, read, now }: WorldReader): Promise<World> {
  const marked = await markedText(source)
  const fail: WorldTeller['fail'] = (path, words) =>
    new UsageError(`${name}, ${marked.problem(path, `${pathText(path) || 'it'} ${words}`).text}.`)
  const document = documentIn(marked, name, fail)
  const accounts = accountsIn(document, { fail, read }, fail)
  const [first] = accounts.flatMap(({ entries }) => entries)
  const begins = startOf(document, first, fail)
  const made: AccountOptions[] = []
  for (const { email, password, entries } of accounts) {
    const heaters: HeaterOptions[] = []
    for (const entry of entries) heaters.push(...alike(await optionsOf(entry, begins ?? now / 1000), entry))
    made.push({ ...(email && { email }), ...(password && { password }), heaters })
  }
  const { seed, speed, control_gap_s: gap } = document
  return {
    accounts: made,
    ...(seed !== undefined && { seed }),
    ...(speed !== undefined && { speed }),
    ...(gap && { controlGap: seconds(gap) }),
    ...(begins !== undefined && { heaterStart: begins * 1000 }),
  }
}

function documentIn(marked: MarkedText, name: string, fail: WorldTeller['fail']): WorldDocument {
  const [unreadable] = marked.problems
  if (unreadable !== undefined) throw new UsageError(`${name}, ${unreadable.text}.`)
  const value = marked.value ?? {}
  if (!isRecord(value)) throw fail([], 'must have heaters, or accounts with heaters')
  // By which an editor finds the schema.
  const { $schema, ...given } = value
  const { data, error } = worldSchema.safeParse(given)
  if (data !== undefined) return data
  const [issue] = error.issues
  const path = (issue?.path ?? []) as Path
  if (issue?.code !== 'unrecognized_keys') throw fail(path, `is ${shown(valueAt(given, path))}; ${issue?.message}`)
  const [strange = ''] = issue.keys
  const known = knownAt(path)
  const near = known.find(name => name.startsWith(`${strange}_`)) ?? nearestName(strange, known)
  const hint = near ? `${near} is meant, perhaps` : `there are ${known.join(', ')}`
  throw fail([...path, strange], `is nothing that can be said there; ${hint}`)
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((within: unknown, part) => (within as Readonly<Record<string | number, unknown>> | null)?.[part], value)

interface WorldAccount {
  readonly email: string | undefined
  readonly password: string | undefined
  readonly entries: readonly ToldEntry[]
}

function accountsIn(document: WorldDocument, teller: WorldTeller, fail: WorldTeller['fail']): readonly WorldAccount[] {
  const { email, password, heaters, accounts } = document
  const own = Object.entries({ email, password, heaters }).find(([, value]) => value !== undefined)
  if (accounts !== undefined && own !== undefined)
    throw fail([own[0]], 'and accounts exclude each other; what is of one account stands in it')
  const wanted = (accounts ?? [{ email, password, heaters }]).map((account, i) => ({
    ...account,
    entries: (account.heaters ?? [null]).map((entry, nth) =>
      worldEntry(document, entry, [...(accounts ? ['accounts', i] : []), 'heaters', nth], teller),
    ),
  }))
  const total = wanted.flatMap(({ entries }) => entries).reduce((sum, { count }) => sum + count, 0)
  if (total > mostHeaters) throw fail([], `has ${total} heaters; it must be ${mostHeaters} at most`)
  return wanted.map(({ email, password, entries }) => ({ email, password, entries }))
}

/** By the clock of the first heater. */
function startOf({ from }: WorldDocument, first: ToldEntry | undefined, fail: WorldTeller['fail']): number | undefined {
  if (from === undefined) return undefined
  const start = momentIn(from, first && zoneOf(first.words, first.teller))
  if (start === undefined) throw fail(['from'], `is ${shown(from)}; it must be ${beginningForms}`)
  return start
}

const optionsOf = ({ words, teller }: ToldEntry, begins: number) => heaterOptions({ words, teller, begins })

/** As many as the entry counts: alike but for name and chance. */
function alike(options: HeaterOptions, { words, count }: ToldEntry): readonly HeaterOptions[] {
  if (count === 1) return [options]
  return Array.from({ length: count }, (_, i) => ({ ...options, ...unlike(words, i) }))
}

const unlike = ({ name, seed }: HeaterWords, i: number): HeaterOptions => ({
  ...(name !== undefined && { name: `${name} ${i + 1}` }),
  ...(seed !== undefined && { seed: seed + i }),
})
