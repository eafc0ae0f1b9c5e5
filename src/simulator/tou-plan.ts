/** The time-of-use plan that a simulated heater's cloud holds: made up, in the form of a real one. */
import type { Identity } from './identity.ts'

const weekdays = 124
const weekend = 130
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

/** `data` of `GET /device/tou`. */
export const touPlan = ({ controllerSerialNumber }: Identity) => ({
  registerPath: 'wifi',
  sourceType: 'openei',
  touInfo: {
    controllerId: controllerSerialNumber,
    manufactureId: '000000000000000',
    name: 'Evening Peak',
    utility: 'Example Light & Power',
    zipCode: 99999,
    schedule: [season(summer, 21_000, 46_000), season(winter, 19_000, 27_000)],
  },
})
