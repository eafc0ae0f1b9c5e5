/** Takes the steps of a check one after the other: each in its time, and none that an earlier failure makes pointless. */
import { NaviLinkError, TimeoutError } from '#schema/errors'
import { abortable } from '#time/abort'
import type { Clock } from '#time/clock'
import { type Duration, formatDuration, millis, seconds } from '#time/duration'
import { type ExitCode, exitCode, exitCodeOf } from '../exit-code.ts'
import { sentenceOf } from '../failure.ts'
import { StoppedError } from '../stopping.ts'
import { TimeLimit } from '../time-limit.ts'
import { advice } from './advice.ts'
import { type CheckedStep, type Finding, type Heading, type Result, type StepName, steps } from './step.ts'

export interface ChecklistSetup {
  readonly clock: Clock
  /** For each step. */
  readonly timeout: Duration
  /** Ends the check. */
  readonly signal: AbortSignal
  readonly report: (step: CheckedStep) => Promise<void>
}

/** What a step is given. */
export interface Trying {
  readonly signal: AbortSignal
  /** Asks the person something, which doesn't count. */
  asking<Answer>(question: () => Promise<Answer>): Promise<Answer>
}

interface StepOptions {
  /** What it builds upon. */
  readonly needs?: readonly Result<unknown>[]
  readonly heater?: string | undefined
}

/** What a step waits for has the whole time, and says more when that is over. */
const slack = seconds(1)

export class Checklist {
  readonly #setup: ChecklistSetup
  readonly #done: CheckedStep[] = []
  #exit: ExitCode = exitCode.done

  constructor(setup: ChecklistSetup) {
    this.#setup = setup
  }

  get done(): readonly CheckedStep[] {
    return this.#done
  }

  /** Of the first failure. */
  get exit(): ExitCode {
    return this.#exit
  }

  /** @throws only when the whole check is ended: the signal's reason, or StoppedError. */
  async step<Value>(
    name: StepName,
    { needs = [], heater }: StepOptions,
    work: (trying: Trying) => Promise<Finding<Value>>,
  ): Promise<Result<Value>> {
    const { clock, signal } = this.#setup
    signal.throwIfAborted()
    const missing = needs.find(need => !need.passed)
    if (missing && !missing.passed) {
      const detail = `not tried: ${steps[missing.because].without}`
      await this.#add({ ...untold, step: name, heater, outcome: 'untried', detail })
      return missing
    }
    const since = clock.now()
    let asked = 0
    const { finding, error } = await this.#inTime(work, span => {
      asked += span
    })
    const { outcome = 'ok', detail, help, todo = help && advice[help], exit = exitCode.failed } = finding
    const ms = outcome === 'skipped' ? undefined : Math.max(0, Math.round(clock.now() - since - asked))
    if (outcome === 'failed' && this.#exit === exitCode.done) this.#exit = exit
    await this.#add({ ...untold, step: name, heater, outcome, ms, detail, ...(outcome === 'failed' && { help, todo }) })
    return outcome === 'failed'
      ? { passed: false, because: name, error }
      : { passed: true, value: finding.value as Value }
  }

  async #inTime<Value>(
    work: (trying: Trying) => Promise<Finding<Value>>,
    asked: (span: number) => void,
  ): Promise<{ finding: Finding<Value | undefined>; error?: unknown }> {
    const { clock, timeout, signal: outer } = this.#setup
    const ending = new AbortController()
    const { signal } = ending
    const stop = () => ending.abort(outer.reason)
    outer.addEventListener('abort', stop, { once: true })
    const late = () => new TimeoutError(`Not done within ${formatDuration(timeout)}; --timeout gives each step longer.`)
    const limit = new TimeLimit(clock, millis(timeout + slack), late, ending)
    try {
      const asking = async <Answer>(question: () => Promise<Answer>) => {
        const since = clock.now()
        try {
          return await limit.pausedFor(question)
        } finally {
          asked(clock.now() - since)
        }
      }
      return { finding: await abortable(work({ signal, asking }), signal) }
    } catch (error) {
      if (outer.aborted) throw outer.reason
      if (error instanceof StoppedError) throw error
      return { finding: failure(error), error }
    } finally {
      limit.done()
      outer.removeEventListener('abort', stop)
    }
  }

  async #add(step: CheckedStep): Promise<void> {
    this.#done.push(step)
    await this.#setup.report(step)
  }
}

const untold = { ms: undefined, help: undefined, todo: undefined }

const failure = (error: unknown): Finding => ({
  outcome: 'failed',
  detail: sentenceOf(error),
  help: helpOf(error),
  exit: exitCodeOf(error),
  value: undefined,
})

/** What is no error of the library is about the command line, and explains itself. */
const helpOf = (error: unknown): Heading | undefined => (error instanceof NaviLinkError ? error.help : undefined)
