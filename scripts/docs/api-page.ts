/** docs/api.md: every exported name of every entry point, in groups, from the declarations and their doc comments. */
import { groupOf, groups } from './api-groups.ts'
import { anchor, fenced, generated, heading, literal, row } from './markdown.ts'
import { type EntryPoint, type Member, type PublicName, publicNames } from './public-names.ts'

const told = (doc: string) => doc || '–'

function memberTable(members: readonly Member[]): string[] {
  const sources = [...new Set(members.map(({ from }) => from))]
  return sources.flatMap(from => {
    const table = [
      ...heading('Member', ''),
      ...members.filter(member => member.from === from).map(({ signature, doc }) => row(literal(signature), told(doc))),
      '',
    ]
    return from === undefined ? table : [`*${from}*`, '', ...table]
  })
}

const inFull = ({ name, signature, doc, members }: PublicName): string[] => [
  `#### ${name}`,
  '',
  ...(doc ? [doc, ''] : []),
  ...fenced('ts', signature.split('\n')),
  '',
  ...(members.length > 0 ? memberTable(members) : []),
]

/** What has members gets a heading of its own; the others share a table. */
function group(title: string, names: readonly PublicName[]): string[] {
  if (names.length === 0) return []
  const large = names.filter(({ members }) => members.length > 0)
  const small = names.filter(({ members }) => members.length === 0)
  const table = [
    ...heading('', ''),
    ...small.map(({ signature, doc }) => row(literal(signature.split('\n')[0] ?? ''), told(doc))),
    '',
  ]
  return [`### ${title}`, '', ...(small.length > 0 ? table : []), ...large.flatMap(inFull)]
}

function entryPoint({ specifier, names }: EntryPoint, before: ReadonlySet<string>): string[] {
  const again = names.filter(each => before.has(keyOf(each)))
  const own = names.filter(each => !before.has(keyOf(each)))
  const titles = groups(specifier)
  return [
    `## ${specifier}`,
    '',
    ...(again.length > 0
      ? [`Also here, the same as in \`navilink\`: ${again.map(({ name }) => literal(name)).join(', ')}.`, '']
      : []),
    ...titles.flatMap(title =>
      group(
        title,
        own.filter(each => groupOf(specifier, each) === title),
      ),
    ),
  ]
}

const keyOf = ({ name, file }: PublicName) => `${file}#${name}`

/** The page, from the sources and nothing else. */
export function apiPage(): string {
  const entries = publicNames()
  const [main, ...others] = entries
  if (main === undefined) throw new Error('package.json names no entry point.')
  const known = new Set(main.names.map(keyOf))
  const contents = entries.flatMap(({ specifier, names }) => [
    `- [${specifier}](#${anchor(specifier)}), ${names.length} names: ${groups(specifier).join(', ')}`,
  ])
  const lines = [
    'Every name that can be imported, with what its doc comment says. Only these are public: they keep their names and meanings',
    'until the next major version.',
    '',
    ...contents,
    '',
    'Values are in °C, K, W, Wh, L, L/min, hours and days; times that a caller gives are a `Duration`: `seconds(30)`. Every call',
    'that waits takes a `signal`. What can fail says how in [troubleshooting.md](troubleshooting.md); the questions and commands',
    'behind the methods are in [commands.md](commands.md).',
    '',
    ...entryPoint(main, new Set()),
    ...others.flatMap(each => entryPoint(each, known)),
  ]
  return generated('The library, name by name', 'the doc comments in `src`', lines).trimEnd().concat('\n')
}
