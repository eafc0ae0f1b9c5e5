/** Sets up one heater of a simulation as its options say: built so, set so, in a home of its own. */
import { type Household, household } from '#physics/household'
import { initialMachine } from '#physics/machine'
import { setpointRange } from '#physics/settings'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import { readTouSeasons } from '#schema/tou'
import type { Clock } from '#time/clock'
import { millis } from '#time/duration'
import { asDelivered, type Build, usualBuild } from './appliance.ts'
import type { Broker } from './broker.ts'
import type { Faults } from './faults.ts'
import { type Identity, identityOf } from './identity.ts'
import type { LifeSetup } from './life.ts'
import { LocalTime } from './local-time.ts'
import type { HeaterOptions, SimulatorOptions } from './options.ts'
import { restingPump } from './recirculation.ts'
import { touPlan } from './tou-plan.ts'

/** What a heater lives among. */
export interface HeaterSurroundings {
  readonly options: SimulatorOptions
  readonly broker: Broker
  readonly faults: Faults
  readonly wall: Clock
  readonly heaterClock: Clock
  readonly seed: number
}

/** What a heater is made of. */
export interface HeaterSetup {
  readonly identity: Identity
  readonly broker: Broker
  readonly wall: Clock
  /** The heater's own. */
  readonly clock: Clock
  readonly household: Household
  readonly speed: number
  readonly connected: boolean
  readonly controlGap: number
  readonly faults: Faults
  readonly downloadedFirmware: readonly DownloadedFirmware[]
  readonly life: Omit<LifeSetup, 'clock' | 'household' | 'build'>
}

/** @throws RangeError for what can't be: a range of setpoints, a time zone. */
export function heaterSetup(
  heater: HeaterOptions & { readonly name: string; readonly macAddress: string },
  { options, broker, faults, wall, heaterClock, seed }: HeaterSurroundings,
): HeaterSetup {
  const { name, macAddress, firmware = 'new', size = '65-gal', temperatureUnit: unit = 'fahrenheit' } = heater
  const people = household(heater.household ?? 'family', seed)
  const identity = identityOf(name, macAddress, size, firmware, { unit, build: buildOf(heater) })
  const second = heaterClock.now() / 1000
  // Controller 10.1 heats 1 K beyond the setpoint.
  const overshoot = firmware === 'old' ? 1 : 0
  const machine = initialMachine({ air: people.between(second, second).air, ...heater, size, overshoot })
  return {
    identity,
    household: people,
    broker,
    faults,
    wall,
    clock: heaterClock,
    speed: options.speed ?? 1,
    connected: heater.connected ?? true,
    controlGap: options.controlGap ?? 0,
    downloadedFirmware: heater.downloadedFirmware ?? [],
    life: {
      appliance: { machine, ...asDelivered, ...schedulesOf(heater, identity) },
      clockOffset: millis(Math.round(heater.clockOffset ?? 0)),
      time: new LocalTime(heater.timeZone ?? 'UTC'),
      past: heater.past ?? 'year',
      seed,
    },
  }
}

function buildOf({
  recirculation = false,
  capabilities,
  highestSetpoint,
  setpointStep,
  ...rest
}: HeaterOptions): Build {
  const { lowest, highest } = setpointRange
  const top = highestSetpoint ?? highest
  if (!(top >= (rest.minimumOperation ?? lowest)))
    throw new RangeError(`The highest setpoint is ${top} °C; it must not be below the lowest.`)
  return {
    capabilities: {
      ...usualBuild.capabilities,
      recirculation,
      'recirculation-schedule': recirculation,
      ...capabilities,
    },
    highestSetpoint: top,
    setpointStep: setpointStep ?? usualBuild.setpointStep,
  }
}

/** What it holds in the beginning. It got the plan that the cloud has, and takes no notice of it until it is told to. */
function schedulesOf(heater: HeaterOptions, identity: Identity) {
  const plan = { enabled: false, ...readTouSeasons(touPlan(identity).touInfo.schedule) }
  const { reservations = asDelivered.reservations, tou: schedule = plan } = heater
  const { schedule: none } = restingPump
  return {
    reservations,
    tou: { ...asDelivered.tou, schedule },
    recirculation: identity.build.capabilities.recirculation
      ? { ...restingPump, schedule: heater.recirculationSchedule ?? none }
      : undefined,
  }
}
