/** Reads a config file: its value, or all that is wrong in it, each in one sentence with its line. */
import type { z } from 'zod'
import { type FileProblem, markedText } from '#heater/marked-text'
import { type Path, shown } from '#schema/findings'
import { isRecord } from '#schema/wire-entry'
import { type ConfigDocument, configJsonSchema, configSchema } from './config-schema.ts'
import { isSecret, knownNames } from './schemas-at.ts'

export interface ReadConfig {
  /** Undefined when something is wrong. */
  readonly config: ConfigDocument | undefined
  /** As it stands in the file. */
  readonly given: Readonly<Record<string, unknown>>
  readonly problems: readonly FileProblem[]
  /** The line at which something stands. */
  line(path: Path): number
}

/** @param source YAML, or JSON, which is YAML too. */
export async function readConfig(source: string): Promise<ReadConfig> {
  const marked = await markedText(source)
  const line = (path: Path) => marked.problem(path, '').line
  if (marked.problems.length > 0) return { config: undefined, given: {}, problems: marked.problems, line }
  const value = marked.value ?? {}
  // By which an editor may find the schema.
  const { $schema: _, ...given } = isRecord(value) ? value : {}
  const { data, error } = configSchema.safeParse(isRecord(value) ? given : value)
  const problem = (path: Path, words: string) => marked.problem(path, `${pathOf(path)} ${words}`)
  const problems = (error?.issues ?? [])
    .flatMap(issue => complaints(issue, [], isRecord(value) ? given : value))
    .map(one => problem(...one))
  const order = [...problems].sort((a, b) => a.line - b.line)
  if (data === undefined) return { config: undefined, given, problems: order, line }
  const doubts = contradictions(data).map(one => problem(...one))
  return { config: doubts.length > 0 ? undefined : data, given, problems: doubts, line }
}

const pathOf = (path: Path) =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${part}` : part)).join('') || 'it'

type Complaint = readonly [path: Path, words: string]

function complaints(issue: z.core.$ZodIssue, above: Path, given: unknown): readonly Complaint[] {
  const path = [...above, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') {
    const known = knownNames(configJsonSchema(), path)
    const there = known.length > 0 ? `; there ${known.length > 1 ? 'are' : 'is'} ${known.join(', ')}` : ''
    return issue.keys.map(key => [[...path, key], `is nothing that can be said there${there}`])
  }
  if (issue.code === 'invalid_union' && !ours(issue.message)) {
    // What came farthest is what was meant.
    const [best] = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)
    if (best !== undefined && best.length > 0) return best.flatMap(inner => complaints(inner, path, given))
  }
  const value = valueAt(given, path)
  const right = ours(issue.message) ? issue.message : `it is not taken: ${issue.message}`
  return [[path, value === undefined ? `is missing; ${right}` : `is ${harmless(path, value)}; ${right}`]]
}

const ours = (message: string) => /^it (must|takes)\b/.test(message)
const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length))

/** A secret is never shown, and no address either: there may be one in it, or somebody's name. */
const harmless = (path: Path, value: unknown) =>
  isSecret(configJsonSchema(), path) || /:\/\/|@/.test(JSON.stringify(value)) ? 'wrong' : shown(value)

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((within: unknown, part) => (within as Readonly<Record<string | number, unknown>> | null)?.[part], value)

/** What fits by itself, and not together. */
function contradictions({ accounts = [], api }: ConfigDocument): readonly Complaint[] {
  const names = accounts.map(({ name }, i) => accountName(name, i, accounts.length))
  const twice = accounts.flatMap((_, i): Complaint[] =>
    names.indexOf(names[i] ?? '') < i
      ? [[['accounts', i, 'name'], `is ${names[i]}, as that of another account; it must be a name of its own`]]
      : [],
  )
  const off: Complaint[] =
    api?.listen === 'off' && api.tls !== undefined ? [[['api', 'tls'], 'is for an API that listens; it is off']] : []
  return [...twice, ...off]
}

/** An account that wasn't given a name. */
export const accountName = (name: string | undefined, index: number, count: number): string =>
  name ?? (count === 1 ? 'home' : `account ${index + 1}`)
