/** What may be asked of the world around a heater, and the sentence for what lies beyond. */
import type { Conditions } from './conditions.ts'

/** A unit in which something is given: how it gets to the unit inside, and back. */
export interface GivenUnit {
  readonly symbol: string
  readonly inside: (value: number) => number
  readonly outside: (value: number) => number
}

const scaled = (symbol: string, factor: number): GivenUnit => ({
  symbol,
  inside: value => value * factor,
  outside: value => value / factor,
})

export const litresInGallon = 3.785411784

export const givenUnits = {
  celsius: scaled('°C', 1),
  fahrenheit: { symbol: '°F', inside: value => (value - 32) / 1.8, outside: value => value * 1.8 + 32 },
  percent: scaled('%', 1),
  litres: scaled('L', 1),
  gallons: scaled('gal', litresInGallon),
  litresAMinute: scaled('L/min', 1),
  gallonsAMinute: scaled('gal/min', litresInGallon),
  seconds: scaled('s', 1),
  minutes: scaled('min', 60),
} as const satisfies Readonly<Record<string, GivenUnit>>

export interface Limit {
  readonly least: number
  readonly most: number
  /** Of both: the unit inside. */
  readonly unit: GivenUnit
}

export const limits = {
  /** Around the heater: colder or hotter nobody installs one. */
  air: { least: -30, most: 50, unit: givenUnits.celsius },
  humidity: { least: 0, most: 100, unit: givenUnits.percent },
  inlet: { least: 0, most: 40, unit: givenUnits.celsius },
  /** One draw: at most six of the largest tanks. */
  draw: { least: 0.01, most: 1900, unit: givenUnits.litres },
  /** In a step of time, of which a draw may be a small part. */
  drawn: { least: 0, most: 1900, unit: givenUnits.litres },
  flow: { least: 0.001, most: 100, unit: givenUnits.litresAMinute },
  duration: { least: 1, most: 86_400, unit: givenUnits.seconds },
} as const satisfies Readonly<Record<string, Limit>>

export type Limited = keyof typeof limits

/** For what a conversion loses. */
const rounding = 1e-9

/** `-30 to 50 °C`, in any unit; numbers that can't be told shortly are rounded to the inner side. */
export function rangeText(what: Limited, unit: GivenUnit = limits[what].unit): string {
  const { least, most } = limits[what]
  return `${shortly(unit.outside(least), Math.ceil)} to ${shortly(unit.outside(most), Math.floor)} ${unit.symbol}`
}

/**
 * Why a value can't be, in words that follow its name: `is -40 °C; it must be -30 to 50 °C`. Undefined when it can.
 * @param unit in which it is given; the unit inside by default.
 */
export function beyond(what: Limited, value: number, unit: GivenUnit = limits[what].unit): string | undefined {
  const { least, most } = limits[what]
  const given = unit.inside(value)
  if (given >= least - rounding && given <= most + rounding) return undefined
  const shown = Number.isFinite(value) ? `${value} ${unit.symbol}` : `${value}`
  return `is ${shown}; it must be ${rangeText(what, unit)}`
}

const within = (value: number, { least, most }: Limit) => value >= least && value <= most

/** The same for all that a step of time has. A year asks half a million times, so what is in order is seen at a glance. */
export function conditionsProblem({ air, humidity, inlet, litres, tapLitres }: Conditions): string | undefined {
  if (
    within(air, limits.air) &&
    within(humidity, limits.humidity) &&
    within(inlet, limits.inlet) &&
    within(litres, limits.drawn) &&
    within(tapLitres, limits.drawn)
  )
    return undefined
  for (const [name, what, value] of [
    ['air', 'air', air],
    ['humidity', 'humidity', humidity],
    ['inlet', 'inlet', inlet],
    ['litres', 'drawn', litres],
    ['tapLitres', 'drawn', tapLitres],
  ] as const) {
    const words = beyond(what, value)
    if (words !== undefined) return `${name} ${words}`
  }
  return undefined
}

/** Four digits. */
function shortly(value: number, round: (value: number) => number): number {
  if (value === 0) return 0
  const digits = 3 - Math.floor(Math.log10(Math.abs(value)))
  const scale = 10 ** Math.max(0, digits)
  const near = Math.round(value * scale)
  return (Math.abs(near - value * scale) < 1e-6 ? near : round(value * scale)) / scale
}
