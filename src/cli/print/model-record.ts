/** What a run of the model came to, in names that have their units. */
import type { ModelTotal } from '../modelling/model-run.ts'
import type { ModelRow } from '../modelling/row-total.ts'
import type { Scenario } from '../modelling/scenario.ts'
import type { ScenarioHouse } from '../modelling/scenario-house.ts'

export type NumberRecord = Readonly<Record<string, number | undefined>>

/** `2026-01-01T08:00:00Z`. */
export const momentText = (second: number): string => `${new Date(second * 1000).toISOString().slice(0, 19)}Z`

type Column = readonly [name: string, of: (row: ModelRow) => number | undefined]

/** Heat above 0 °C. What is delivered is what left with hot water less what came in with cold. */
// biome-ignore format: a column is a line
const columns: readonly Column[] = [
  ['electricity_wh', row => row.electricity],
  ['heat_pump_energy_wh', row => row.heatPumpEnergy],
  ['element_energy_wh', row => row.elementEnergy],
  ['heat_pump_heat_wh', row => row.heatPumpHeat],
  ['element_heat_wh', row => row.elementHeat],
  ['delivered_wh', row => row.delivered],
  ['lost_wh', row => row.lost],
  ['stored_start_wh', row => row.storedBefore],
  ['stored_end_wh', row => row.storedAfter],
  ['mean_tank_start_c', row => row.meanBefore],
  ['mean_tank_end_c', row => row.meanAfter],
  ['hot_water_l', row => row.litres],
  ['outlet_c', row => row.outlet],
  ['cold_water_l', row => row.coldLitres],
  ['cold_water_min', row => row.coldMinutes],
  ['compressor_h', row => row.compressorHours],
  ['compressor_starts', row => row.compressorStarts],
  ['element_h', row => row.elementHours],
  ['upper_end_c', row => row.upper],
  ['lower_end_c', row => row.lower],
  ['air_c', row => row.air],
  ['inlet_c', row => row.inlet],
]
const priced: readonly Column[] = [...columns, ['cost', row => row.cost]]

const columnsOf = ({ cost }: ModelRow): readonly Column[] => (cost === undefined ? columns : priced)

export const rowNames = (row: ModelRow): readonly string[] => columnsOf(row).map(([name]) => name)

/**
 * The numbers of a row as texts, in the order of its names, exact enough for half a million of them to be added up: a minute
 * at rest takes a sixtieth of a Wh, and costs next to nothing. V8 remembers what `String` makes of a number, which would be
 * a hundred megabytes of them.
 */
export const rowTexts = (row: ModelRow): readonly (string | undefined)[] =>
  columnsOf(row).map(([name, of]) => {
    const value = of(row)
    if (value === undefined || Number.isInteger(value)) return value?.toString()
    return value.toFixed(name === 'cost' ? 9 : 6)
  })

export const rowRecord = (row: ModelRow): NumberRecord =>
  Object.fromEntries(columnsOf(row).map(([name, of]) => [name, of(row)]))

/** Heat from the heat pump for each Wh that it used; undefined when it never ran. */
export const copOf = ({ heatPumpEnergy, heatPumpHeat }: ModelRow): number | undefined =>
  heatPumpEnergy > 0 ? heatPumpHeat / heatPumpEnergy : undefined

/** Heat that came in and is neither delivered, nor lost, nor in the tank, Wh: nothing but rounding. */
export const imbalanceOf = (row: ModelRow): number =>
  row.heatPumpHeat + row.elementHeat - row.delivered - row.lost - (row.storedAfter - row.storedBefore)

export const totalRecord = ({ total, unpriced }: ModelTotal): NumberRecord => ({
  ...rowRecord(total),
  standby_energy_wh: total.electricity - total.heatPumpEnergy - total.elementEnergy,
  heat_pump_cop: copOf(total),
  delivered_per_electricity: total.electricity > 0 ? total.delivered / total.electricity : undefined,
  imbalance_wh: imbalanceOf(total),
  ...(total.cost !== undefined && { unpriced_electricity_wh: unpriced }),
})

/** The scenario as a file would say it, with all that it left out. */
export function scenarioRecord(scenario: Scenario, { constants }: ScenarioHouse): Readonly<Record<string, unknown>> {
  const { span, step, comfort, seed, timeZone, size, heater, profile, climate, room, told } = scenario
  const { document } = told
  const { air, humidity, inlet } = constants
  const days = document.hours === undefined ? { days: (span.to - span.from) / 86_400 } : { hours: document.hours }
  return {
    ...days,
    from: momentText(span.from),
    time_zone: timeZone,
    step_s: step,
    seed,
    comfort_c: comfort,
    tank_gal: Number.parseInt(size, 10),
    set: heater.set,
    ...(document.parameters_file !== undefined && { parameters_file: document.parameters_file }),
    ...(document.element_v !== undefined && { element_v: document.element_v }),
    mode: heater.mode,
    setpoint_c: heater.setpoint,
    minimum_temperature_c: heater.minimumOperation,
    upper_c: heater.upper,
    lower_c: heater.lower,
    ...(document.draws_file === undefined ? { profile } : { draws_file: document.draws_file }),
    ...(climate !== undefined && { climate, room }),
    ...(document.weather_file !== undefined && { weather_file: document.weather_file }),
    ...(air !== undefined && { air_c: air }),
    ...(humidity !== undefined && { humidity_percent: humidity }),
    ...(inlet !== undefined && { inlet_c: inlet }),
    ...(document.schedule_file !== undefined && { schedule_file: document.schedule_file }),
    ...(document.tariff_file !== undefined && { tariff_file: document.tariff_file }),
  }
}
