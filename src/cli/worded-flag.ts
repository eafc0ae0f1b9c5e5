/** Flags that say what a key of a file would: each with how its text is read. What can't be read is passed on as it is, to be refused with the range. */
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
