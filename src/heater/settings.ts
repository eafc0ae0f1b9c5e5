/** Everything that can be set, once: its variable, its flag, what it takes, and what it is when nobody sets it. */
import { z } from 'zod'
import { cloudAddress } from '#cloud/address'
import { NaviLinkError } from '#schema/errors'
import type { UnitSystem } from '#schema/units'
import { type Duration, minutes, parseDuration, seconds } from '#time/duration'
import type { LogLevel } from '#wire/logger'

/** A setting has a value that it can't have. */
export class ConfigurationError extends NaviLinkError {
  override readonly name = 'ConfigurationError'
}

/** `fatal` is Python's CRITICAL: less than any line that this library writes. */
export type LogThreshold = LogLevel | 'fatal'

interface Setting<Value> {
  readonly variable: string
  /** On the command line, where it has one. */
  readonly flag?: string
  /** Ends the sentence "… takes". */
  readonly takes: string
  readonly secret?: true
  readonly read: z.ZodType<Value, string>
}

const refuse = (context: z.RefinementCtx<unknown>) => {
  context.addIssue({ code: 'custom' })
  return z.NEVER
}

const oneOf = <Value>(names: Readonly<Record<string, Value>>) =>
  z.string().transform((text, context): Value => {
    const name = text.trim().toLowerCase()
    return Object.hasOwn(names, name) ? (names[name] as Value) : refuse(context)
  })

const threshold: Readonly<Record<string, LogThreshold>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
  fatal: 'fatal',
}

const truth = { true: true, '1': true, yes: true, on: true, false: false, '0': false, no: false, off: false }

/** Shorter ones would only burden heater and cloud: a heater tells little more often than every ten seconds. */
export const shortestInterval: Duration = seconds(10)

const interval = z.string().transform((text, context): Duration => {
  const span = /^\s*\d+(\.\d+)?\s*$/.test(text) ? seconds(Number(text)) : parseDuration(text)
  return span === undefined || span < shortestInterval ? refuse(context) : span
})

const address = z.string().transform((text, context): string => {
  try {
    cloudAddress(text)
    return text
  } catch {
    return refuse(context)
  }
})

const mac = z
  .string()
  .transform(text => text.replace(/[:\-.\s]/g, '').toLowerCase())
  .refine(text => /^[0-9a-f]{12}$/.test(text))

// Mail servers take more than zod's own pattern does, `ä` among it; the cloud decides.
const email = z
  .string()
  .trim()
  .regex(/^\S+@\S+$/)
const some = z.string().min(1)

const setting = <Value>(value: Setting<Value>): Setting<Value> => value

export const settings = {
  email: setting({ variable: 'NAVILINK_EMAIL', flag: '--email', takes: 'an e-mail address', read: email }),
  password: setting({ variable: 'NAVILINK_PASSWORD', takes: 'a text', secret: true, read: some }),
  deviceMac: setting({
    variable: 'NAVILINK_DEVICE_MAC',
    takes: 'twelve hex digits, such as 04:78:63:00:00:00',
    read: mac,
  }),
  cloud: setting({
    variable: 'NAVILINK_CLOUD',
    flag: '--cloud',
    takes: 'an https:// address, or http:// for this machine alone (http://127.0.0.1:8484)',
    read: address,
  }),
  caFile: setting({ variable: 'NAVILINK_CA', flag: '--ca', takes: 'a file of PEM certificates', read: some }),
  units: setting({
    variable: 'NAVILINK_UNITS',
    flag: '--units',
    takes: 'us or metric',
    read: oneOf<UnitSystem>({ us: 'us', metric: 'metric' }),
  }),
  logLevel: setting({
    variable: 'NAVILINK_LOG_LEVEL',
    takes: 'TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL',
    read: oneOf(threshold),
  }),
  pollingInterval: setting({
    variable: 'NAVILINK_POLLING_INTERVAL',
    takes: 'ten seconds or more: a number of seconds (300), or a span with its unit (5m)',
    read: interval,
  }),
  mqttProtocol: setting({
    variable: 'NAVILINK_MQTT_PROTOCOL',
    takes: 'MQTT3 or auto; MQTT5 is not offered yet',
    read: oneOf<'MQTT3'>({ mqtt3: 'MQTT3', auto: 'MQTT3' }),
  }),
  debug: setting({ variable: 'NAVILINK_DEBUG', flag: '--debug', takes: 'true or false', read: oneOf<boolean>(truth) }),
} as const

export type SettingName = keyof typeof settings
type ValueOf<Name extends SettingName> = z.output<(typeof settings)[Name]['read']>

/** What is in force when nobody says otherwise. */
export const defaults = {
  units: 'us',
  pollingInterval: minutes(5),
  mqttProtocol: 'MQTT3',
  debug: false,
} as const satisfies { [Name in SettingName]?: ValueOf<Name> }

/** The settings in force. What has no default and was not set is absent. */
export type Settings = {
  readonly [Name in Exclude<SettingName, keyof typeof defaults>]?: ValueOf<Name>
} & { readonly [Name in keyof typeof defaults]: ValueOf<Name> }

/** One place that settings come from. */
export interface Source {
  /** Begins the sentence: `In /home/pat/.env`. */
  readonly place: string
  /** What a setting is called there. */
  readonly calls: 'variable' | 'flag' | 'key'
  readonly values: { readonly [Name in SettingName]?: string }
}

/**
 * Takes each setting from the first source that has it.
 * @throws ConfigurationError for a value that its setting can't have; a secret's value is never in it.
 */
export function resolveSettings(sources: readonly Source[]): Settings {
  const resolved: Record<string, unknown> = { ...defaults }
  for (const name of Object.keys(settings) as SettingName[]) {
    const source = sources.find(({ values }) => values[name] !== undefined)
    const text = source?.values[name]
    if (source === undefined || text === undefined) continue
    const result = settings[name].read.safeParse(text)
    if (!result.success) throw wrong(name, text, source)
    resolved[name] = result.data
  }
  return resolved as Settings
}

/** A password in an address is one too. */
const withoutUser = (text: string) => text.replace(/\/\/[^/]*@/, '//…@')

function wrong(name: SettingName, text: string, { place, calls }: Source): ConfigurationError {
  const { variable, flag = name, takes, secret }: Setting<unknown> = settings[name]
  const called = { variable, flag, key: name }[calls]
  return new ConfigurationError(
    `${place}, ${called} is ${secret ? 'wrong' : JSON.stringify(withoutUser(text))}; it takes ${takes}.`,
  )
}
