/** Everything that can be set on a heater, as one document: its settings, and its schedules. */
import { createHash } from 'node:crypto'
import type { CapabilityName } from '#schema/capabilities'
import { commands, type DhwMode, type RecirculationChoice } from '#schema/commands'
import type { Status } from '#schema/status'
import { hours } from '#time/duration'
import type { NaviLinkDevice } from './device.ts'
import type { CallOptions } from './heater-events.ts'
import type { ScheduleFile } from './schedule-document.ts'

/** Settings that a status shows. What it didn't tell is left out. */
export interface HeaterSettings {
  readonly power?: 'on' | 'off'
  /** The mode that was chosen; one that is off doesn't tell it. */
  readonly mode?: DhwMode | 'vacation'
  /** Of the vacation that it was on. */
  readonly vacationDays?: number
  /** The setpoint, °C. */
  readonly temperature?: number
  /** 0 is off. */
  readonly antiLegionellaDays?: number
  /** Fan hours; 0 is never. */
  readonly airFilterLife?: number
  readonly recirculation?: RecirculationChoice
  /** Whether it heeds its time-of-use plan. */
  readonly timeOfUse?: 'on' | 'off'
}

/** The settings and schedules of one heater at one time. */
export interface HeaterBackup {
  readonly version: 1
  readonly madeAt: Date
  readonly heater: {
    /** Tells the heaters of a home apart, and nothing else: see {@link heaterId}. */
    readonly id: string
    readonly name: string
  }
  readonly settings: HeaterSettings
  readonly schedules: readonly ScheduleFile[]
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[]
}

/** Four hex digits from its address: enough to tell a few heaters apart, too short to find the address again. */
export const heaterId = (macAddress: string): string =>
  createHash('sha256').update(`navilink ${macAddress}`).digest('hex').slice(0, 4)

/** What a backup never has, because no status tells it. */
export const notInBackups = [
  'Demand response, intelligent scheduling and the water program are not in it: no status tells them.',
  'Energy records, counters and the hours of the air filter are not in it: they can’t be set.',
] as const

/**
 * Asks a heater for all of it.
 * @throws when its status can't be had. A schedule that can't be read is listed as missing.
 */
export async function takeBackup(heater: NaviLinkDevice, { signal }: CallOptions = {}): Promise<HeaterBackup> {
  await heater.info({ signal, maxAge: hours(1) })
  const status = await heater.status({ signal })
  const schedules: ScheduleFile[] = []
  const missing: string[] = []
  const take = async (
    what: string,
    needs: CapabilityName | undefined,
    read: () => Promise<ScheduleFile | undefined>,
  ) => {
    if (needs !== undefined && heater.can(needs) === false) return
    try {
      const file = await read()
      if (file) schedules.push(file)
    } catch (error) {
      signal?.throwIfAborted()
      missing.push(`The ${what} could not be read. ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await take('reservations', 'reservations', async () => ({
    kind: 'reservations',
    schedule: await heater.reservations.read({ signal }),
  }))
  await take('recirculation schedule', 'recirculation-schedule', async () => ({
    kind: 'recirculation',
    schedule: await heater.recirculation.read({ signal }),
  }))
  await take('time-of-use plan', undefined, async () => {
    const plan = await heater.tou.read({ signal })
    if (plan === undefined) return undefined
    const { name, utility, zipCode, ...schedule } = plan
    return { kind: 'tou', name, utility, zipCode, schedule }
  })
  return {
    version: 1,
    madeAt: status.about.at,
    heater: { id: heaterId(heater.macAddress), name: heater.name },
    settings: settingsOf(status),
    schedules,
    missing,
  }
}

export function settingsOf(status: Status): HeaterSettings {
  const { dhwOperationSetting: mode, dhwTemperatureSetting: temperature, touStatus } = status
  const { antiLegionellaUse, antiLegionellaPeriod, airFilterAlarmPeriod, vacationDaySetting } = status
  const { recircOperationMode: recirculation } = status
  const antiLegionellaDays =
    antiLegionellaUse === 'on' ? antiLegionellaPeriod : antiLegionellaUse === 'off' ? 0 : undefined
  return {
    ...(mode !== undefined && mode !== 'standby' && { power: mode === 'off' ? 'off' : 'on' }),
    ...(isMode(mode) && { mode }),
    ...(mode === 'vacation' && { mode, ...(vacationDaySetting && { vacationDays: vacationDaySetting }) }),
    ...(temperature !== undefined && { temperature }),
    ...(antiLegionellaDays !== undefined && { antiLegionellaDays }),
    ...(airFilterAlarmPeriod !== undefined && { airFilterLife: airFilterAlarmPeriod }),
    ...(isRecirculation(recirculation) && { recirculation }),
    ...(touStatus !== undefined && { timeOfUse: touStatus === 'tou-off' ? 'off' : 'on' }),
  }
}

export const isMode = (name: unknown): name is DhwMode =>
  typeof name === 'string' && Object.hasOwn(commands.dhwMode.parameter.choices, name)

export const isRecirculation = (name: unknown): name is RecirculationChoice =>
  typeof name === 'string' && Object.hasOwn(commands.recirculationMode.parameter.choices, name)
