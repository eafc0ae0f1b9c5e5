/** Lets a rule look at what is known, and raises or ends its alert. */
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Alert } from './alert.ts'
import type { AlertBook, Entry } from './alert-book.ts'
import { beyond, type Rule, type RuleSetting } from './alert-rule.ts'
import { type RuleState, type Sight, step } from './rule-state.ts'

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
    const state = states.get(key)
    if (!setting.enabled) {
      if (state) this.#drop(key, state)
      return
    }
    const value = rule.measure(facts, setting)
    const sight = sightOf(rule, facts, value, setting)
    if (state === undefined && sight.beyond !== true) return
    const now = subject.clock.now()
    const patience = { hold: setting.hold, settle: rule.settle, longest: subject.longest }
    const { state: next, turn, since } = step(state, sight, patience, now)
    const at = this.#options.clock.now() - (now - since)
    if (turn === 'ended' || turn === 'changed') this.#end(state, at)
    if (turn === 'raised' || turn === 'changed') {
      const text = [rule.tell(facts, value as number, setting), rule.advice].filter(Boolean).join(' ')
      states.set(key, { ...next, alert: this.#raise(rule, setting, subject, at, text) })
    } else if (next) states.set(key, next)
    else states.delete(key)
  }

  /** Ends an alert of something that is there no more. */
  forget({ alert, account }: Entry): void {
    const key = keyOf(alert.rule, alert.heater ?? account ?? '')
    const state = this.#options.book.states.get(key)
    if (state?.alert === alert.id) this.#drop(key, state)
    else this.#options.book.forget(alert.id)
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

  #drop(key: string, state: RuleState): void {
    const { book, clock, told } = this.#options
    book.states.delete(key)
    const entry = book.get(state.alert ?? '')
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

function sightOf<Facts>(
  { limit, mark }: Rule<Facts>,
  facts: Facts,
  value: ReturnType<Rule<Facts>['measure']>,
  { threshold }: RuleSetting,
): Sight {
  if (value === undefined) return { beyond: undefined }
  if (value === 'fine' || Number.isNaN(value)) return { beyond: false }
  const over = beyond(value, limit, threshold)
  return { beyond: over, ...(over === true && mark && { mark: mark(facts) }) }
}
