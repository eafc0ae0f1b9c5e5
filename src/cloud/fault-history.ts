/** The faults that the cloud remembers of a heater, for installers. */
import { z } from 'zod'
import { filledText, listOf, number } from './lenient.ts'

export const faultHistorySchema = z.object({
  /** The heater's, as the IANA names it. */
  timeZone: filledText,
  errorInfo: listOf(
    z.object({
      channelNumber: number,
      unitType: number,
      errorCode: number,
      subError: number,
      /** So spelt on the wire; ms since 1970. */
      errorOccuredTime: number,
    }),
  ),
})
export type FaultHistory = z.output<typeof faultHistorySchema>
