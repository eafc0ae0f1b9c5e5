/** The chance of a soak: all of it follows from the seed. */
import { random } from '#physics/random'
import { type Duration, millis } from '#time/duration'

export class Dice {
  /** 0 to 1. */
  readonly roll: () => number

  constructor(seed: number) {
    this.roll = random(seed)
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.roll() < probability
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.roll() * (most - least + 1))
  }

  pick<T>(all: readonly T[]): T {
    const one = all[Math.floor(this.roll() * all.length)]
    if (one === undefined) throw new RangeError('There is nothing to pick from.')
    return one
  }

  /** Evenly over the orders of magnitude: as many short ones as long ones. */
  span(shortest: Duration, longest: Duration): Duration {
    return millis(Math.round(shortest * (longest / shortest) ** this.roll()))
  }

  /** From one event to the next, of those that come without memory. */
  until(mean: Duration): Duration {
    return millis(Math.round(-Math.log(1 - this.roll()) * mean))
  }
}
