/** What a fit learned: in sentences for people, and as a record for programs and for `model run --parameters`. */

import type { Fit, FittedNumber } from '#physics/fit/fit'
import { everyDays } from '#physics/fit/held-out'
import type { LeftOut } from '#physics/fit/history-csv'
import type { LearnableName } from '#physics/fit/learnable'
import type { Score } from '#physics/fit/score'
import { foretold } from '#physics/fit/score'
import { type UnitSystem, unitOf } from '#schema/units'
import { wrapped } from '../print/wrapped.ts'

/** How a number is told: what it is of, and in which unit, before and after the number. */
interface Telling {
  readonly subject: string
  readonly says: string
  readonly unit: string
  readonly scale: number
  readonly decimals: number
}

const tell = (subject: string, says: string, unit: string, decimals: number, scale = 1): Telling => ({
  subject,
  says,
  unit,
  decimals,
  scale,
})

// biome-ignore format: a number is a line
const tellings: Readonly<Record<LearnableName, Telling>> = {
  standbyLoss: tell('the loss of the tank', 'The tank loses', ' W for each kelvin between water and air', 2),
  bottomLoss: tell('the share of the bottom', 'Through its bottom goes', ' % of that', 1, 100),
  mixingTime: tell('how still water evens out', 'Still water evens out with a time constant of', ' h', 0),
  powerFactor: tell('the power of the heat pump', 'The heat pump draws', ' times the rated power', 2),
  copFactor: tell('its efficiency', 'Its efficiency is', ' times the rated one', 2),
  startHeat: tell('what a cold start costs', 'A cold start costs', ' Wh of heat', 0),
  condenserTop: tell('the height of the condenser', 'The condenser warms the lowest', ' % of the water', 1, 100),
  upperThermistor: tell('the height of the upper sensor', 'The upper sensor sits above', ' % of the water', 1, 100),
  lowerThermistor: tell('the height of the lower sensor', 'The lower sensor sits above', ' % of the water', 1, 100),
  elementPower: tell('the power of an element', 'An element draws', ' W', 0),
}

/** For people, in lines that fit. */
export function fitText(fit: Fit, leftOut: readonly LeftOut[], units: UnitSystem, width = 80): string {
  const learned = fit.numbers.filter(({ stays }) => stays === undefined)
  const stays = fit.numbers.filter(({ stays }) => stays !== undefined)
  const lines = [
    ...recordSentences(fit),
    ...leftOut.map(({ what, count, first }) => `Left out: ${count} ${what}, the first at ${first}.`),
    '',
    ...(learned.length === 0
      ? ['Nothing was learned that tells the days kept back better than the usual numbers.']
      : []),
    ...learned.map(learnedSentence),
    ...capacitySentence(fit),
    ...(stays.length === 0 ? [] : ['']),
    ...[...Map.groupBy(stays, ({ stays }) => stays)].map(([why, numbers]) => staysSentence(why ?? '', numbers)),
    '',
    ...scoreSentences(fit, units),
  ]
  return lines
    .flatMap(line => (line === '' ? [''] : wrapped(line, Math.min(width, 100), '  ')))
    .join('\n')
    .concat('\n')
}

function recordSentences({ facts, size, set }: Fit): string[] {
  const { from, to, days, rows, runs, fitted, judged, air, power, draws } = facts
  const date = (second: number) => new Date(second * 1000).toISOString().slice(0, 10)
  const sentences = [
    `${Math.round(days)} days from ${date(from)} to ${date(to)}: ${rows} rows and ${runs} runs of the heat pump, taken for a ${size.replace('-', ' ')} heater; usual are its ${set} numbers.`,
    `Learned from ${fitted} stretches between recoveries, judged by ${judged} on days that were kept back (every ${everyDays}th, by UTC).`,
  ]
  if (air === 'assumed')
    sentences.push(
      'The record is silent about the air, so 19.7 °C was taken: loss and efficiency hold for that; --air says it better.',
    )
  if (!power) sentences.push('It is silent about power too: the power of the heat pump was taken as usual.')
  if (!draws) sentences.push('It doesn’t tell when water is drawn (dhw_use): only falls of the sensors show it.')
  return sentences
}

function learnedSentence({ name, value, usual, doubt }: FittedNumber): string {
  const { says, unit } = tellings[name]
  return `${says} ${amount(name, value)}${doubt === undefined ? '' : ` ± ${amount(name, doubt)}`}${unit}; ${amount(name, usual)} is usual.`
}

/** What power and efficiency come to together. */
function capacitySentence({ parameters, numbers }: Fit): string[] {
  const { powerFactor, copFactor } = parameters
  if (powerFactor === undefined && copFactor === undefined) return []
  const of = (name: LearnableName) => numbers.find(one => one.name === name)
  const ratio = (name: LearnableName) => (of(name)?.value ?? 1) / (of(name)?.usual ?? 1)
  const change = Math.round((ratio('powerFactor') * ratio('copFactor') - 1) * 100)
  const words =
    change === 0
      ? 'heats as fast as usual'
      : `heats ${Math.abs(change)} % ${change < 0 ? 'slower' : 'faster'} than usual`
  return [`Together: it ${words}.`]
}

function staysSentence(why: string, numbers: readonly FittedNumber[]): string {
  const named = numbers.map(({ name, usual }) => `${tellings[name].subject} (${amount(name, usual)}${shortUnit(name)})`)
  const list = named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
  return `As usual ${named.length === 1 ? 'stays' : 'stay'} ${list}: ${why}.`
}

const shortUnit = (name: LearnableName) => {
  const { unit } = tellings[name]
  if (name === 'standbyLoss') return ' W/K'
  return unit.startsWith(' times') ? '' : unit.replace(/ of .*$/, '')
}

function amount(name: LearnableName, value: number): string {
  const { scale, decimals } = tellings[name]
  return (value * scale).toFixed(decimals)
}

function scoreSentences({ score, unfitted, facts }: Fit, units: UnitSystem): string[] {
  const { from: kelvin, symbol } = unitOf('temperature-difference', units)
  const both = (key: keyof Score, text: (value: number) => string) => {
    const [now, before] = [score[key], unfitted[key]]
    return now === undefined || before === undefined ? undefined : `${text(now)} (${text(before)} by the usual numbers)`
  }
  const minutes = both('minutes', value => `${value.toFixed(1)} min`)
  const energy = both('energy', value => `${value.toFixed(0)} Wh`)
  const readings = both('kelvin', value => `${kelvin(value).toFixed(2)} ${symbol}`)
  const parts = [
    minutes === undefined
      ? `No recovery of those days was long enough to be foretold.`
      : `The end of a recovery, foretold ${foretold.afterStart / 60} min into it, is missed by ${minutes}${energy === undefined ? '' : `, and its electricity by ${energy}`}: medians of ${score.recoveries}. What is drawn later nobody can know.`,
    ...((score.minutes ?? 0) > (unfitted.minutes ?? 0)
      ? ['By its end alone it would be no better than usual: electricity and readings decided.']
      : []),
    ...(readings === undefined
      ? []
      : [`The sensors’ readings are told within ${readings}, in ${facts.judged} stretches.`]),
  ]
  return parts
}

/** For programs. `size`, `set` and `parameters` are what `model run --parameters` reads. */
export function fitRecord(
  { size, set, parameters, numbers, facts, score, unfitted }: Fit,
  leftOut: readonly LeftOut[],
) {
  const { from, to, rows, days, runs, fitted, judged, air, power, draws } = facts
  const time = (second: number) => new Date(second * 1000).toISOString()
  return {
    size,
    set,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, rounded(value)])),
    numbers: numbers.map(({ name, value, usual, doubt, stays }) => ({
      name,
      value: rounded(value),
      usual,
      doubt: doubt === undefined ? null : rounded(doubt),
      learned: stays === undefined,
      stays_because: stays ?? null,
    })),
    record: {
      from: time(from),
      to: time(to),
      days: Number(days.toFixed(2)),
      rows,
      heat_pump_runs: runs,
      stretches_learned_from: fitted,
      stretches_judged_by: judged,
      air,
      tells_power: power,
      tells_draws: draws,
      left_out: leftOut,
    },
    score: { fitted: scoreRecord(score), usual: scoreRecord(unfitted) },
  }
}

const scoreRecord = ({ minutes, energy, kelvin, recoveries, windows }: Score) => ({
  recovery_end_min: orNull(minutes),
  recovery_energy_wh: orNull(energy),
  readings_k: orNull(kelvin),
  recoveries,
  stretches: windows,
})

const orNull = (value: number | undefined) => (value === undefined ? null : rounded(value))

/** Five digits are more than anybody knows. */
const rounded = (value: number | string) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value)
