/** The one place that takes secrets and identities out of what is logged, thrown or recorded: by key and by shape. */

/** What was found: says which stand-in takes its place. */
export type Identity = 'email' | 'mac' | 'secret' | 'serial' | 'place' | 'person' | 'account' | 'device'

/** The text to write instead. `original` is there so that equal things can stay equal in a recording. */
export type StandIn = (identity: Identity, original: string) => string

const keys: Readonly<Record<string, Identity>> = Object.freeze({
  password: 'secret',
  token: 'secret',
  idtoken: 'secret',
  accesstoken: 'secret',
  refreshtoken: 'secret',
  accesskeyid: 'secret',
  secretkey: 'secret',
  sessiontoken: 'secret',
  authorization: 'secret',
  pushtoken: 'secret',
  cookie: 'secret',
  userid: 'email',
  email: 'email',
  useremail: 'email',
  macaddress: 'mac',
  mac: 'mac',
  additionalvalue: 'device',
  devicename: 'device',
  controllerserialnumber: 'serial',
  controllerid: 'serial',
  manufactureid: 'serial',
  serialnumber: 'serial',
  homeseq: 'account',
  userseq: 'account',
  installerid: 'account',
  targetuserid: 'account',
  state: 'place',
  city: 'place',
  address: 'place',
  latitude: 'place',
  longitude: 'place',
  altitude: 'place',
  zipcode: 'place',
  userfirstname: 'person',
  userlastname: 'person',
  userphonenumber: 'person',
  installerfirstname: 'person',
  installerlastname: 'person',
  installerphonenumber: 'person',
})

const shapes: readonly (readonly [Identity, RegExp])[] = [
  // In URLs and headers, whatever their length.
  ['secret', /(?<=X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"']+/gi],
  [
    'secret',
    /(?<=\b(?:password|secretKey|(?:id|access|refresh|session|push)?Token|accessKeyId|authorization)["']?\s*[:=]\s*["']?)[^\s"',&}]+/gi,
  ],
  ['secret', /\beyJ[\w-]+(?:\.[\w-]+){1,2}/g],
  ['secret', /\bA[KS]IA[A-Z0-9]{8,}\b/g],
  ['email', /[\p{L}\p{N}._%+-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  ['mac', /(?<![0-9a-f])[0-9a-f]{2}(?:([:-]?)[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f])/gi],
  ['account', /(?<=\bcmd\/\d+\/)\d+\/\d+(?=\/)/g],
  // Anything long enough to be a key or a token; a topic's slashes and a sentence's blanks end it.
  ['secret', /(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{32,}(?![\w+/=-])/g],
]

/** Replaces within a text, by shape alone. */
export const redactTextWith = (standIn: StandIn, text: string): string =>
  shapes.reduce((result, [identity, shape]) => result.replace(shape, found => standIn(identity, found)), text)

/** Replaces in any value, by key and by shape. The value itself is left as it is. */
export function redactWith(standIn: StandIn, value: unknown, seen = new Set<object>()): unknown {
  if (typeof value === 'string') return redactTextWith(standIn, value)
  if (typeof value !== 'object' || value === null) return value
  if (seen.has(value)) return '‹circular›'
  seen.add(value)
  try {
    if (value instanceof Error) return redactError(standIn, value, seen)
    if (value instanceof Uint8Array) return `‹${value.byteLength} bytes›`
    if (value instanceof Date) return value
    if (value instanceof URL) return redactTextWith(standIn, value.href)
    if (Array.isArray(value)) return value.map(item => redactWith(standIn, item, seen))
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    return Object.fromEntries(
      entries.map(([key, item]) => [
        redactTextWith(standIn, String(key)),
        redactMember(standIn, String(key), item, seen),
      ]),
    )
  } finally {
    seen.delete(value)
  }
}

function redactMember(standIn: StandIn, key: string, value: unknown, seen: Set<object>): unknown {
  const identity = Object.hasOwn(keys, key.toLowerCase()) ? keys[key.toLowerCase()] : undefined
  if (identity === undefined || (typeof value !== 'string' && typeof value !== 'number'))
    return redactWith(standIn, value, seen)
  return standIn(identity, String(value))
}

function redactError(standIn: StandIn, error: Error, seen: Set<object>): unknown {
  const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>
  return {
    name,
    message: redactTextWith(standIn, message),
    ...(stack === undefined ? {} : { stack: redactTextWith(standIn, stack) }),
    ...(redactWith(standIn, rest, seen) as object),
    ...(cause === undefined ? {} : { cause: redactWith(standIn, cause, seen) }),
  }
}

const mask: StandIn = identity => `‹${identity}›`

/** For logs and errors: `owner@example.com` → `‹email›`. */
export const redactText = (text: string): string => redactTextWith(mask, text)
/** For logs and errors: the same in any value, by key too. */
export const redact = (value: unknown): unknown => redactWith(mask, value)
