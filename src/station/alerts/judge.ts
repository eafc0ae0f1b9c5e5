/** Lets a rule look at what is known, and raises or ends its alert. */
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Alert } from './alert.ts'
import type { AlertBook, Entry } from './alert-book.ts'
import { beyond, type Measured, type Rule, type RuleSetting } from './alert-rule.ts'
import { type Patience, type RuleState, type Sight, step } from './rule-state.ts'

/** What a rule looks at. */
export interface Subject {
  /** A heater's id, an account's name, or empty for the station. */
  readonly id: string
  readonly heater?: string | undefined
  readonly account?: string | undefined
  /** What was seen longer ago doesn't count as seen without a break. */
  readonly longest: Duration
  /** By which holds are measured. */
  readonly clock: Pick<Clock, 'now'>
}

/** `dropped`: nobody looks at it any more, and nobody is told. */
export type Event = 'raised' | 'ended' | 'dropped'

export interface JudgeOptions {
  readonly book: AlertBook
  /** The heaters' clock, of all times in alerts. */
  readonly clock: Pick<Clock, 'now'>
  readonly random: () => number
  readonly told: (event: Event, alert: Alert) => void
}

const keyOf = (rule: string, subject: string) => `${rule}/${subject}`

export class Judge {
  readonly #options: JudgeOptions

  constructor(options: JudgeOptions) {
    this.#options = options
  }

  look<Facts>(rule: Rule<Facts>, facts: Facts, setting: RuleSetting, subject: Subject): void {
    const { states } = this.#options.book
    const key = keyOf(rule.name, subject.id)
    if (!setting.enabled) {
      for (const known of this.#keys(rule, key)) this.#drop(known, states.get(known))
      return
    }
    const value = rule.measure(facts, setting)
    const beyond = sightOf(rule, value, setting)
    const mark = beyond === true ? rule.mark?.(facts) : undefined
    const current = mark === undefined ? key : `${key}/${mark}`
    const patience = { hold: setting.hold, settle: rule.settle, longest: subject.longest }
    const raise = (since: number) => {
      const text = [rule.tell(facts, value as number, setting), rule.advice].filter(Boolean).join(' ')
      return this.#raise(rule, setting, subject, since, text)
    }
    // Two codes that alternate are two troubles that last: each is over when it was gone for long enough.
    for (const known of this.#keys(rule, key))
      if (known !== current) this.#step(known, beyond === true ? false : beyond, patience, subject, raise)
    this.#step(current, beyond, patience, subject, raise)
  }

  /** Ends an alert of something that is there no more. */
  forget({ alert }: Entry): void {
    const { book } = this.#options
    const [key] = [...book.states].find(([, state]) => state.alert === alert.id) ?? []
    if (key === undefined) book.forget(alert.id)
    else this.#drop(key, book.states.get(key))
  }

  /** Where a rule stands with one subject: in one place, or in one for each mark. */
  #keys(rule: Rule<never>, key: string): readonly string[] {
    const { states } = this.#options.book
    if (rule.mark === undefined) return states.has(key) ? [key] : []
    return [...states.keys()].filter(known => known === key || known.startsWith(`${key}/`))
  }

  #step(key: string, beyond: Sight, patience: Patience, { clock }: Subject, raise: (since: number) => string): void {
    const { states } = this.#options.book
    const state = states.get(key)
    if (state === undefined && beyond !== true) return
    const now = clock.now()
    const { state: next, turn, since } = step(state, beyond, patience, now)
    const at = this.#options.clock.now() - (now - since)
    if (turn === 'ended') this.#end(state, at)
    if (turn === 'raised') states.set(key, { ...next, alert: raise(at) })
    else if (next) states.set(key, next)
    else states.delete(key)
  }

  #raise(
    rule: Rule<never>,
    { severity }: RuleSetting,
    { heater, account }: Subject,
    since: number,
    text: string,
  ): string {
    const { book } = this.#options
    const alert: Alert = { id: this.#newId(), rule: rule.name, severity, heater, since, text, told: 0 }
    book.put({ alert, account })
    this.#options.told('raised', alert)
    return alert.id
  }

  #end(state: RuleState | undefined, at: number): void {
    const { book, told } = this.#options
    const entry = book.get(state?.alert ?? '')
    if (!entry) return
    const alert = { ...entry.alert, ended: Math.max(at, entry.alert.since) }
    book.put({ ...entry, alert })
    told('ended', alert)
  }

  #drop(key: string, state: RuleState | undefined): void {
    const { book, clock, told } = this.#options
    book.states.delete(key)
    const entry = book.get(state?.alert ?? '')
    if (!entry) return
    const alert = { ...entry.alert, ended: clock.now() }
    book.write(alert)
    book.forget(alert.id)
    told('dropped', alert)
  }

  /** Short enough to be typed. */
  #newId(): string {
    const { book, clock, random } = this.#options
    const start = clock.now().toString(36)
    let chance = Math.floor(random() * 36 ** 3)
    while (book.get(start + chance.toString(36))) chance++
    return start + chance.toString(36)
  }
}

function sightOf({ limit }: Rule<never>, value: Measured, { threshold }: RuleSetting): Sight {
  if (value === undefined) return undefined
  if (value === 'fine' || Number.isNaN(value)) return false
  return beyond(value, limit, threshold)
}
