/** Which notifications of a heater the cloud sends to the phones of an account. */
import { z } from 'zod'
import { number } from './lenient.ts'

/** 1 on, 2 off: the reverse of everything else on the wire. */
const flag = number.transform(value => (value === 1 ? true : value === 2 ? false : undefined))

/** What isn't told is undefined: a member of a household hasn't got the one for descaling. */
export interface PushSettings {
  readonly isErrorAlarm?: boolean | undefined
  readonly isDescalingAlarm?: boolean | undefined
  readonly isEtcAlarm?: boolean | undefined
}

export const pushSettingsSchema = z.object({ isErrorAlarm: flag, isDescalingAlarm: flag, isEtcAlarm: flag })

const wireFlag = (on: boolean | undefined) => (on === undefined ? undefined : on ? 1 : 2)

/** As the cloud wants them, without those that aren't given. */
export const pushFlags = ({ isErrorAlarm, isDescalingAlarm, isEtcAlarm }: PushSettings) => ({
  isErrorAlarm: wireFlag(isErrorAlarm),
  isDescalingAlarm: wireFlag(isDescalingAlarm),
  isEtcAlarm: wireFlag(isEtcAlarm),
})
