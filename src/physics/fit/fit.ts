/** One's own heater from its record: which of its numbers the record teaches, what they are, and whether they foretell better. */
import { type ParameterSet, type Parameters, parametersOf, type TankSize } from '../parameters.ts'
import { airOf, usualAir } from './air.ts'
import { inletGuesses } from './cold-water.ts'
import { drawHabits } from './draw-habits.ts'
import { evidenceIn, lackFor } from './evidence.ts'
import { everyDays, isHeldOut, touchesHeldOut } from './held-out.ts'
import type { History } from './history.ts'
import { HistoryProblem } from './history-problem.ts'
import { judged, withValues } from './judge.ts'
import { type LearnableGroup, type LearnableName, learnables } from './learnable.ts'
import { type Estimate, plainEstimates } from './plain-estimates.ts'
import { runsOf } from './runs.ts'
import { type Score, scoreOf } from './score.ts'
import { type Window, type WindowSpan, windowOf, windowSpans } from './window.ts'
import { type Expected, fitWindows } from './window-numbers.ts'

/** What is known of the heater before. */
export interface FitRequest {
  /** 65 gal and `field` when left out. */
  readonly size?: TankSize | undefined
  readonly set?: ParameterSet | undefined
  /** °C, where a person knows better than the record. */
  readonly air?: number | undefined
  readonly inlet?: number | undefined
}

/** What became of a number. */
export interface FittedNumber {
  readonly name: LearnableName
  readonly group: LearnableGroup
  /** What is known of any such heater, and of this one: the same where nothing was learned. */
  readonly usual: number
  readonly value: number
  /** How far the value may be wrong, in its own unit. */
  readonly doubt: number | undefined
  /** Why it stays as it was; undefined when it was learned. */
  readonly stays: string | undefined
}

/** What the record was. */
export interface FitFacts {
  /** s since 1970. */
  readonly from: number
  readonly to: number
  readonly rows: number
  readonly days: number
  /** Runs of the compressor, and windows that the fit and its judge looked into. */
  readonly runs: number
  readonly fitted: number
  readonly judged: number
  readonly air: 'recorded' | 'given' | 'assumed'
  /** Whether the record has power, and word of draws. */
  readonly power: boolean
  readonly draws: boolean
}

/** What a record taught. */
export interface Fit {
  readonly size: TankSize
  readonly set: ParameterSet
  /** What was learned, and kept. */
  readonly parameters: Partial<Parameters>
  readonly numbers: readonly FittedNumber[]
  readonly facts: FitFacts
  /** Days that the fit didn't see, foretold by what is known of any such heater, and by what was kept. */
  readonly unfitted: Score
  readonly score: Score
}

/** More windows teach no more. */
const most = { fitted: 40, judged: 20 } as const
const fewest = { days: 7, judged: 2 } as const

/** Learns from a record, and judges by days that it didn't learn from. @throws HistoryProblem for a record that can't teach or judge anything, in a sentence. */
export function fitHeater(history: History, request: FitRequest = {}): Fit {
  const steps = fitting(history, request)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same in steps of some tenths of a second at the most, for who has other things to do meanwhile. */
export function* fitting(history: History, request: FitRequest = {}): Generator<undefined, Fit> {
  const { size = '65-gal', set = 'field', air: givenAir, inlet } = request
  const [from, to] = [history.time[0] ?? 0, history.time[history.length - 1] ?? 0]
  const days = (to - from) / 86_400
  if (days < fewest.days)
    throw new HistoryProblem(
      `The record covers ${days.toFixed(1)} days; it takes ${fewest.days} at least, as every ${everyDays}th day is kept back to judge the fit.`,
    )
  const known = parametersOf(size, set)
  const runs = runsOf(history)
  const recorded = givenAir === undefined ? airOf(history, runs) : undefined
  const air = recorded ?? (() => givenAir ?? usualAir)
  const expected: Expected = { coldWater: inletGuesses(history, inlet), habits: drawHabits(history) }
  const spans = windowSpans(history, runs)
  const windowsOf = (chosen: readonly WindowSpan[], { coldWater, habits }: Expected): Window[] =>
    chosen.map(span => windowOf(history, runs, air, habits, coldWater(span.from), span))
  const windows = windowsOf(
    spread(
      spans.filter(span => !touchesHeldOut(span.from, span.to)),
      most.fitted,
    ),
    expected,
  )
  yield

  const plain = plainEstimates(history, runs, air, known)
  const evidence = evidenceIn(windows)
  const lacks = new Map(learnables.map(({ name }) => [name, lackFor(name, evidence, plain)]))
  const learned = new Map<LearnableName, Estimate>()
  for (const name of ['standbyLoss', 'powerFactor', 'copFactor', 'elementPower'] as const) {
    const estimate = plain[name]
    if (estimate) learned.set(name, estimate)
  }
  yield

  const begun = withValues(known, learned)
  const wanted = learnables.filter(({ name }) => !learned.has(name) && lacks.get(name) === undefined)
  const fitted = yield* fitWindows(windows, begun, wanted, expected)
  for (const { name } of wanted) {
    const estimate = fitted.estimates.get(name)
    if (estimate) learned.set(name, estimate)
    else lacks.set(name, 'the record tells too little of it')
  }

  const judges = windowsOf(
    spread(
      spans.filter(span => isHeldOut(span.to - 1)),
      most.judged,
    ),
    fitted.expected,
  )
  if (judges.length < fewest.judged)
    throw new HistoryProblem(
      `Of the days that are kept back to judge the fit, ${judges.length === 0 ? 'none' : 'only one'} can be followed from one recovery of the heat pump to the next; it takes a longer record, or one with fewer gaps.`,
    )
  const { kept, unfitted, misses } = yield* judged(history, judges, known, learned)
  for (const [name] of learned)
    if (!kept.has(name)) lacks.set(name, 'with it the days that were kept back are told worse')
  return {
    size,
    set,
    parameters: Object.fromEntries([...kept].map(([name, { value }]) => [name, value])),
    numbers: learnables.map(({ name, group }): FittedNumber => {
      const estimate = kept.get(name)
      const doubt = estimate && estimate.doubt * Math.abs(estimate.value)
      return { name, group, usual: known[name], value: estimate?.value ?? known[name], doubt, stays: lacks.get(name) }
    }),
    facts: {
      from,
      to,
      rows: history.length,
      days,
      runs: runs.length,
      fitted: windows.length,
      judged: judges.length,
      air: recorded ? 'recorded' : givenAir === undefined ? 'assumed' : 'given',
      power: history.power.some(watts => !Number.isNaN(watts)),
      draws: expected.habits.told,
    },
    unfitted: scoreOf(unfitted),
    score: scoreOf(misses),
  }
}

/** So many at the most, evenly from beginning to end. */
const spread = <T>(items: readonly T[], count: number): T[] => {
  const part = (i: number) => Math.floor((i * count) / items.length)
  return items.length <= count ? [...items] : items.filter((_, i) => part(i) !== part(i - 1))
}
