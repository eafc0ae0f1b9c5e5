/** Pieces of script that bash and zsh read alike. */
import type { Flag } from './command-tree.ts'

/** An apostrophe ends the text and begins it anew. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** Of a `case` over `path|flag`: a flag counts for its command and for all below. */
export const flagPattern = ({ path, name }: { readonly path: string; readonly name: string }): string =>
  path === '' ? `*${quoted(`|${name}`)}` : `${quoted(`${path}|${name}`)}|${quoted(`${path} `)}*${quoted(`|${name}`)}`

/** Of a `case` over `path|place`. */
export const caseOf = (path: string, at: number | 'any'): string =>
  at === 'any' ? `${quoted(`${path}|`)}*` : quoted(`${path}|${at}`)

export const namesOf = (flags: readonly Flag[]): readonly string[] => [...new Set(flags.flatMap(({ names }) => names))]
