/** The completion of fish. */
import {
  allNodes,
  type CommandNode,
  type Flag,
  nameOf,
  places,
  type Value,
  valueFlags,
  wordsOf,
} from './command-tree.ts'

export function fishCompletion(root: CommandNode): string {
  const nodes = allNodes(root)
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path))
  return `# fish completion for navilink
function __navilink_place
  set -l place ''
  set -l at 0
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip -eq 1
      set skip 0
      continue
    end
    switch "$place|$word"
      case ${valueFlags(root).flatMap(flagCases).join(' ')}
        set skip 1
        continue
      case '*|-*'
        continue
    end
    set -l longer (string trim -- "$place $word")
    if contains -- $longer ${paths.join(' ')}
      set place $longer
    else
      set at (math $at + 1)
    end
  end
  echo "$place|$at"
end
function __navilink_at
  string match -q -- "$argv[1]" (__navilink_place)
end
complete -c navilink -f
${nodes.flatMap(linesOf).join('\n')}
`
}

/** A flag counts for its command and for all below. */
const flagCases = ({ path, name }: { readonly path: string; readonly name: string }) =>
  path === '' ? [quoted(`*|${name}`)] : [quoted(`${path}|${name}`), quoted(`${path} *|${name}`)]

const line = (where: readonly string[], what: string) => {
  const condition = where.map(place => `__navilink_at ${quoted(place)}`).join('; or ')
  return `complete -c navilink${condition === '' ? '' : ` -n ${quoted(condition)}`} ${what}`
}

function linesOf(node: CommandNode): readonly string[] {
  const { path, flags } = node
  const below = path === '' ? [] : [`${path}|*`, `${path} *`]
  return [
    ...places(node).flatMap(({ at, children, takes }) => {
      const here = [`${path}|${at === 'any' ? '*' : at}`]
      return [
        ...children.map(child => line(here, `-a ${quoted(nameOf(child))} -d ${quoted(child.doc)}`)),
        ...wordsOf(takes).map(word => line(here, `-a ${quoted(word)}`)),
        ...(takes === 'file' ? [line(here, '-F')] : []),
      ]
    }),
    ...flags.map(flag => line(below, flagText(flag))),
  ]
}

const flagText = ({ names, doc, takes }: Flag): string =>
  [
    ...names.map(name => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)),
    ...(takes === undefined ? [] : [valueText(takes)]),
    `-d ${quoted(doc)}`,
  ].join(' ')

const valueText = (value: Value) =>
  value === 'file' ? '-r -F' : value === 'anything' ? '-x' : `-x -a ${quoted(value.words.join(' '))}`

/** In fish a backslash stands before an apostrophe. */
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
