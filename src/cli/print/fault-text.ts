/** What is wrong with a heater, in sentences: the fault in force, and the second alarm. */
import { explainAlarm, explainFault } from '#schema/faults'
import type { Status } from '#schema/status'

/** undefined when there is none, or the heater didn't say. */
export const faultText = ({ errorCode, subErrorCode }: Status): string | undefined =>
  errorCode ? explainFault(errorCode, subErrorCode) : undefined

/** undefined when there is none, or the heater didn't say. */
export const alarmText = ({ minorCode }: Status): string | undefined =>
  minorCode ? explainAlarm(minorCode) : undefined
