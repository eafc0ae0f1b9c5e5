/** In which air the heat pump runs. How a real unit learns what air it has while its sensor reads the warm cabinet nobody knows. */

/** It runs only with air between these, °C [P]. They also keep frost from its coil, of which nothing else is known. */
const intakeRange = { lowest: 5, highest: 45 } as const
/** At rest the sensor reads so much more than the air has, at most, K [P]: hot air is judged with that allowed for. */
const cabinet = 5.2
/** A guess, s: so long it runs before it believes its sensor, which needs some minutes [P]. */
const patience = 300
/** A guess, s: so long it waits before it tries again. */
const airLockout = 3600

/** A guess, s: so long the air must be within its limits before it starts again. */
const settling = 600

/** Changed in place. Seconds. */
export interface AirWatch {
  /** For how long it has been running in air beyond the limits. */
  beyond: number
  /** Until it may try again. */
  lockedFor: number
}

export const calmAir: Readonly<AirWatch> = { beyond: 0, lockedFor: 0 }

export function watchAir(air: AirWatch, intake: number, running: boolean, seconds: number): void {
  if (air.lockedFor > 0) air.lockedFor = Math.max(0, air.lockedFor - seconds)
  if (!running) {
    air.beyond = 0
    if (!mayTryIn(intake)) air.lockedFor = Math.max(air.lockedFor, settling)
    return
  }
  const outside = intake < intakeRange.lowest || intake > intakeRange.highest
  air.beyond = outside ? air.beyond + seconds : 0
  if (air.beyond < patience) return
  air.beyond = 0
  air.lockedFor = airLockout
}

/** By the sensor of a unit at rest. */
const mayTryIn = (intake: number) => intake >= intakeRange.lowest && intake <= intakeRange.highest + cabinet

/** Whether the heat pump may run, or try to. */
export const airAllows = ({ lockedFor }: Readonly<AirWatch>, intake: number, running: boolean): boolean =>
  lockedFor === 0 && (running || mayTryIn(intake))
