/** What a heater meets as time goes by: air, cold water, and people who draw hot water. */
import type { Conditions } from './conditions.ts'

export interface Surroundings {
  /**
   * Conditions from one moment to another, seconds since 1970: the means of air and water, and all that is drawn meanwhile.
   * What it returns may be used again by the next call.
   */
  between(from: number, to: number): Conditions
}
