/**
 * Places with a climate, as monthly tables. They follow NOAA's climate normals of 1991–2020 at the airport, and for humidity
 * its means of 1961–1990 [L]; all is rounded to whole degrees, kelvins and per cent, and good to a kelvin and some per cent.
 */

/** Twelve, January first. */
export type Months = readonly number[]

export interface Climate {
  /** Outdoors, °C. */
  readonly mean: Months
  /** From the mean daily minimum to the maximum, K. */
  readonly swing: Months
  /** Relative, outdoors, %. */
  readonly humidity: Months
}

// biome-ignore format: a table
export const climates = {
  sacramento: {
    mean: [9, 11, 13, 16, 19, 23, 24, 24, 22, 18, 12, 8],
    swing: [9, 11, 12, 14, 16, 18, 19, 19, 18, 16, 12, 9],
    humidity: [83, 77, 72, 64, 59, 55, 53, 56, 57, 63, 75, 83],
  },
  phoenix: {
    mean: [14, 16, 19, 23, 28, 33, 35, 35, 32, 25, 18, 13],
    swing: [12, 12, 13, 14, 14, 14, 12, 12, 12, 13, 13, 12],
    humidity: [51, 44, 39, 28, 22, 19, 32, 36, 36, 37, 44, 52],
  },
  miami: {
    mean: [20, 22, 23, 25, 27, 28, 29, 29, 28, 27, 24, 22],
    swing: [8, 8, 8, 8, 7, 7, 7, 7, 6, 6, 7, 7],
    humidity: [73, 71, 70, 67, 72, 76, 75, 76, 78, 75, 74, 73],
  },
  chicago: {
    mean: [-4, -2, 4, 10, 16, 21, 24, 23, 19, 12, 5, -1],
    swing: [7, 8, 9, 10, 11, 11, 10, 10, 10, 10, 8, 7],
    humidity: [72, 72, 70, 65, 64, 66, 69, 71, 71, 69, 73, 76],
  },
  boston: {
    mean: [-1, 0, 4, 9, 15, 20, 23, 23, 19, 13, 7, 2],
    swing: [8, 8, 8, 9, 9, 9, 9, 8, 8, 8, 8, 7],
    humidity: [62, 62, 63, 63, 67, 69, 68, 71, 72, 69, 68, 65],
  },
  seattle: {
    mean: [6, 7, 8, 11, 14, 17, 20, 20, 17, 12, 8, 6],
    swing: [6, 7, 8, 9, 9, 10, 11, 12, 10, 8, 6, 6],
    humidity: [78, 75, 74, 71, 69, 67, 65, 68, 73, 79, 80, 80],
  },
  minneapolis: {
    mean: [-9, -6, 1, 8, 15, 21, 23, 22, 18, 10, 2, -6],
    swing: [8, 9, 9, 11, 11, 10, 10, 10, 10, 9, 8, 7],
    humidity: [70, 70, 67, 60, 60, 64, 65, 68, 71, 68, 73, 74],
  },
} as const satisfies Readonly<Record<string, Climate>>

/** A place that is built in. */
export type Place = keyof typeof climates

/** All that are built in. */
export const places = Object.keys(climates) as readonly Place[]
