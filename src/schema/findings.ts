/** What is wrong with a value that a person gave, each with the path of its field, so that an editor can show where. */

/** `['entries', 2, 'time']`. */
export type Path = readonly (string | number)[]

/** A sentence about one place in what was given. */
export interface Finding {
  readonly path: Path
  /** One sentence that begins with the path: `entries[2].time is 25:00; it must be 00:00 to 23:59`. */
  readonly text: string
}

/** What a check came to: the value in canonical form, or problems; and warnings. */
export interface Checked<Value> {
  /** What was meant, in its plain form; undefined when there are problems. */
  readonly value: Value | undefined
  /** What makes it unusable. */
  readonly problems: readonly Finding[]
  /** What was never tried, or does something else than one may think. */
  readonly warnings: readonly Finding[]
}

/** `entries[2].time`. */
export const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${part}` : part)).join('')

/** A value as a sentence quotes it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' && value !== '' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** Collects findings under a path. */
export class Findings {
  readonly problems: Finding[] = []
  readonly warnings: Finding[] = []

  problem(path: Path, text: string): void {
    this.problems.push({ path, text: sentence(path, text) })
  }

  warning(path: Path, text: string): void {
    this.warnings.push({ path, text: sentence(path, text) })
  }

  /** Says that a field is missing or wrong. */
  wrong(path: Path, given: unknown, right: string): void {
    this.problem(
      path,
      given === undefined ? `is missing; it must be ${right}` : `is ${shown(given)}; it must be ${right}`,
    )
  }

  /** The result: without a value when there is a problem. */
  checked<Value>(value: Value | undefined): Checked<Value> {
    const { problems, warnings } = this
    return { value: problems.length > 0 ? undefined : value, problems, warnings }
  }
}

const sentence = (path: Path, text: string) => `${pathText(path) || 'it'} ${text}`
