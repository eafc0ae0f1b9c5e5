/** A YAML or JSON text as a value, with the line of each of its parts, so that what is wrong in it can be shown. */
import { type Path, pathText } from '#schema/findings'

/** What is wrong in a file, and where. */
export interface FileProblem {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** `entries[2].time`; empty for the whole text. */
  readonly field: string
  /** One sentence, with the line: `line 9: entries[2].time is 25:00; it must be 00:00 to 23:59`. */
  readonly text: string
}

export interface MarkedText {
  /** Undefined when the text can't be read. */
  readonly value: unknown
  /** Why it can't be read. */
  readonly problems: readonly FileProblem[]
  /** Says where something stands; what is missing stands where it should be. `text` begins with the path. */
  problem(path: Path, text: string): FileProblem
}

/** JSON is read in the same way: it is YAML too. */
export async function markedText(source: string): Promise<MarkedText> {
  const { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  // Also where a directive asks for YAML 1.1, in which 010 is 8, 02101 is 1089 and `no` is false.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, schema: 'core' })
  const at = (offset: number, field: string, text: string): FileProblem => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col, field, text: `line ${line}: ${text}` }
  }
  const place = (path: Path): number => {
    let node: unknown = document.contents
    let offset = 0
    for (const part of [undefined, ...path]) {
      if (part !== undefined) {
        const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined
        // Where a value is missing or empty, its key shows the line.
        if (isNode(pair?.key)) offset = pair.key.range?.[0] ?? offset
        node = isCollection(node) ? node.get(part, true) : undefined
      }
      if (!isNode(node)) break
      offset = isScalar(node) && node.value === null ? offset : (node.range?.[0] ?? offset)
    }
    return offset
  }
  const problem = (path: Path, text: string) => at(place(path), pathText(path), text)
  const problems = document.errors.map(({ pos, message }) => at(pos[0], '', `the text can't be read: ${message}`))
  if (problems.length > 0) return { value: undefined, problems, problem }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), problems, problem }
  } catch (error) {
    const text = `the text can't be read: ${error instanceof Error ? error.message : String(error)}`
    return { value: undefined, problems: [at(0, '', text)], problem }
  }
}

/** How a file is written. */
export type TextFormat = 'yaml' | 'json'

/** @param heading comments above it; JSON has none. */
export async function textOf(value: unknown, format: TextFormat, heading: readonly string[] = []): Promise<string> {
  if (format === 'json') return `${JSON.stringify(value, null, 2)}\n`
  const { stringify } = await import('yaml')
  const comments = heading.map(line => `# ${line}\n`).join('')
  // Readers of YAML 1.1 would take `off` for false and 06:30 for a number; quoted, all read the same.
  return comments + stringify(value, { compat: 'yaml-1.1', lineWidth: 0 })
}
