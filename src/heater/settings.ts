/** Everything that can be set, once: its variable, its flag, what it takes, and what it is when nobody sets it. */
import { z } from 'zod'
import { cloudAddress } from '#cloud/address'
import type { ProtocolChoice } from '#cloud/protocol-version'
import { type Help, NaviLinkError } from '#schema/errors'
import type { UnitSystem } from '#schema/units'
import { type Duration, minutes, parseDuration, seconds } from '#time/duration'
import type { LogLevel } from '#wire/logger'
import { isMacAddress, macAddress } from '#wire/mac-address'

/** A setting has a value that it can't have. */
export class ConfigurationError extends NaviLinkError {
  static override readonly help: Help = 'wrong-setting'
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
  /** Says why a text is refused, instead of showing it: a sentence's end. */
  readonly refuses?: (text: string) => string | undefined
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

/** The text is not shown then: a password may stand in it. */
const nameInAddress =
  'has a name or a password in it, and none can be in the address; the account is said by --email, and the password by NAVILINK_PASSWORD, .env or --password-stdin'

const mac = z.string().transform(macAddress).refine(isMacAddress)

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
    refuses: text => (text.includes('@') ? nameInAddress : undefined),
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
    takes: 'auto, 5 or 3.1.1 (MQTT5 and MQTT3 are the same)',
    read: oneOf<ProtocolChoice>({ auto: 'auto', '5': '5', mqtt5: '5', '3.1.1': '3.1.1', mqtt3: '3.1.1' }),
  }),
  readOnly: setting({
    variable: 'NAVILINK_READ_ONLY',
    flag: '--read-only',
    takes: 'true or false',
    read: oneOf<boolean>(truth),
  }),
  openEi: setting({
    variable: 'NAVILINK_OPENEI',
    takes: 'an https:// address, or http:// for this machine alone (http://127.0.0.1:8484/openei)',
    read: address,
  }),
  openEiKey: setting({ variable: 'OPENEI_API_KEY', takes: 'a text', secret: true, read: some }),
  debug: setting({ variable: 'NAVILINK_DEBUG', flag: '--debug', takes: 'true or false', read: oneOf<boolean>(truth) }),
} as const

export type SettingName = keyof typeof settings
type ValueOf<Name extends SettingName> = z.output<(typeof settings)[Name]['read']>

/** What is in force when nobody says otherwise. */
export const defaults = {
  units: 'us',
  pollingInterval: minutes(5),
  mqttProtocol: 'auto',
  readOnly: false,
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
  const names = Object.keys(settings) as SettingName[]
  const values = names.map(name => [name, readSetting(name, sources)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as unknown as Settings
}

/**
 * One setting alone, so that a wrong one stops nobody who doesn't need it.
 * @returns its default when no source has it. @throws ConfigurationError as {@link resolveSettings}.
 */
export function readSetting<Name extends SettingName>(name: Name, sources: readonly Source[]): Settings[Name] {
  const source = sourceOf(name, sources)
  const text = source?.values[name]
  if (source === undefined || text === undefined)
    return (name in defaults ? defaults[name as keyof typeof defaults] : undefined) as Settings[Name]
  const result = settings[name].read.safeParse(text)
  if (!result.success) throw wrong(name, text, source)
  return result.data as Settings[Name]
}

const sourceOf = (name: SettingName, sources: readonly Source[]) =>
  sources.find(({ values }) => values[name] !== undefined)

/** Where a setting was read, to begin a sentence: `In the environment, NAVILINK_CA`; its flag when nobody set it. */
export function settingPlace(name: SettingName, sources: readonly Source[]): string {
  const source = sourceOf(name, sources)
  const { variable, flag = variable }: Setting<unknown> = settings[name]
  return source === undefined ? flag : placeOf(name, source)
}

function placeOf(name: SettingName, { place, calls }: Source): string {
  const { variable, flag = name }: Setting<unknown> = settings[name]
  return `${place}, ${{ variable, flag, key: name }[calls]}`
}

function wrong(name: SettingName, text: string, source: Source): ConfigurationError {
  const { takes, secret, refuses }: Setting<unknown> = settings[name]
  const why = refuses?.(text)
  return new ConfigurationError(
    why === undefined
      ? `${placeOf(name, source)} is ${secret ? 'wrong' : JSON.stringify(text)}; it takes ${takes}.`
      : `${placeOf(name, source)} ${why}.`,
  )
}
