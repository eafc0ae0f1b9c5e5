/** Flags that say what a key of a file would: each with how its text is read. What can't be read is passed on as it is, to be refused with the range. */
import type { Command } from 'commander'
import type { UnitSystem } from '#schema/units'

export interface WordedFlag<Key extends string> {
  readonly spelt: string
  readonly about: string
  /** @param units read when a number without a unit asks for them. */
  read(text: string, units: () => UnitSystem): readonly [Key, unknown]
}

const decimal = String.raw`([-+]?(?:\d+\.?\d*|\.\d+))`

/** Makers of flags for the keys of one kind of file. */
export const wordedFlags = <Key extends string>() => ({
  line: (spelt: string, about: string, read: WordedFlag<Key>['read']): WordedFlag<Key> => ({ spelt, about, read }),

  /** A number, with or without its unit. */
  number(key: Key, unit = '') {
    const form = new RegExp(`^${decimal}\\s*(?:${unit})?$`, 'i')
    return (text: string) => [key, form.test(text) ? Number.parseFloat(text) : text] as const
  },

  /** `51.7C`, `125F`, or a number in the units of the person. */
  temperature: (name: string) => (text: string, units: () => UnitSystem) => {
    const [, digits, letter] = new RegExp(`^${decimal}\\s*°?\\s*([cf])?$`, 'i').exec(text) ?? []
    const unit = (letter ?? (units() === 'us' ? 'F' : 'C')).toLowerCase()
    return [`${name}_${unit}` as Key, digits === undefined ? text : Number(digits)] as const
  },

  word: (key: Key) => (text: string) => [key, wordOf(text)] as const,
  asIs: (key: Key) => (text: string) => [key, text] as const,
  wordOrNumber: (key: Key) => (text: string) => [key, /^\d+$/.test(text) ? Number(text) : wordOf(text)] as const,
})

const wordOf = (text: string) => text.toLowerCase().replace(/[\s_]+/g, '-')

/** A value that a flag gave. */
export interface GivenFlag<Key extends string> {
  /** `--air`. */
  readonly flag: string
  readonly text: string
  readonly key: Key
  readonly value: unknown
}

/** What commander made of an option, by how it is spelt; undefined for one that wasn't given, or isn't there. */
export function givenAs(command: Command, spelt: string): unknown {
  const option = command.options.find(({ flags }) => flags === spelt)
  return option && command.getOptionValue(option.attributeName())
}

/** `--air` of `--air <temperature>`. */
export const longOf = (spelt: string): string => spelt.split(' ', 1)[0] ?? spelt

/** Those of the flags that were given. */
export const givenFlags = <Key extends string>(
  command: Command,
  flags: readonly WordedFlag<Key>[],
  units: () => UnitSystem,
): readonly GivenFlag<Key>[] =>
  flags.flatMap(({ spelt, read }) => {
    const text = givenAs(command, spelt)
    if (typeof text !== 'string') return []
    const [key, value] = read(text.trim(), units)
    return [{ flag: longOf(spelt), text, key, value }]
  })
