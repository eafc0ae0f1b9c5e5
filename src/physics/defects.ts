/** What can be broken about a machine. The controller isn't told: it sees what its sensors then tell. */

/** Each sensor may be open, as cold as can be, or short, as hot. */
export type BrokenSensor =
  `${'upper' | 'lower' | 'discharge' | 'suction' | 'evaporator' | 'ambient'}-sensor-${'open' | 'short'}`

/** A part that doesn't do its work, or water where none should be. */
export type Defect =
  | 'leak'
  | 'blocked-condensate'
  | 'dead-compressor'
  | 'dead-fan'
  | 'burnt-upper-element'
  | 'burnt-lower-element'
  | 'dry-tank'
  | BrokenSensor

/** All there are. */
export const defects: readonly Defect[] = [
  'leak',
  'blocked-condensate',
  'dead-compressor',
  'dead-fan',
  'burnt-upper-element',
  'burnt-lower-element',
  'dry-tank',
  ...(['upper', 'lower', 'discharge', 'suction', 'evaporator', 'ambient'] as const).flatMap(
    sensor => [`${sensor}-sensor-open`, `${sensor}-sensor-short`] as const,
  ),
]

/** A guess: what an open and a short thermistor read, °C: beyond all that a sensor in order can say. */
const [open, short] = [-50, 205]

/** What a sensor tells of what it feels, °C. */
export function told(
  felt: number,
  sensor: 'upper' | 'lower' | 'discharge' | 'suction' | 'evaporator' | 'ambient',
  broken: readonly Defect[],
): number {
  if (broken.length === 0) return felt
  if (broken.includes(`${sensor}-sensor-open`)) return open
  return broken.includes(`${sensor}-sensor-short`) ? short : felt
}
