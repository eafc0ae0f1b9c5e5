/** Sets up one heater of a simulation as its options say: built so, set so, in a home of its own. */
import { type Build, usualBuild } from '#physics/build'
import { setpointRange } from '#physics/controller/settings'
import { setDemandResponse } from '#physics/controller/writes'
import { surroundings, weatherOf } from '#physics/house/house'
import { household } from '#physics/house/household'
import type { UtcOffset } from '#physics/house/wall-time'
import { asked, type Beginning, broken, initialMachine, type Machine } from '#physics/machine'
import { LocalTime } from '#physics/schedule/local-time'
import type { Surroundings } from '#physics/surroundings'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import { readTouSeasons } from '#schema/tou'
import type { Clock } from '#time/clock'
import { millis } from '#time/duration'
import { asDelivered } from './appliance.ts'
import type { Broker } from './broker.ts'
import type { Faults } from './faults.ts'
import { type Identity, identityOf } from './identity.ts'
import type { LifeSetup } from './life.ts'
import type { HeaterOptions, SimulatorOptions } from './options.ts'
import { restingPump } from './recirculation.ts'
import { touPlan } from './tou-plan.ts'

const controllerFirmware = { old: '10.1', new: '11' } as const

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
  readonly surroundings: Surroundings
  readonly speed: number
  readonly connected: boolean
  readonly controlGap: number
  readonly faults: Faults
  readonly downloadedFirmware: readonly DownloadedFirmware[]
  readonly jitter: boolean
  readonly life: Omit<LifeSetup, 'clock' | 'surroundings' | 'build'>
}

/** @throws RangeError for what can't be: a range of setpoints, a time zone. */
export function heaterSetup(
  heater: HeaterOptions & { readonly name: string; readonly macAddress: string },
  { options, broker, faults, wall, heaterClock, seed: chance }: HeaterSurroundings,
): HeaterSetup {
  const { name, macAddress, firmware = 'new', size = '65-gal', temperatureUnit: unit = 'fahrenheit' } = heater
  const { seed = chance } = heater
  const time = new LocalTime(heater.timeZone ?? 'UTC')
  const home = homeOf(heater, seed, second => time.offsetAt(second * 1000) / 1000)
  const identity = identityOf(name, macAddress, size, firmware, { unit, build: buildOf(heater) })
  const second = heaterClock.now() / 1000
  const { air } = home.between(second, second)
  const machine = machineOf(heater, { air, size, firmware: controllerFirmware[firmware] })
  return {
    identity,
    surroundings: home,
    broker,
    faults,
    wall,
    clock: heaterClock,
    speed: options.speed ?? 1,
    connected: heater.connected ?? true,
    controlGap: options.controlGap ?? 0,
    downloadedFirmware: heater.downloadedFirmware ?? [],
    jitter: heater.jitter ?? true,
    life: {
      appliance: { machine, ...asDelivered, ...schedulesOf(heater, identity) },
      clockOffset: millis(Math.round(heater.clockOffset ?? 0)),
      time,
      past: heater.past ?? 'year',
      seed,
    },
  }
}

function machineOf(heater: HeaterOptions, fixed: Required<Pick<Beginning, 'air' | 'size' | 'firmware'>>): Machine {
  const machine = initialMachine({ ...heater, ...fixed })
  const taking = heater.demandResponse ? asked(machine, setDemandResponse, true) : machine
  return heater.defects ? broken(taking, heater.defects) : taking
}

/** Where nothing is chosen, a room that is always the same. */
const usualHome = { air: 20, inlet: 14.4, humidity: 50 } as const

function homeOf(heater: HeaterOptions, seed: number, utcOffset: UtcOffset): Surroundings {
  const { climate, room = 'garage', household: people = 'family', draws } = heater
  const weather = climate && weatherOf(climate, room, { seed, utcOffset })
  return surroundings({
    draws: draws ?? household(people, { seed, utcOffset }),
    air: heater.air ?? weather?.air ?? usualHome.air,
    inlet: heater.inlet ?? weather?.inlet ?? usualHome.inlet,
    humidity: heater.humidity ?? weather?.humidity ?? usualHome.humidity,
  })
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
