/** What a run of the model was and came to, in sentences. */
import { type UnitSystem, unitOf } from '#schema/units'
import { formatDuration, seconds } from '#time/duration'
import type { ModelTotal } from '../modelling/model-run.ts'
import type { ModelRow } from '../modelling/row-total.ts'
import type { Scenario } from '../modelling/scenario.ts'
import type { ScenarioHouse } from '../modelling/scenario-house.ts'
import { imbalanceOf } from './model-record.ts'

/** `65 gal, field numbers, heat pump at 125.1 °F; a family; garage in sacramento; 365 d from 2026-01-01.` */
export function scenarioSentence(scenario: Scenario, { constants }: ScenarioHouse, units: UnitSystem): string {
  const { size, heater, told, profile, climate, room, span, time } = scenario
  const { document } = told
  const set =
    document.parameters_file === undefined ? `${heater.set} numbers` : `numbers of ${document.parameters_file}`
  const mode = (heater.mode ?? '').replace('-', ' ')
  const who = document.draws_file === undefined ? householdText(profile) : `draws of ${document.draws_file}`
  const { year, month, day } = time.at(span.from * 1000)
  const date = [year, month, day].map(part => String(part).padStart(2, '0')).join('-')
  const { air, inlet } = constants
  const around = [
    ...(climate === undefined ? [] : [`${room === 'room' ? 'a room' : `a ${room}`} in ${climate}`]),
    ...(document.weather_file === undefined ? [] : [`weather of ${document.weather_file}`]),
    ...(air === undefined ? [] : [`air of ${degrees(air, units)}`]),
    ...(inlet === undefined ? [] : [`cold water of ${degrees(inlet, units)}`]),
  ]
  const heaterText = `${size.replace('-', ' ')}, ${set}, ${mode} at ${degrees(heater.setpoint, units)}`
  return `${[heaterText, who, around.join(', ')].join('; ')}; ${formatDuration(seconds(span.to - span.from))} from ${date}`
}

const householdText = (profile: Scenario['profile']): string => {
  if (typeof profile === 'number') return profile === 1 ? 'one person' : `${profile} people`
  if (profile.startsWith('us-')) return `the US test’s ${profile.slice(3).replace('-', ' ')} pattern every day`
  return profile === 'nobody' ? 'nobody draws water' : `a ${profile}`
}

/** A temperature that somebody set or wants: °F are whole or half, as people say them. */
export function degrees(celsius: number, units: UnitSystem): string {
  const { from, symbol } = unitOf('temperature', units)
  return `${units === 'us' ? Math.round(from(celsius) * 2) / 2 : Math.round(celsius * 10) / 10} ${symbol}`
}

/** `21,864`. Intl would take longer to load than to be worth it. */
export const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

export function runSentences(totals: readonly ModelTotal[], scenario: Scenario, units: UnitSystem): readonly string[] {
  const [first, second] = totals
  if (first === undefined) return []
  const last = second ?? first
  const sentences = [
    ...(second === undefined ? yieldText(first.total) : comparison(first.total, second)),
    coldText(last.total, scenario, units),
  ]
  if (last.unpriced > 0)
    sentences.push(
      `${(last.unpriced / 1000).toFixed(1)} kWh fell into hours that have no price, and cost nothing here.`,
    )
  const tiers = last.tariff?.periods.some(({ priceMin, priceMax }) => Number(priceMin) !== Number(priceMax))
  if (tiers) sentences.push('Prices are those of the first tier.')
  const most = Math.max(...totals.map(({ total }) => Math.abs(imbalanceOf(total))))
  sentences.push(
    `What came in, went out and stayed balances to ${most < 0.001 ? 'less than 0.001' : most.toFixed(3)} Wh.`,
  )
  return sentences
}

const yieldText = ({ delivered, electricity }: ModelRow): readonly string[] =>
  electricity > 0 && delivered > 0
    ? [`Each kWh of electricity gave ${(delivered / electricity).toFixed(2)} kWh of hot water.`]
    : []

function coldText({ coldLitres, coldMinutes, litres }: ModelRow, { comfort }: Scenario, units: UnitSystem): string {
  if (litres === 0) return 'Nobody drew hot water.'
  const { from, symbol } = unitOf('volume', units)
  const than = degrees(comfort, units)
  if (coldLitres === 0) return `No hot water left the tank colder than ${than}.`
  const volume = (amount: number) => grouped(from(amount))
  const time = counted(Math.round(coldMinutes), 'minute')
  return `Water left the tank colder than ${than} for ${time}, ${volume(coldLitres)} ${symbol} of ${volume(litres)}.`
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

/** What the second run came to, beside the first. */
function comparison(without: ModelRow, { run: { plans }, total }: ModelTotal): readonly string[] {
  const what = [
    ...(plans.reservations ? ['the schedule'] : []),
    ...(plans.tariff?.heeded ? [`the windows of ${plans.tariff.name}`] : []),
  ].join(' and ')
  const used = total.electricity - without.electricity
  const percent = without.electricity > 0 ? ` (${Math.abs((100 * used) / without.electricity).toFixed(1)} %)` : ''
  const energy =
    kWh(used) === '0.0 kWh' ? 'uses as much electricity as without' : `uses ${kWh(used)}${percent} ${moreOrLess(used)}`
  const saved = (total.cost ?? 0) - (without.cost ?? 0)
  const money = Math.abs(saved).toFixed(2)
  const cost =
    total.cost === undefined ? [] : [money === '0.00' ? 'costs as much' : `costs ${money} ${moreOrLess(saved)}`]
  const cold = Math.round(total.coldMinutes - without.coldMinutes)
  const comfort =
    cold === 0
      ? 'water runs cold for as long as before'
      : `water runs cold for ${counted(Math.abs(cold), 'minute')} ${moreOrLess(cold)}`
  // Of a short run the heat that stays behind would be half the difference.
  const kept = total.storedAfter - without.storedAfter
  const rest =
    Math.abs(kept) > 0.01 * total.delivered && kWh(kept) !== '0.0 kWh'
      ? [`At the end its tank holds ${kWh(kept)} ${moreOrLess(kept)} heat.`]
      : []
  return [`With ${what} it ${[energy, ...cost].join(', ')}, and ${comfort}.`, ...rest]
}

/** Without its sign. */
const kWh = (wattHours: number) => `${(Math.abs(wattHours) / 1000).toFixed(1)} kWh`
const moreOrLess = (difference: number) => (difference < 0 ? 'less' : 'more')
