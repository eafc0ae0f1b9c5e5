/** The heaters of a demo: the one that the flags tell of, and neighbours of its kind with other people. */
import type { Command } from 'commander'
import { type HouseholdProfile, household } from '#physics/house/household'
import type { HeaterOptions } from '#simulator/options'
import { givenHeater } from '../simulating/given-heater.ts'
import { heaterOptions } from '../simulating/heater-options.ts'
import { drawsWithout, type Episode } from './past-month.ts'

/** Somebody had a bath: it heats soon, and there is something to see. °C */
const lastNight = { upper: 48, lower: 30 } as const
const people: readonly HouseholdProfile[] = ['family', 'couple', 5, 1, 3]
/** Locally administered addresses from here on. */
const firstAddress = 0x02_4e_57_50_05_00

export interface WantedHeaters {
  readonly command: Command
  readonly count: number
  /** When their time begins, ms since 1970. */
  readonly begins: number
  /** What the first of them goes through. */
  readonly episodes: readonly Episode[]
}

export type DemoHeater = HeaterOptions & Required<Pick<HeaterOptions, 'name' | 'macAddress'>>

export async function demoHeaters(wanted: WantedHeaters): Promise<readonly DemoHeater[]> {
  const { command, count, begins, episodes } = wanted
  const noFile = (file: string) => Promise.reject(new Error(`${file} is for simulate.`))
  const given = await heaterOptions({ ...givenHeater(command, () => 'us', noFile), begins: begins / 1000 })
  return Array.from({ length: count }, (_, i) => {
    const seed = i + 1
    const draws = household(given.household ?? people[i % people.length] ?? 'family', { seed })
    return {
      ...lastNight,
      ...given,
      name: i === 0 ? 'Water Heater' : `Water Heater ${i + 1}`,
      macAddress: (firstAddress + i).toString(16).padStart(12, '0'),
      seed,
      draws: i === 0 ? drawsWithout(draws, episodes) : draws,
    }
  })
}
