/** A scenario as it was told, by flags and a file: a flag beats the file, and each mistake names where it was made. */
import { type MarkedText, markedText } from '#heater/marked-text'
import { shown } from '#schema/findings'
import { isRecord } from '#schema/wire-entry'
import { UsageError } from '../usage-error.ts'
import { nearestName } from '../wording/nearest-name.ts'
import type { GivenFlag as AnyGivenFlag } from '../wording/worded-flag.ts'
import {
  alternatives,
  fits,
  inOtherUnit,
  rightFor,
  type ScenarioDocument,
  type ScenarioKey,
  scenarioKeys,
} from './scenario-schema.ts'

type GivenFlag = AnyGivenFlag<ScenarioKey>

export interface ToldScenario {
  readonly document: ScenarioDocument
  /** Who told it; undefined when nobody did. */
  originOf(key: ScenarioKey): 'flag' | 'file' | undefined
  /** As a sentence names it: `--air`, or `air_c in winter.yaml`. */
  nameOf(key: ScenarioKey): string
  /** What to throw when it can't be so. @param right ends the sentence: `it must be 1 to 5`. */
  refusal(key: ScenarioKey, right: string): UsageError
}

/** A file and what is in it. */
export interface ScenarioFile {
  readonly name: string
  readonly text: string
}

type Plain = Readonly<Record<string, unknown>>

interface ReadScenario {
  readonly name: string
  readonly marked: MarkedText
  readonly values: Plain
}

/** @throws UsageError for the first mistake. */
export async function tellScenario(flags: readonly GivenFlag[], file?: ScenarioFile): Promise<ToldScenario> {
  const read = file && (await readScenario(file))
  const byFlags: Plain = Object.fromEntries(flags.map(({ key, value }) => [key, value]))
  const values = { ...withoutRivals(read?.values ?? {}, byFlags), ...byFlags }

  const flagOf = (key: ScenarioKey) => flags.find(flag => flag.key === key)
  const originOf = (key: ScenarioKey) => (key in byFlags ? 'flag' : key in values ? 'file' : undefined)
  const nameOf = (key: ScenarioKey) => flagOf(key)?.flag ?? (read ? `${key} in ${read.name}` : key)
  const refusal = (key: ScenarioKey, right: string) => {
    const flag = flagOf(key)
    if (flag !== undefined) return new UsageError(`${flag.flag} is ${flag.text || 'empty'}; ${right}.`)
    const words = `${key} is ${valueText(values[key])}; ${right}`
    return new UsageError(`${read ? `${read.name}, ${read.marked.problem([key], words).text}` : words}.`)
  }

  for (const source of [byFlags, read?.values ?? {}]) {
    const [one, other] = rivalsIn(source)
    if (one && other) throw new UsageError(`${nameOf(one)} and ${nameOf(other)} exclude each other; give one of them.`)
  }
  const wrong = scenarioKeys.find(key => key in values && !fits(key, values[key]))
  if (wrong !== undefined) throw refusal(wrong, `it must be ${rightHere(wrong, values[wrong], flagOf(wrong))}`)
  return { document: values, originOf, nameOf, refusal }
}

/** Text that reads as something else stands in its quotes. */
function valueText(value: unknown): string {
  if (value === null) return 'empty'
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && Number.isFinite(Number(value)) ? JSON.stringify(value) : shown(value)
}

/** What would be right, with a word to who merely took another unit, or put a number in quotes. */
function rightHere(key: ScenarioKey, value: unknown, flag: GivenFlag | undefined): string {
  const quotedNumber = flag === undefined && typeof value === 'string' && value !== '' && fits(key, Number(value))
  if (quotedNumber) return `${Number(value)}, without quotes`
  const right = rightFor(key)
  const other = inOtherUnit(key)
  // Who typed the letter knows the unit.
  const said = flag !== undefined && !/\d\s*$/.test(flag.text)
  if (other === undefined || said || !fits(other, value)) return right
  const letter = other.slice(-1).toUpperCase()
  return `${right}; for °${letter} write ${flag === undefined ? other : `${value}${letter}`}`
}

async function readScenario({ name, text }: ScenarioFile): Promise<ReadScenario> {
  const marked = await markedText(text)
  const failed = (words: string | undefined) => new UsageError(`${name}, ${words ?? 'it can’t be read'}.`)
  if (marked.problems.length > 0) throw failed(marked.problems[0]?.text)
  const { value = {} } = marked
  if (value !== null && !isRecord(value)) throw failed('line 1: a scenario has a name and a value a line: air_c: 19.7')
  // By which an editor finds the schema.
  const { $schema, ...values }: Plain = value ?? {}
  const strange = Object.keys(values).find(key => !(scenarioKeys as readonly string[]).includes(key))
  if (strange !== undefined) {
    const near = nearestName(strange, scenarioKeys)
    const hint = near ? `${near} is meant, perhaps` : `there are ${scenarioKeys.join(', ')}`
    throw failed(marked.problem([strange], `${strange} is nothing that a scenario says; ${hint}`).text)
  }
  return { name, marked, values }
}

const rivalsIn = (values: Plain): readonly ScenarioKey[] =>
  alternatives.map(keys => keys.filter(key => key in values)).find(found => found.length > 1) ?? []

/** A flag takes the place of what the file says of the same thing by another name. */
function withoutRivals(values: Plain, flags: Plain): Plain {
  const beaten = alternatives.filter(keys => keys.some(key => key in flags)).flat() as readonly string[]
  return Object.fromEntries(Object.entries(values).filter(([key]) => !beaten.includes(key)))
}
