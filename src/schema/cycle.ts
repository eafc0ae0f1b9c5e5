/** Names that come round again, as the days of a week and the months of a year do: how people write some of them. */

export interface Cycle {
  /** In full, in lower case; the first three letters tell them apart. */
  readonly names: readonly string[]
  /** Words for some of them, by index; the first one is the word for all. */
  readonly words: Readonly<Record<string, readonly number[]>>
  /** Whether `1` is another way to write the first. */
  readonly numbered: boolean
}

const short = (name: string | undefined) => name?.slice(0, 3) ?? ''

/** `mon-fri`, `tue, sun`, `oct–may`, or a list of such, as sorted indexes; undefined when it isn't understood. */
export function parseCycle(cycle: Cycle, given: unknown): readonly number[] | undefined {
  if (Array.isArray(given)) {
    const parts = given.map(part => parseCycle(cycle, part))
    return parts.includes(undefined) ? undefined : sorted(parts.flatMap(part => part ?? []))
  }
  if (typeof given !== 'string' && typeof given !== 'number') return undefined
  const text = String(given).trim().toLowerCase()
  const word = Object.hasOwn(cycle.words, text) ? cycle.words[text] : undefined
  if (word) return word
  const found: number[] = []
  for (const part of text.replace(/\s*[-–]\s*/g, '-').split(/[\s,]+/)) {
    const ends = part.split('-').map(end => indexOf(cycle, end))
    const [first = -1, last = first] = ends
    if (ends.length > 2 || ends.includes(-1)) return undefined
    const length = cycle.names.length
    for (let i = 0; i <= (last - first + length) % length; i++) found.push((first + i) % length)
  }
  return sorted(found)
}

const sorted = (indexes: readonly number[]) => [...new Set(indexes)].sort((a, b) => a - b)

function indexOf({ names, numbered }: Cycle, text: string): number {
  if (numbered && /^\d+$/.test(text)) return Number(text) <= names.length ? Number(text) - 1 : -1
  return text.length < 3 ? -1 : names.findIndex(name => name.startsWith(text))
}

/** `mon–fri`, `tue sun`, `oct–may`: three and more in a row are a span, around the end too. */
export function cycleText({ names, words }: Cycle, indexes: readonly number[]): string {
  const has = new Set(indexes)
  const { length } = names
  if (has.size === length) return Object.keys(words)[0] ?? ''
  const pieces: [number, string][] = []
  for (const start of has) {
    if (has.has((start + length - 1) % length)) continue
    let run = 1
    while (has.has((start + run) % length)) run++
    if (run > 2) pieces.push([start, `${short(names[start])}–${short(names[(start + run - 1) % length])}`])
    else for (let i = start; i < start + run; i++) pieces.push([i % length, short(names[i % length])])
  }
  return pieces
    .sort(([a], [b]) => a - b)
    .map(([, text]) => text)
    .join(' ')
}
