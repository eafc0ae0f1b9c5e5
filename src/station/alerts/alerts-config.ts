/** What a config says about alerts: channels, quiet hours, and each rule's numbers; all of it may be left out. */
import { z } from 'zod'
import { minutesOf, parseClockTime } from '#schema/clock-time'
import { type Duration, days, formatDuration, hours, minutes, parseDuration, seconds } from '#time/duration'
import type { Rule, Severity } from './alert-rule.ts'
import { type ChannelConfig, channelConfig, severity } from './channel-config.ts'
import { parseQuietHours, type QuietHours } from './quiet-hours.ts'
import { allRules, type RuleName } from './rules.ts'

/** What may be said of a rule; the rest goes by its defaults. */
export interface RuleConfig {
  readonly enabled?: boolean | undefined
  readonly severity?: Severity | undefined
  readonly threshold?: number | undefined
  readonly hold?: Duration | undefined
  readonly repeat?: Duration | 'never' | undefined
  readonly quietHours?: QuietHours | 'none' | undefined
  readonly channels?: readonly string[] | undefined
  /** Minutes since midnight. */
  readonly by?: number | undefined
  readonly temperature?: number | undefined
  readonly window?: Duration | undefined
}

export interface AlertsConfig {
  readonly quietHours?: QuietHours | undefined
  readonly channels?: Readonly<Record<string, ChannelConfig>> | undefined
  readonly rules?:
    | Readonly<
        Partial<Record<RuleName, RuleConfig & { readonly heaters?: Readonly<Record<string, RuleConfig>> | undefined }>>
      >
    | undefined
}

const must = (right: string) => ({ error: `it must be ${right}` })

/** A text that is read as something else, or refused in a sentence. */
function told<Value>(right: string, description: string, read: (text: string) => Value | undefined) {
  return z
    .string(must(right))
    .transform((text, context): Value => {
      const value = read(text)
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: must(right).error })
      return z.NEVER
    })
    .meta({ description })
}

/** A longer one would wait for what is long forgotten. */
const longestHold = days(7)
/** Starts of the compressor are remembered for a day. */
const longestWindow = hours(24)
const hotWater = [30, 70] as const

const spanForms = 'a time with its unit, such as 30s, 5m or 2h'
const span = (description: string, least: Duration, most: Duration) =>
  told(`${spanForms}, from ${formatDuration(least)} to ${formatDuration(most)}`, description, text => {
    const given = parseDuration(text)
    return given !== undefined && given >= least && given <= most ? given : undefined
  })
/** A span as a config takes it. */
export const spanText = (duration: Duration): string => formatDuration(duration).replaceAll(' ', '').replace('min', 'm')

const atLeastAMinute = (duration: Duration | undefined) =>
  duration !== undefined && duration >= minutes(1) ? duration : undefined

const quietForms = 'two times of day, such as 22:00-07:00'
const quietHours = (description: string) => told(quietForms, description, parseQuietHours)

function numberOf(unit: string, [least, most]: readonly [least: number, most: number]) {
  const right = must(`a number of ${unit} from ${least} to ${most}`)
  return z.number(right).min(least, right).max(most, right)
}

const ruleParts = ({ limit, hold, repeat, options = {}, ...rule }: Rule<never>) => {
  const { temperature, window } = options
  return {
    enabled: z.boolean(must('true or false')).optional().meta({ description: 'Whether it warns; true when left out' }),
    severity: severity.optional().meta({ description: `How much it matters; ${rule.severity} when left out` }),
    ...(limit && {
      threshold: numberOf(limit.unit, limit.range)
        .optional()
        .meta({ description: `It warns ${limit.is} that, in ${limit.unit}; ${limit.at} when left out` }),
    }),
    hold: span(
      `How long it must be so before it is told; ${spanText(hold)} when left out`,
      seconds(0),
      longestHold,
    ).optional(),
    repeat: told(
      'a minute or more with the unit, such as 30m or 2h, or never',
      `When it is told again while it lasts; ${repeat ? spanText(repeat) : 'never'} when left out`,
      text => (text === 'never' ? text : atLeastAMinute(parseDuration(text))),
    ).optional(),
    quietHours: told(
      `${quietForms}, or none`,
      'In place of the quiet hours of all rules; these hold for an alarm too',
      text => (text === 'none' ? text : parseQuietHours(text)),
    ).optional(),
    channels: z
      .array(z.string(must('the name of a channel')), must('a list of channels'))
      .optional()
      .meta({ description: 'By which channels it goes out; all of them when left out' }),
    ...('by' in options && {
      by: told('a time of day, such as 06:30', 'By when it should be hot, by the clock of the heater’s zone', text => {
        const time = parseClockTime(text)
        return time === undefined ? undefined : minutesOf(time)
      }).optional(),
    }),
    ...('temperature' in options && {
      temperature: numberOf('°C', hotWater)
        .optional()
        .meta({
          description: `In °C${temperature === undefined ? '; it is looked at in place of the charge' : `; ${temperature} when left out`}`,
        }),
    }),
    ...(window && {
      window: span(`Within which time; ${spanText(window)} when left out`, minutes(1), longestWindow).optional(),
    }),
  }
}

function ruleConfig(rule: Rule<never>) {
  const parts = ruleParts(rule)
  const right = must('what is said of a rule')
  return z
    .strictObject(
      {
        ...parts,
        heaters: z
          .record(z.string(), z.strictObject(parts, right), must('heaters by their name or id'))
          .optional()
          .meta({ description: 'The same for single heaters, by their name or id' }),
      },
      right,
    )
    .optional()
    .meta({ description: `It looks at ${rule.looksAt}.` })
}

const rules = z.strictObject(
  Object.fromEntries(allRules.map(rule => [rule.name, ruleConfig(rule as Rule<never>)])),
  must('rules by their names'),
)

export const alertsConfig: z.ZodType<AlertsConfig> = z
  .strictObject(
    {
      quietHours: quietHours(
        'In these hours of the heater’s zone only alarms go out; the rest waits until they are over',
      ).optional(),
      channels: z
        .record(
          z.string().regex(/^[\w-]+$/, must('a name of letters, digits, - and _')),
          channelConfig,
          must('channels by a name'),
        )
        .optional()
        .meta({ description: 'How people are reached, by names of your own' }),
      rules: rules.optional().meta({ description: 'What is warned of; every rule is on with sensible numbers' }),
    },
    must('what is said of alerts: quietHours, channels, rules'),
  )
  .superRefine(({ channels = {}, rules = {} }, context) => {
    for (const [name, rule] of Object.entries(rules as AlertsConfig['rules'] & object))
      for (const [path, given] of [
        [['rules', name], rule] as const,
        ...Object.entries(rule?.heaters ?? {}).map(
          ([heater, own]) => [['rules', name, 'heaters', heater], own] as const,
        ),
      ])
        for (const [i, channel] of (given?.channels ?? []).entries())
          if (!Object.hasOwn(channels, channel))
            context.addIssue({
              code: 'custom',
              path: [...path, 'channels', i],
              message: must(`one of the channels: ${Object.keys(channels).join(', ') || 'there are none'}`).error,
            })
  })
