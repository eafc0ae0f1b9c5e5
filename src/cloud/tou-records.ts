/** The time-of-use plans of the cloud's REST side, as they come: prices and times are read where they are needed. */
import { z } from 'zod'
import { absent, listOf, number, text } from './lenient.ts'

/** A stretch of the day at one price. It ends with its last minute, and doesn't cross midnight. */
const touInterval = z
  .object({
    season: number,
    /** Sunday 128, Monday 64 … Saturday 2. */
    week: number,
    startHour: number,
    startMinute: number,
    startMin: number,
    endHour: number,
    endMinute: number,
    endMin: number,
    /** Currency a kWh × 10^decimalPoint. */
    priceMin: number,
    priceMax: number,
    decimalPoint: number,
  })
  // Some firmware notes spell the minutes short.
  .transform(({ startMin, endMin, startMinute = startMin, endMinute = endMin, ...rest }) => ({
    ...rest,
    startMinute,
    endMinute,
  }))
export type TouInterval = z.output<typeof touInterval>

const touSeason = z.object({
  /** A month mask: January bit 0 … December bit 11. */
  season: number,
  interval: listOf(touInterval),
})
export type TouSeason = z.output<typeof touSeason>

/** The time-of-use plan that is registered for a heater. */
export const touPlanSchema = z.object({
  /** `wifi`, or `bt` when it was set over Bluetooth. */
  registerPath: text,
  sourceType: text,
  touInfo: z
    .object({
      controllerId: text,
      manufactureId: text,
      name: text,
      utility: text,
      /** Sent as a number, which loses New England's leading zero. */
      zipCode: text.transform(value => value?.padStart(5, '0')),
      schedule: listOf(touSeason),
    })
    .optional()
    .catch(absent),
})
/** The time-of-use plan that the cloud has registered for a heater, as it came. */
export type TouPlan = z.output<typeof touPlanSchema>

/** A utility's plan as the cloud turned it into the heater's form. */
const convertedTou = z.object({ name: text, utility: text, schedule: listOf(touSeason) })
/** A rate plan as the vendor’s cloud turned it into the heater’s form. */
export type ConvertedTou = z.output<typeof convertedTou>
export const convertedTousSchema = z.object({ touInfo: listOf(convertedTou) }).transform(({ touInfo }) => touInfo)

/** Fifteen zeros say that there is none. */
export const manufactureIdSchema = z
  .object({ manufactureId: text })
  .transform(({ manufactureId }) => (/[^0\s]/.test(manufactureId ?? '') ? manufactureId : undefined))
