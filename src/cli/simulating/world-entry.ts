/** One entry of a world file's heaters, with what holds for each heater of the world filled in. */
import { type Path, pathText } from '#schema/findings'
import { alternatives, type HeaterWord, type HeaterWords, heaterSchema, rivalsIn, type Teller } from './heater-words.ts'
import type { HeaterEntry, WorldDocument } from './world-schema.ts'

/** Who tells of a whole world. */
export interface WorldTeller {
  /** @param words follow the path in a sentence. */
  fail(path: Path, words: string): Error
  /** Reads a file that the world names. */
  read(file: string): Promise<string>
}

export interface ToldEntry {
  readonly words: HeaterWords
  readonly teller: Teller
  readonly count: number
}

/** What else an entry's own word takes the place of: who tells of a climate doesn't mean the world's constant air. */
const stronger: Partial<Record<HeaterWord, readonly HeaterWord[]>> = {
  climate: ['weather_file', 'air_c', 'air_f', 'humidity_percent', 'inlet_c', 'inlet_f'],
  weather_file: ['air_c', 'air_f', 'humidity_percent', 'inlet_c', 'inlet_f'],
}

/** @param path of the entry. @throws UsageError for words that exclude each other. */
export function worldEntry(
  { every_heater: every = {} }: WorldDocument,
  entry: HeaterEntry,
  path: Path,
  { fail, read }: WorldTeller,
): ToldEntry {
  const { count = 1, ...own } = entry ?? {}
  for (const [words, place] of [[every, ['every_heater']] as const, [own, path] as const]) {
    const [one, other] = rivalsIn(words)
    if (one && other) throw fail([...place, other], `and ${one} exclude each other; give one of them`)
  }
  const beaten = Object.keys(own).flatMap(word => [
    ...alternatives.filter(names => names.includes(word as HeaterWord)).flat(),
    ...(stronger[word as HeaterWord] ?? []),
  ])
  const inherited = Object.fromEntries(Object.entries(every).filter(([word]) => !beaten.includes(word as HeaterWord)))
  const words: HeaterWords = heaterSchema.parse({ ...inherited, ...own })
  const placeOf = (word: HeaterWord): Path =>
    word in own || !(word in inherited) ? [...path, word] : ['every_heater', word]
  if (count > 1 && words.mac_address !== undefined)
    throw fail(placeOf('mac_address'), `can't be the address of ${count} heaters; leave it out`)
  const refusal = (word: HeaterWord, right: string) => fail(placeOf(word), `is ${shownWord(words[word])}; ${right}`)
  return {
    words,
    count,
    teller: {
      refusal,
      refusalWithin(word, within, sentence) {
        // The sentence begins with the place inside.
        return fail([...placeOf(word), ...within], sentence.slice(pathText(within).length).trim())
      },
      read: word => read(String(words[word])),
    },
  }
}

const shownWord = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'missing'))
