/** How long the air filter has been in use, and how long it lasts still. */
import { filterHoursLeft } from '#schema/derived'
import type { Status } from '#schema/status'
import type { FlatRecord } from './records-output.ts'

/** Hours of the fan. What the heater doesn't tell stays untold; a life of 0 is one without an end. */
export function filterRecord(status: Status): FlatRecord {
  const { cumulatedOpTimeEvaFan: used, airFilterAlarmPeriod: life, airFilterAlarmUse: reminds } = status
  const ends = life !== undefined && life > 0 && used !== undefined
  return {
    used_h: used,
    life_h: life,
    left_h: filterHoursLeft(status),
    due: ends ? used >= life : undefined,
    reminder: reminds,
  }
}
