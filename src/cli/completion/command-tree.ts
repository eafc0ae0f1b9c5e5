/** The commands as a shell has to know them: which words may follow which, and which flags take what. */
import type { Command, Option } from 'commander'

export interface Flag {
  /** `-v` and `--verbose`. */
  readonly names: readonly string[]
  readonly doc: string
  readonly takes: Value | undefined
}

/** What is given after a flag or a command: one of some words, a file, or what only the person knows. */
export type Value = { readonly words: readonly string[] } | 'file' | 'anything'

export interface CommandNode {
  /** `set mode`; empty for the program itself. */
  readonly path: string
  readonly doc: string
  readonly children: readonly CommandNode[]
  readonly flags: readonly Flag[]
  /** One after another. */
  readonly takes: readonly Value[]
  /** The last of them may come again and again. */
  readonly endless: boolean
}

/** What a flag of ours takes where commander doesn't know: by its placeholder. */
const words: Readonly<Record<string, readonly string[]>> = { units: ['us', 'metric'] }

/** @param command with its subcommands, all of them defined. */
export function commandTree(command: Command, path = ''): CommandNode {
  const below = command.commands.map(child => commandTree(child, `${path} ${child.name()}`.trim()))
  const children = path === '' ? [...below, helpOf(below)] : below
  return {
    path,
    doc: command.summary() || firstSentence(command.description()),
    children,
    flags: command.options.filter(option => !option.hidden).map(flagOf),
    takes: command.registeredArguments.map(argument =>
      argument.argChoices ? { words: argument.argChoices } : valueFor(argument.name()),
    ),
    endless: command.registeredArguments.at(-1)?.variadic ?? false,
  }
}

/** commander doesn't list it among the commands. */
const helpOf = (commands: readonly CommandNode[]): CommandNode => ({
  path: 'help',
  doc: 'show the help of a command',
  children: [],
  flags: [],
  takes: [{ words: commands.map(nameOf) }],
  endless: false,
})

/** It and all below, itself first. */
export const allNodes = (node: CommandNode): readonly CommandNode[] => [node, ...node.children.flatMap(allNodes)]

/** Every flag that can be given at a node: its own, and those of the commands above. */
export function flagsAt(root: CommandNode, { path }: CommandNode): readonly Flag[] {
  const above = allNodes(root).filter(
    node => node.path === '' || path === node.path || path.startsWith(`${node.path} `),
  )
  return [...above.toReversed().flatMap(({ flags }) => flags), help]
}

/** The flags that take something, with the command from which on they do. */
export const valueFlags = (root: CommandNode): readonly { path: string; name: string; takes: Value }[] =>
  allNodes(root).flatMap(({ path, flags }) =>
    flags.flatMap(({ names, takes }) => (takes === undefined ? [] : names.map(name => ({ path, name, takes })))),
  )

/** What may stand at a place, from 0, after a command: subcommands are at the first. */
export const places = (
  node: CommandNode,
): readonly { at: number | 'any'; children: readonly CommandNode[]; takes: Value | undefined }[] => {
  const { children, takes, endless } = node
  if (endless) return [{ at: 'any', children, takes: takes.at(-1) }]
  const count = Math.max(takes.length, children.length > 0 ? 1 : 0)
  return Array.from({ length: count }, (_, at) => ({ at, children: at === 0 ? children : [], takes: takes[at] }))
}

export const wordsOf = (value: Value | undefined): readonly string[] => (typeof value === 'object' ? value.words : [])
export const nameOf = ({ path }: CommandNode): string => path.split(' ').at(-1) ?? ''

const help: Flag = { names: ['-h', '--help'], doc: 'show the help', takes: undefined }

const flagOf = ({ short, long, description, argChoices, flags }: Option): Flag => {
  const placeholder = /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1]
  return {
    names: [short, long].filter(name => name !== undefined),
    doc: description,
    takes: placeholder === undefined ? undefined : argChoices ? { words: argChoices } : valueFor(placeholder),
  }
}

function valueFor(placeholder: string): Value {
  const known = words[placeholder]
  if (known) return { words: known }
  return /^files?$/.test(placeholder) ? 'file' : 'anything'
}

const firstSentence = (text: string) => text.split(/(?<=\.) |\n/)[0] ?? ''
