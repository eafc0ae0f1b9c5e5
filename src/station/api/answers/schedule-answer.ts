/** The weekly schedules and the time-of-use plan of a heater, as the API tells and takes them. */
import { z } from 'zod'
import type { RegisteredTou } from '#heater/registered-tou'
import { ReservationMode } from '#schema/enums'
import { RecirculationPump } from '#schema/recirculation'
import { type Schedule, scheduleHash } from '#schema/schedule'
import type { TouPeriods } from '#schema/tou'
import { weekdays } from '#schema/weekdays'

const unknown = z.templateLiteral(['unknown-', z.int()])
const named = (labels: Readonly<Record<number, string>>) =>
  z.union([z.enum(Object.values(labels) as [string, ...string[]]), unknown])

const raw = z
  .record(z.string(), z.unknown())
  .optional()
  .describe(
    'The whole entry as it came, where it has what the values beside it can’t say. Give it back as it is; nothing else is taken.',
  )
const days = z.array(z.enum(weekdays))
const time = z.string().describe('Of the heater’s clock, as `06:30`.')

export const reservationAnswer = z
  .strictObject({
    enabled: z.boolean(),
    days,
    time,
    mode: named(ReservationMode),
    temperature: z.number().optional().describe('The setpoint, °C; switching off has none.'),
    raw,
  })
  .meta({ id: 'Reservation', description: 'At this time on these days the heater goes into this mode.' })

export const recirculationAnswer = z
  .strictObject({ enabled: z.boolean(), days, time, pump: named(RecirculationPump), raw })
  .meta({ id: 'RecirculationEvent', description: 'At this time on these days the pump goes on or off.' })

export const periodAnswer = z
  .strictObject({
    months: z.array(z.int().min(1).max(12)),
    days,
    start: time,
    end: time.describe('The last minute that it covers, as `20:59`.'),
    priceMin: z.string().describe('A kilowatt-hour, in the currency of the plan.'),
    priceMax: z.string(),
    raw,
  })
  .meta({ id: 'TouPeriod', description: 'A price for a stretch of the day, in some months, on some days of the week.' })

const unreadable = z
  .array(z.strictObject({ index: z.int(), raw: z.unknown() }))
  .optional()
  .describe('What the list holds that is no entry. Give it back as it is; nothing else is taken.')
const version = z.string().describe('Eight hex digits of what it says. Give it as `base` with a change.')
const enabled = z.boolean().describe('The master switch: off, the heater keeps its entries and follows none.')

export const scheduleAnswer = (id: string, entry: z.ZodType) =>
  z
    .strictObject({
      version,
      enabled,
      use: z.int().optional().describe('The wire’s own number of the master switch, where it is neither on nor off.'),
      entries: z.array(entry),
      unreadable,
    })
    .meta({ id, description: 'A weekly schedule of the heater.' })

export const scheduleOf = (schedule: Schedule) => ({ version: scheduleHash(schedule), ...schedule })

export const touAnswer = z
  .strictObject({
    enabled: z.boolean().nullable().describe('Whether the heater heeds its plan; null while it doesn’t tell.'),
    plan: z
      .strictObject({
        version,
        name: z.string().nullable(),
        utility: z.string().nullable(),
        zipCode: z.string().nullable(),
        periods: z.array(periodAnswer),
        unreadable,
      })
      .nullable()
      .describe('What the cloud keeps; the heater can’t be asked for its own. Null where there is none.'),
  })
  .meta({ id: 'TimeOfUse', description: 'The time-of-use plan of a heater.' })

/** The cloud's copy has no master switch. */
export const planVersion = ({ periods, unreadable }: TouPeriods): string =>
  scheduleHash({ enabled: true, periods, ...(unreadable && { unreadable }) })

export function planOf(plan: RegisteredTou | undefined) {
  if (plan === undefined) return null
  const { name = null, utility = null, zipCode = null, periods, unreadable } = plan
  return { version: planVersion(plan), name, utility, zipCode, periods, ...(unreadable && { unreadable }) }
}

const entry = z.record(z.string(), z.unknown())
const base = z
  .string()
  .regex(/^[\da-f]{8}$/, 'eight hex digits are expected')
  .optional()
  .describe('The version that the change was made up for. Where it is another one by now, nothing is written.')

/** What a schedule is to be: the whole list, the master switch, or both. */
export const givenSchedule = (example: string) =>
  z
    .strictObject({
      enabled: enabled.optional().describe('The master switch; as it is when absent.'),
      use: z.int().optional(),
      entries: z
        .array(entry)
        .max(100)
        .optional()
        .describe(`The whole list, such as \`[${example}]\`; as it is when absent.`),
      unreadable: z
        .array(z.strictObject({ index: z.int(), raw: z.unknown() }))
        .max(100)
        .optional(),
      base,
    })
    .refine(({ enabled, entries }) => enabled !== undefined || entries !== undefined, 'enabled or entries is expected')

export const givenPlan = z
  .strictObject({
    enabled: z.boolean().optional().describe('Whether the heater is to heed it; as it is when absent.'),
    periods: z
      .array(entry)
      .min(1)
      .max(100)
      .optional()
      .describe(
        'All periods, such as `[{"months": "jun-sep", "days": "mon-fri", "start": "16:00", "end": "20:59", "price": 0.55}]`.',
      ),
    unreadable: z
      .array(z.strictObject({ index: z.int(), raw: z.unknown() }))
      .max(100)
      .optional(),
    name: z.string().max(200).optional(),
    utility: z.string().max(200).optional(),
    zipCode: z.string().max(10).optional(),
    base,
  })
  .refine(({ enabled, periods }) => enabled !== undefined || periods !== undefined, 'enabled or periods is expected')
