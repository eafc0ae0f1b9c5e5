/** What the model makes of what was published and measured, as tables beside it. The procedures are those of its tests. */
import { copAt, powerAt } from '#physics/heat-pump'
import { advance, type Machine } from '#physics/machine'
import { type ParameterSet, parametersOf } from '#physics/parameters'
import { meanTemperature } from '#physics/tank'
import { published, ratingsOf, sizes } from '../../test/physics/ratings.ts'
import { calm, drawn, heater, heatIn, resting, tankLitresFor, until } from '../../test/physics/watched.ts'
import { heading, row } from './markdown.ts'

const sets: readonly ParameterSet[] = ['rated', 'field']

/** The published ratings, by the rule's own procedure with the `rated` set. */
export function ratingsTable(): readonly string[] {
  return [
    ...heading(
      'Tank',
      'UEF',
      '**model**',
      'First hour',
      '**energy saver**',
      '**high demand**',
      '**Electric**',
      'By its loss',
    ),
    ...sizes.map(size => {
      const { uniformEnergyFactor, firstHours, electric, electricByLoss } = ratingsOf(size)
      const { uniformEnergyFactor: rated, firstHour } = published[size]
      const gallons = Object.values(firstHours).map(each => `${each.toFixed(0)} gal`)
      const factors = [electric, electricByLoss].map(each => each.toFixed(3))
      return row(size, `${rated}`, uniformEnergyFactor.toFixed(2), `${firstHour} gal`, ...gallons, ...factors)
    }),
  ]
}

/** A number of the field, and how the model comes to it. */
interface FieldNumber {
  readonly what: string
  readonly measured: string
  readonly modelled: (set: ParameterSet) => string
}

const runs = ({ controller }: Machine) => controller.control.compressor

function recovery(set: ParameterSet) {
  const machine = heater({ upper: 54.4, lower: 40, setpoint: 60.5, set })
  const before = heatIn(machine)
  until(machine, runs)
  const seconds = until(machine, ended => !runs(ended))
  const { heatPumpEnergy } = machine.meters
  return { seconds, heatPumpEnergy, gained: (heatIn(machine) - before) / heatPumpEnergy }
}

function standby(set: ParameterSet): number {
  const machine = resting({ upper: 60, lower: 60, air: 19.7, set })
  advance(machine, calm({ air: 19.7 }), 86_400)
  return meanTemperature(machine.tank)
}

/** Hours by which the gap closes that a draw left. */
function closing(set: ParameterSet): number {
  const gap = ({ probes }: Machine) => probes.upper - probes.lower
  const machine = resting({ upper: 58, lower: 58, set })
  drawn(machine, 80)
  advance(machine, calm(), 1200)
  const before = gap(machine)
  advance(machine, calm(), 8 * 3600)
  return 8 / Math.log(before / gap(machine))
}

/** K by which the lower reading has fallen ten minutes after so much came out of the tap. */
function fallBy(litres: number, set: ParameterSet): number {
  const machine = resting({ upper: 59, lower: 59, set })
  drawn(machine, tankLitresFor(litres, 59, 22))
  advance(machine, calm(), 600)
  return 59 - machine.probes.lower
}

const fieldNumbers: readonly FieldNumber[] = [
  {
    what: 'a recovery, 54.4/40.0 to 60.5 °C in air of 22 °C',
    measured: '193 min, 1.31 kWh, 2.81 Wh gained for each [P, D]',
    modelled(set) {
      const { seconds, heatPumpEnergy, gained } = recovery(set)
      return `${(seconds / 60).toFixed(0)} min, ${(heatPumpEnergy / 1000).toFixed(2)} kWh, ${gained.toFixed(2)}`
    },
  },
  {
    what: '24 h at rest from 60 °C in air of 19.7 °C',
    measured: '52.5 °C [P]',
    modelled: set => `${standby(set).toFixed(1)} °C`,
  },
  { what: 'a gap left alone closes with', measured: '27 h [P]', modelled: set => `${closing(set).toFixed(0)} h` },
  {
    what: 'the lower reading after 57 and after 102 L from a tap',
    measured: '−11, −27 K [P]',
    modelled: set =>
      [57, 102]
        .map(litres => `−${fallBy(litres, set).toFixed(1)}`)
        .join(', ')
        .concat(' K'),
  },
  {
    what: 'power at the recorded running point, water at 54 and air at 25.8 °C',
    measured: '432–435 W [C]',
    modelled: set => `${powerAt(parametersOf('65-gal', set), 54, 25.8).toFixed(0)} W`,
  },
]

export function fieldTable(): readonly string[] {
  return [
    ...heading('65 gal tank', 'Measured', ...sets.map(set => `\`${set}\``)),
    ...fieldNumbers.map(({ what, measured, modelled }) => row(what, measured, ...sets.map(modelled))),
  ]
}

/** Power and COP of a warm heat pump, over water and air. */
export function mapTable(): readonly string[] {
  const [waters, airs] = [
    [20, 38, 49, 57, 62],
    [-5, 10, 19.7, 35],
  ]
  const [rated, field] = sets.map(set => parametersOf('65-gal', set))
  if (rated === undefined || field === undefined) return []
  const cell = (water: number, air: number) => {
    const [ofRated, ofField] = [rated, field].map(map => copAt(map, water, air, 50).toFixed(1))
    return `${powerAt(rated, water, air).toFixed(0)} W × ${ofRated}, ${ofField}`
  }
  return [
    ...heading('Water at the condenser', ...airs.map(air => `air ${String(air).replace('-', '−')} °C`)),
    ...waters.map(water => row(`${water} °C`, ...airs.map(air => cell(water, air)))),
  ]
}
