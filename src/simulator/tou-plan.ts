/** The time-of-use plan that a simulated cloud holds for a heater; the first one is made up, in the form of a real one. */
import type { Identity } from './identity.ts'

/** A season's mask of months with its windows. */
export interface TouSeason {
  readonly season: number
  readonly interval: readonly unknown[]
}

/** `data` of `GET /device/tou`. */
export interface RegisteredTou {
  readonly registerPath: string
  readonly sourceType: string
  readonly touInfo: {
    readonly controllerId: string
    readonly manufactureId: string
    readonly name: string
    readonly utility: string
    /** So sent, which loses a leading zero. */
    readonly zipCode: number
    readonly schedule: readonly TouSeason[]
  }
}

/** That there is none. */
export const noManufactureId = '0'.repeat(15)

export const weekdays = 124
export const weekend = 130
/** Month masks: June to September, and the rest. */
const [summer, winter] = [480, 3615]

/** Prices in hundred-thousandths of a dollar per kWh. */
const interval = (week: number, startHour: number, endHour: number, price: number) => ({
  week,
  startHour,
  startMinute: 0,
  endHour,
  endMinute: 59,
  priceMin: price,
  priceMax: price + 8000,
  decimalPoint: 5,
})

const season = (months: number, cheap: number, dear: number) => ({
  season: months,
  interval: [
    interval(weekdays, 0, 15, cheap),
    interval(weekdays, 16, 20, dear),
    interval(weekdays, 21, 23, cheap),
    interval(weekend, 0, 23, cheap),
  ],
})

/** What is registered when the simulation begins. */
export const touPlan = ({ controllerSerialNumber }: Identity): RegisteredTou => ({
  registerPath: 'wifi',
  sourceType: 'openei',
  touInfo: {
    controllerId: controllerSerialNumber,
    manufactureId: noManufactureId,
    name: 'Evening Peak',
    utility: 'Example Light & Power',
    zipCode: 99999,
    schedule: [season(summer, 21_000, 46_000), season(winter, 19_000, 27_000)],
  },
})

/** What is registered by `PUT /device/tou`; undefined for a body that is no plan. */
export function touPlanOf(
  { controllerSerialNumber }: Identity,
  { registerPath, sourceType, touInfo, zipCode }: Readonly<Record<string, unknown>>,
): RegisteredTou | undefined {
  const { name, utility, schedule } = (touInfo ?? {}) as Readonly<Record<string, unknown>>
  const texts = [registerPath, sourceType, name, utility].filter(text => typeof text === 'string')
  const [path, type, called, by] = texts
  if (path === undefined || type === undefined || called === undefined || by === undefined) return undefined
  if (!/^\d{5}$/.test(String(zipCode)) || !Array.isArray(schedule) || !schedule.every(isSeason)) return undefined
  return {
    registerPath: path,
    sourceType: type,
    touInfo: {
      controllerId: controllerSerialNumber,
      manufactureId: noManufactureId,
      name: called,
      utility: by,
      zipCode: Number(zipCode),
      schedule,
    },
  }
}

const isSeason = (value: unknown): value is TouSeason => {
  const { season, interval } = (value ?? {}) as Readonly<Record<string, unknown>>
  return Number.isInteger(season) && Array.isArray(interval)
}
