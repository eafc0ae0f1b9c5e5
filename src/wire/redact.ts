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
  apikey: 'secret',
  openeiapikey: 'secret',
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
  navilinkpassword: 'secret',
  navilinkemail: 'email',
  navilinkdevicemac: 'mac',
  xamzsecuritytoken: 'secret',
  xamzsignature: 'secret',
  xamzcredential: 'secret',
})

/** `NAVILINK_PASSWORD`, `X-Amz-Signature` and `userId` alike. */
function identityOf(key: string): Identity | undefined {
  const plain = key.replace(/[-_]/g, '').toLowerCase()
  return Object.hasOwn(keys, plain) ? keys[plain] : undefined
}

/**
 * A member of JSON or of a printed object, of JSON within a JSON text, and of a query: told by its key, whole or cut off.
 * Blanks are counted, or a long run of them would cost its square.
 */
const members: readonly RegExp[] = [
  /(?<before>(?<![\w-])["']?(?<key>[\w-]+)["']?\s{0,9}[:=]\s{0,9}(?<quote>["']))(?<value>(?:(?!\k<quote>)[^\\]|\\.)+)/g,
  /(?<before>(?<!\\)(?<quote>\\+")(?<key>[\w-]+)\k<quote>\s{0,9}:\s{0,9}\k<quote>)(?<value>(?:(?!(?<!\\)\k<quote>)[\s\S])+)/g,
  /(?<before>(?<![\w-])(?<key>[\w-]+)(?:\\{0,9}["'])?\s{0,9}:\s{0,9})(?<value>-?\d+(?:\.\d+)?)(?![\w:.-])/g,
  /(?<before>[?&](?<key>[\w-]+)=)(?<value>[^&?\s"'#]+)/g,
]

const shapes: readonly (readonly [Identity, RegExp])[] = [
  // In URLs and headers, whatever their length.
  ['secret', /(?<=X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"']+/gi],
  [
    'secret',
    /(?<=(?:password|secretKey|token|accessKeyId|authorization|cookie)["']?\s{0,9}[:=]\s{0,9}["']?)(?:(?:Bearer|Basic)\s+)?[^\s"',&}]+/gi,
  ],
  ['secret', /(?<![\w-])eyJ[\w-]+(?:\.[\w-]+){1,2}/g],
  ['secret', /\bA[KS]IA[A-Z0-9]{8,}\b/g],
  ['email', /[\p{L}\p{N}._%+-]{1,64}(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  ['mac', /(?<![0-9a-f])[0-9a-f]{2}(?:([:-]?)[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f])/gi],
  ['account', /(?<=\bcmd\/\d+\/)\d+\/\d+(?=\/)/g],
  // Anything long enough to be a key or a token: a dot, a colon or a blank ends it.
  ['secret', /(?<![\w+/-])(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{32,}={0,2}(?![\w+/-])/g],
]

/** Nothing of ours is nested deeper, and what is could overflow the stack. */
const deepest = 40

/** Replaces within a text: members by their key, everything else by shape, and nothing twice. */
export function redactTextWith(standIn: StandIn, text: string): string {
  // A stand-in may look like what it stands for, so it is put in at the end; until then a mark that no shape knows.
  const standIns: string[] = []
  const mark = (identity: Identity, found: string) =>
    /^\uE000\d+\uE001$/.test(found) ? found : `\uE000${standIns.push(standIn(identity, found)) - 1}\uE001`
  const markMembers = (within: string, member: RegExp, depth = 0): string =>
    within.replace(member, (_: string, ...rest: unknown[]) => {
      const { before = '', key = '', value = '' } = rest.at(-1) as Record<string, string>
      const identity = identityOf(key)
      // What isn't told by its key may be a text with members of its own.
      if (identity) return before + mark(identity, value)
      return before + (depth < deepest ? markMembers(value, member, depth + 1) : value)
    })
  let marked = members.reduce((within, member) => markMembers(within, member), text)
  for (const [identity, shape] of shapes) marked = marked.replace(shape, found => mark(identity, found))
  return marked.replace(/\uE000(\d+)\uE001/g, (found, index) => standIns[index] ?? found)
}

/** Replaces in any value, by key and by shape. The value itself is left as it is. */
export function redactWith(standIn: StandIn, value: unknown, seen = new Set<object>()): unknown {
  if (typeof value === 'string') return redactTextWith(standIn, value)
  if (typeof value !== 'object' || value === null) return value
  if (seen.has(value)) return '‹circular›'
  if (seen.size >= deepest) return '‹too deep›'
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
  const identity = identityOf(key)
  if (identity === undefined) return redactWith(standIn, value, seen)
  if (typeof value === 'string' || typeof value === 'number') return standIn(identity, String(value))
  if (Array.isArray(value)) return value.map(item => redactMember(standIn, key, item, seen))
  return redactWith(standIn, value, seen)
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

/** More of a text would help nobody in a log. */
const longestText = 20_000

/** For logs and errors: `owner@example.com` → `‹email›`. A very long text is cut. */
export const redactText = (text: string): string =>
  redactTextWith(mask, text.length > longestText ? `${text.slice(0, longestText)}…` : text)
/** For logs and errors: the same in any value, by key too. */
export const redact = (value: unknown): unknown => redactWith(mask, value)
