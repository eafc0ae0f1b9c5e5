/** The simulated heater that the flags of a command line tell of. */
import type { Command } from 'commander'
import { UsageError } from '../usage-error.ts'
import { givenWords, type Units } from './heater-flags.ts'
import { type HeaterWord, type HeaterWords, heaterSchema, rivalsIn, type Teller } from './heater-words.ts'

export interface GivenHeater {
  readonly words: HeaterWords
  readonly teller: Teller
}

/**
 * @param read a file that is named on the command line.
 * @throws UsageError
 */
export function givenHeater(command: Command, units: Units, read: (file: string) => Promise<string>): GivenHeater {
  const flags = givenWords(command, units)
  const flagOf = (word: HeaterWord) => flags.find(flag => flag.key === word)
  const refusal = (word: HeaterWord, right: string) => {
    const { flag, text } = flagOf(word) ?? { flag: word, text: '' }
    return new UsageError(`${flag} is ${text || 'empty'}; ${right}.`)
  }
  for (const [i, { key, flag }] of flags.entries()) {
    const twice = flags.slice(0, i).find(other => other.key === key)
    if (twice) throw new UsageError(`${twice.flag} and ${flag} tell the same; give one of them.`)
  }
  const told = Object.fromEntries(flags.map(({ key, value }) => [key, value]))
  const [one, other] = rivalsIn(told)
  if (one && other)
    throw new UsageError(`${flagOf(one)?.flag} and ${flagOf(other)?.flag} exclude each other; give one of them.`)
  const { data, error } = heaterSchema.safeParse(told)
  if (data === undefined) {
    const [issue] = error.issues
    const [word, at] = issue?.path ?? []
    const given = flagOf(word as HeaterWord)
    const item = Array.isArray(given?.value) && typeof at === 'number' ? String(given.value[at]) : given?.text
    throw new UsageError(`${given?.flag} is ${item || 'empty'}; ${issue?.message}.`)
  }
  return {
    words: data,
    teller: {
      refusal,
      refusalWithin: (word, _, sentence) => refusal(word, sentence),
      read: word => read(flagOf(word)?.text ?? ''),
    },
  }
}
