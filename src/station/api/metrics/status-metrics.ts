/** A gauge for each field of a status, in Prometheus' base units with the unit in the name. What isn't told is absent. */
import { energyToSetpoint, filterHoursLeft, heating, usableEnergy } from '#schema/derived'
import { OnOff } from '#schema/enums'
import { csvColumn, type Field, type Quantity } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { type Labels, type Metric, type MetricSample, stateSet } from './metric-text.ts'

/** The end of the name, and how much one of the quantity's units is. */
const units: Partial<Readonly<Record<Quantity, readonly [suffix: string, factor: number]>>> = {
  temperature: ['celsius', 1],
  'temperature-difference': ['difference_celsius', 1],
  power: ['watts', 1],
  energy: ['joules', 3600],
  flow: ['litres_per_second', 1 / 60],
  volume: ['litres', 1],
  hours: ['seconds', 3600],
  days: ['seconds', 86_400],
  percent: ['ratio', 0.01],
  speed: ['rpm', 1],
  signal: ['dbm', 1],
  steps: ['steps', 1],
}

/** One field as a metric. */
interface FieldMetric {
  readonly name: string
  readonly doc: string
  samples(status: Status, labels: Labels): readonly MetricSample[]
}

/** `dhwChargePer` → `navilink_dhw_charge_ratio`. */
function metricName(key: string, field: Field, suffix: string): string {
  const snake = (
    field.quantity === 'percent' ? csvColumn(key, field) : csvColumn(key, { ...field, csv: undefined } as never)
  )
    .replace(/_percent$/, '')
    .replace(/^_/, '')
  // A name that ends in its unit already isn't given it twice.
  const base = snake.replace(new RegExp(`_${suffix.replace(/s$/, '')}s?$`), '')
  return `navilink_${[base, suffix].filter(Boolean).join('_')}`
}

function fieldMetric(key: StatusKey): FieldMetric | undefined {
  const field: Field = statusFields[key]
  const { quantity, labels: names, doc } = field
  if (quantity === 'text') return undefined
  if (names === undefined) {
    const [suffix, factor] = units[quantity] ?? ['', 1]
    return {
      name: metricName(key, field, suffix),
      doc,
      samples(status, labels) {
        const value = status[key] as number | undefined
        return value === undefined
          ? []
          : [{ labels, value: factor === 1 ? value : Number((value * factor).toPrecision(12)) }]
      },
    }
  }
  const name = metricName(key, field, '')
  if (names === OnOff)
    return {
      name,
      doc: `${doc} 1 is on, 0 is off.`,
      samples(status, labels) {
        const value = status[key]
        // Neither on nor off is no off.
        return value === 'on' || value === 'off' ? [{ labels, value: value === 'on' ? 1 : 0 }] : []
      },
    }
  const states = Object.values(names)
  return {
    name,
    doc: `${doc} 1 is the state that it is in.`,
    samples(status, labels) {
      const value = status[key]
      return typeof value === 'string' ? stateSet(labels, states, value) : []
    },
  }
}

const derived: readonly FieldMetric[] = [
  {
    name: 'navilink_usable_energy_joules',
    doc: 'Heat in the tank above its reference.',
    samples: (status, labels) => joules(usableEnergy(status), labels),
  },
  {
    name: 'navilink_energy_to_setpoint_joules',
    doc: 'Heat still missing to the target of the heater.',
    samples: (status, labels) => joules(energyToSetpoint(status), labels),
  },
  {
    name: 'navilink_filter_left_seconds',
    doc: 'Fan time until the air filter is to be cleaned.',
    samples(status, labels) {
      const hours = filterHoursLeft(status)
      return hours === undefined ? [] : [{ labels, value: hours * 3600 }]
    },
  },
  {
    name: 'navilink_heating',
    doc: 'What is really heating, by power and relays. 1 is the state that it is in.',
    samples: (status, labels) =>
      stateSet(labels, ['nothing', 'heat-pump', 'element', 'heat-pump-and-element', 'unknown'], heating(status)),
  },
]

const joules = (wattHours: number | undefined, labels: Labels): readonly MetricSample[] =>
  wattHours === undefined ? [] : [{ labels, value: wattHours * 3600 }]

const all: readonly FieldMetric[] = [
  ...(Object.keys(statusFields) as StatusKey[]).flatMap(key => fieldMetric(key) ?? []),
  ...derived,
]

export const statusMetrics = (
  heaters: readonly { readonly labels: Labels; readonly status: Status }[],
): readonly Metric[] =>
  all.map(({ name, doc, samples }) => ({
    name,
    type: 'gauge',
    doc,
    samples: heaters.flatMap(({ labels, status }) => samples(status, labels)),
  }))
