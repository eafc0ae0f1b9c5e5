/** Every command against its outcome: exactly one, in time, and `confirmed` only when the heater has it. */
import type { CommandOptions, CommandOutcome, CommandResult } from '#heater/outcome'
import type { Clock } from '#time/clock'
import { type Duration, minutes, seconds } from '#time/duration'
import type { Diary } from './diary.ts'

/** Without a deadline: five minutes to be sent, and half a minute for a status to show it. */
const latest = (minutes(5) + seconds(30)) as Duration

export class CommandLedger {
  /** How many ended in which way. */
  readonly results = new Map<CommandResult, number>()
  given = 0
  readonly #clock: Clock
  readonly #diary: Diary
  readonly #open = new Set<string>()

  constructor(clock: Clock, diary: Diary) {
    this.#clock = clock
    this.#diary = diary
  }

  /** Those without an outcome. */
  get open(): readonly string[] {
    return [...this.#open]
  }

  /** @param name for who reads of it. */
  async give(
    name: string,
    options: CommandOptions,
    command: (options: CommandOptions) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome | undefined> {
    const since = this.#clock.now()
    const key = `${++this.given} ${name}, ${this.#diary.when}`
    this.#open.add(key)
    try {
      const outcome = await command(options)
      const { result, took, reason } = outcome
      this.results.set(result, (this.results.get(result) ?? 0) + 1)
      const span = this.#clock.now() - since
      const limit = options.deadline ?? latest
      if (span > limit || took > limit)
        this.#diary.breach('late outcome', `${name} was ${result} after ${span} ms of ${limit}: ${reason}`)
      return outcome
    } catch (error) {
      this.#diary.breach('thrown outcome', `${name} ended with ${String(error)}`)
      return undefined
    } finally {
      this.#open.delete(key)
    }
  }
}
