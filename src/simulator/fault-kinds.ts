/** The kinds of trouble that a simulated cloud can make, each declared once: names, sentences and what can be set. */
import { type Defect, defects } from '#physics/defects'
import { type Duration, minutes, seconds } from '#time/duration'
import { isMacAddress } from '#wire/mac-address'

/** Whom a fault strikes. Left out, it strikes everybody. */
export interface FaultScope {
  readonly clientId?: string
  /** Twelve hex digits. */
  readonly macAddress?: string
  /** A REST call: `POST /device/list`. */
  readonly call?: string
  /** An MQTT filter that the topic, or the filter in question, must match. */
  readonly filter?: string
}

/** How often, for how long and for whom something goes wrong. */
export interface FaultSettings extends FaultScope {
  /** Over when it has struck so often. */
  readonly count?: number
  /** Over when this has passed. */
  readonly duration?: Duration
  /** Of striking at each occasion; 1 when left out. */
  readonly probability?: number
  /** The number to answer with, or of the error. */
  readonly code?: number
  /** Of the error: `subErrorCode`. */
  readonly part?: number
  /** What is broken. */
  readonly defect?: Defect
  /** How much later. */
  readonly delay?: Duration
  /** How long it lives. */
  readonly lifetime?: Duration
  /** How far off it is, below zero for behind. */
  readonly skew?: Duration
}

export type FaultSetting = keyof FaultSettings

export interface FaultKind {
  readonly says: string
  /** `once` acts when it is switched on and is over, `each` strikes occasion by occasion, `while` is a state that holds. */
  readonly acts: 'once' | 'each' | 'while'
  /** Besides what follows from how it acts. */
  readonly takes: readonly FaultSetting[]
  /** What holds for a setting that is left out. */
  readonly defaults?: FaultSettings
}

/** What may be set because of how a fault acts. */
const takenBy: Readonly<Record<FaultKind['acts'], readonly FaultSetting[]>> = {
  once: ['count'],
  each: ['count', 'duration', 'probability'],
  while: ['duration'],
}

const [client, message, call, heater] = [
  ['clientId'],
  ['clientId', 'filter'],
  ['call'],
  ['macAddress'],
] as const satisfies readonly (readonly FaultSetting[])[]

// biome-ignore format: a fault is a line
export const faultKinds = {
  'upgrade-403': { says: 'The gateway refuses the WebSocket with 403.', acts: 'each', takes: [] },
  'upgrade-hang': { says: 'The WebSocket handshake is never answered.', acts: 'each', takes: [] },
  'gateway-away': { says: 'Whoever knocks at the gateway meets a closed socket.', acts: 'each', takes: [] },
  'connack-refused': { says: 'CONNECT is refused.', acts: 'each', takes: [...client, 'code'] },
  'connack-missing': { says: 'CONNECT is never answered.', acts: 'each', takes: client },
  storm: { says: 'CONNECT is accepted, and the connection cut 30 to 60 ms later.', acts: 'each', takes: client },
  kick: { says: 'Another client with the same id takes the connection over.', acts: 'once', takes: client },
  drop: { says: 'Connections are cut.', acts: 'once', takes: client },
  'half-open': { says: 'What either side sends vanishes, and the socket stays open.', acts: 'each', takes: client },
  silence: { says: 'The gateway takes everything and answers nothing.', acts: 'each', takes: client },
  'suback-late': { says: 'SUBACK comes late.', acts: 'each', takes: [...message, 'delay'], defaults: { delay: seconds(5) } },
  'suback-refused': { says: 'SUBACK refuses the filter.', acts: 'each', takes: [...message, 'code'] },
  'suback-missing': { says: 'SUBACK never comes.', acts: 'each', takes: message },
  'subscribe-denied': { says: 'The policy forbids to subscribe: 3.1.1 is hung up on, 5 is told.', acts: 'each', takes: message },
  'puback-missing': { says: 'PUBACK never comes.', acts: 'each', takes: message },
  'publish-denied': { says: 'The policy forbids to publish: 3.1.1 is hung up on, 5 is told.', acts: 'each', takes: message },
  'deliver-twice': { says: 'A message is delivered twice.', acts: 'each', takes: message },
  'deliver-reordered': { says: 'A message is delivered after the one that follows it.', acts: 'each', takes: message },
  backlog: { says: 'The last statuses come again, with duplicates; the count is of messages.', acts: 'once', takes: client, defaults: { count: 100 } },
  'session-lost': { says: 'The gateway has forgotten the stored session.', acts: 'each', takes: client },
  'credentials-cut': { says: 'Connections end when their AWS credentials do.', acts: 'each', takes: client },
  maintenance: { says: 'The service is down on purpose, and says so.', acts: 'while', takes: [] },

  'rest-5xx': { says: 'REST answers with a server error.', acts: 'each', takes: [...call, 'code'], defaults: { code: 503 } },
  'rest-html': { says: 'REST answers with a web page.', acts: 'each', takes: call },
  'rest-empty': { says: 'REST answers with nothing in it.', acts: 'each', takes: call },
  'rest-hang': { says: 'REST never answers.', acts: 'each', takes: call },
  'rest-slow': { says: 'REST answers late.', acts: 'each', takes: [...call, 'delay'], defaults: { delay: seconds(10) } },
  'rest-truncated': { says: 'The REST answer breaks off in the middle.', acts: 'each', takes: call },
  'rest-refused': { says: 'REST answers HTTP 200 with an error in the body.', acts: 'each', takes: [...call, 'code'], defaults: { code: 500 } },
  'rest-away': { says: 'Whoever calls REST meets a closed socket.', acts: 'each', takes: call },
  'refresh-rotates': { says: 'A refresh brings a new refresh token, and the old one dies.', acts: 'each', takes: [] },
  'refresh-missing': { says: 'A refresh answers without a refresh token.', acts: 'each', takes: [] },
  'refresh-refused': { says: 'The refresh token is refused.', acts: 'each', takes: [] },
  'no-aws-keys': { says: 'Sign-in and renewal answer without AWS keys.', acts: 'each', takes: call },
  'short-lifetimes': { says: 'Tokens and AWS keys are issued for a short time.', acts: 'while', takes: ['lifetime'], defaults: { lifetime: minutes(5) } },
  'skewed-clock': { says: "The cloud's clock is off.", acts: 'while', takes: ['skew'], defaults: { skew: minutes(10) } },

  'heater-offline': { says: "The heater's Wi-Fi is gone.", acts: 'while', takes: heater },
  'heater-deaf': { says: 'The heater hears nothing.', acts: 'each', takes: heater },
  'heater-drops': { says: 'The heater misses a control wholly.', acts: 'each', takes: heater },
  'heater-ignores': { says: 'The heater answers a control and changes nothing.', acts: 'each', takes: heater },
  'heater-loses-write': { says: 'The heater answers a schedule and keeps the one before.', acts: 'each', takes: heater },
  'heater-refuses': { says: 'The heater refuses a control.', acts: 'each', takes: [...heater, 'code'], defaults: { code: 2 } },
  'heater-delays': { says: 'The heater hears, acts and answers late.', acts: 'each', takes: [...heater, 'delay'], defaults: { delay: seconds(5) } },
  'heater-odd': { says: 'Statuses have unknown codes, nulls, holes and strangers.', acts: 'each', takes: heater },
  'heater-broken': { says: 'A part of the heater is broken; its controller finds out, and acts.', acts: 'while', takes: [...heater, 'defect'], defaults: { defect: 'leak' } },
  'heater-error': { says: 'The heater has an error, and does what it does with it.', acts: 'while', takes: [...heater, 'code', 'part'], defaults: { code: 480, part: 1 } },
  'old-firmware': { says: 'The heater reports as the controller before it: 87 fields.', acts: 'while', takes: heater },
} as const satisfies Readonly<Record<string, FaultKind>>

/** What can go wrong, by its name. */
export type FaultName = keyof typeof faultKinds

/** In the order of the table. */
export const faultNames = Object.keys(faultKinds) as readonly FaultName[]

export const kindOf = (name: FaultName): FaultKind => faultKinds[name]

/** All that can be set of a fault: how long first, then whom and what. */
export const settingsOf = (name: FaultName): readonly FaultSetting[] => {
  const { acts, takes } = kindOf(name)
  return [...takenBy[acts], ...takes]
}

/** @throws RangeError that names the possible ones. */
export function faultNamed(name: string): FaultName {
  if (Object.hasOwn(faultKinds, name)) return name as FaultName
  throw new RangeError(`There is no fault called ${JSON.stringify(name)}; there are ${faultNames.join(', ')}.`)
}

/** The settings with the defaults of the fault. @throws RangeError for one that it doesn't take or that makes no sense. */
export function checkedSettings(name: FaultName, given: FaultSettings): FaultSettings {
  const possible = settingsOf(name)
  const settings: Record<string, unknown> = { ...kindOf(name).defaults }
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue
    const setting = possible.find(one => one === key)
    const choice = possible.length === 0 ? 'it takes no settings' : `it takes ${possible.join(', ')}`
    if (setting === undefined) throw new RangeError(`${name} doesn't take ${JSON.stringify(key)}; ${choice}.`)
    const { allows, needs } = rules[setting]
    if (!allows(value)) throw new RangeError(`The ${setting} of ${name} must be ${needs}.`)
    settings[setting] = value
  }
  return settings
}

interface Rule {
  readonly needs: string
  allows(value: unknown): boolean
}

const isWhole = (value: unknown, lowest: number) => Number.isSafeInteger(value) && (value as number) >= lowest
const text: Rule = { needs: 'a text that is not empty', allows: value => typeof value === 'string' && value !== '' }
const span: Rule = {
  needs: 'a span of time above zero',
  allows: value => Number.isFinite(value) && (value as number) > 0,
}

const rules: Readonly<Record<FaultSetting, Rule>> = {
  count: { needs: 'a whole number from 1', allows: value => isWhole(value, 1) },
  duration: span,
  probability: {
    needs: 'above 0 and at most 1',
    allows: value => typeof value === 'number' && value > 0 && value <= 1,
  },
  clientId: text,
  macAddress: {
    needs: 'twelve lower-case hex digits',
    allows: value => typeof value === 'string' && isMacAddress(value),
  },
  call: {
    needs: 'a method and a path, such as POST /device/list',
    allows: value => typeof value === 'string' && /^(GET|POST|PUT|DELETE) \/\S+$/.test(value),
  },
  filter: text,
  code: { needs: 'a whole number from 0', allows: value => isWhole(value, 0) },
  part: { needs: 'a whole number from 0', allows: value => isWhole(value, 0) },
  defect: { needs: `one of ${defects.join(', ')}`, allows: value => defects.some(defect => defect === value) },
  delay: span,
  lifetime: span,
  skew: { needs: 'a span of time other than none', allows: value => Number.isFinite(value) && value !== 0 },
}
