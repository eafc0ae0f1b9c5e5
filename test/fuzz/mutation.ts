/** What a hostile network, a new firmware or a broken disk could make of a message: mutations of its JSON and of its bytes. */
import fc from 'fast-check'

/** The members of an object, or the JSON text of anything else; so that a key can stand there twice. */
type Node = Member[] | string
interface Member {
  readonly key: string
  readonly node: Node
}

const nodeOf = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([key, member]) => ({ key, node: nodeOf(member) }))
    : JSON.stringify(value)

const textOf = (node: Node): string =>
  typeof node === 'string'
    ? node
    : `{${node.map(member => `${JSON.stringify(member.key)}:${textOf(member.node)}`).join()}}`

/** JSON.parse takes any depth, and what walks through a value recursively doesn't. */
const deepest = 5000

const awkwardValues = [
  'null true false 0 -0 1 2 3 -1 255 65536 0.5 -0.1 1e999 -1e999 1e308 5e-324 4503599627370496 9007199254740993',
  '"" "0" "1" "117" "NaN" "null" "undefined" [] {} [null] [1,2] {"status":{}} {"__proto__":{"polluted":1}}',
].flatMap(line => line.split(' '))
/** By a short name, or a report of them would fill the screen. */
const endless: Readonly<Record<string, string>> = {
  'long text': `"${'x'.repeat(20_000)}"`,
  'deep array': `${'['.repeat(deepest)}${']'.repeat(deepest)}`,
  'deep object': `${'{"a":'.repeat(deepest)}1${'}'.repeat(deepest)}`,
  'many digits': '9'.repeat(400),
}
const anyValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...awkwardValues) },
  { weight: 3, arbitrary: fc.integer({ min: -300, max: 300 }).map(String) },
  { weight: 2, arbitrary: fc.maxSafeInteger().map(String) },
  { weight: 2, arbitrary: fc.double().map(value => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }).map(value => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }).map(value => JSON.stringify(value)) },
)
const value = fc.oneof(
  { weight: 300, arbitrary: anyValue },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(endless)) },
)

const awkwardKeys =
  '__proto__ constructor prototype toString valueOf hasOwnProperty then toJSON length about status st feature did response request event connection macAddress sessionID command errorCode minorCode recircOperationMode heatMinOpTemperature newField'
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', ...awkwardKeys.split(' ')) },
  { weight: 1, arbitrary: fc.string() },
)

/** How deep it happens: envelope, response, status; and to which member there. */
const place = { level: fc.nat(2), at: fc.nat(120) }
const offset = fc.nat(4000)
/** A cut code point, an overlong one, a surrogate, a byte order mark, a zero, and what only looks like JSON. */
const strayBytes = [
  [0xc3],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xff],
  [0xef, 0xbb, 0xbf],
  [0],
  [0x22],
  [0x5c],
  [0x7b],
  [0x2c],
  [0x2d],
]

export const mutation = fc.oneof(
  { weight: 24, arbitrary: fc.record({ do: fc.constant('set'), ...place, value }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('drop'), ...place }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('add'), ...place, key, value }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('repeat'), ...place, value }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('rename'), ...place, key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wrap'), ...place, key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('shuffle'), ...place }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut'), offset }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('flip'), offset, bit: fc.nat(7) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('insert'), offset, bytes: fc.constantFrom(...strayBytes) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete'), offset, length: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('twice') }) },
)
export type Mutation = typeof mutation extends fc.Arbitrary<infer One> ? One : never

/** The members of the object `level` levels down, as far as there are such. */
function membersAt(root: Node, level: number): Member[] | undefined {
  let members = root
  for (let depth = 0; depth < level && typeof members !== 'string'; depth++)
    members = members.find(({ node }) => typeof node !== 'string')?.node ?? members
  return typeof members === 'string' ? undefined : members
}

function mutateMembers(root: Node, mutation: Mutation): void {
  if (!('level' in mutation)) return
  const members = membersAt(root, mutation.level)
  if (!members) return
  const at = members.length === 0 ? 0 : mutation.at % members.length
  const old = members[at]
  const name = 'key' in mutation ? mutation.key : (old?.key ?? '')
  const node = 'value' in mutation ? (endless[mutation.value] ?? mutation.value) : (old?.node ?? 'null')
  if (mutation.do === 'add') members.splice(at, 0, { key: name, node })
  else if (mutation.do === 'repeat') members.push({ key: name, node })
  else if (mutation.do === 'drop') members.splice(at, 1)
  else if (mutation.do === 'wrap') members.splice(at, 1, { key: old?.key ?? '', node: [{ key: name, node }] })
  else if (mutation.do === 'shuffle') members.push(...members.splice(0, at))
  else members.splice(at, 1, { key: name, node })
}

function mutateBytes(bytes: Buffer, mutation: Mutation): Buffer {
  if (mutation.do === 'twice') return Buffer.concat([bytes, bytes])
  if (!('offset' in mutation) || bytes.length === 0) return bytes
  const at = mutation.offset % bytes.length
  if ('bit' in mutation) {
    const flipped = Buffer.from(bytes)
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << mutation.bit), at)
    return flipped
  }
  if (mutation.do === 'cut') return bytes.subarray(0, at)
  const removed = 'length' in mutation ? mutation.length : 0
  const inserted = 'bytes' in mutation ? Buffer.from(mutation.bytes) : Buffer.alloc(0)
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)])
}

/** The payload after all of them: first those of the JSON, then those of its bytes. */
export function mutated(envelope: object, mutations: readonly Mutation[]): Buffer {
  const root = nodeOf(envelope)
  for (const one of mutations) mutateMembers(root, one)
  return mutations.reduce(mutateBytes, Buffer.from(textOf(root)))
}
