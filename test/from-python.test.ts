/** The page for who comes from Python: what it names is there, and what there is it names. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { EnergyRecords } from '#heater/energy-records'
import { Recirculation } from '#heater/recirculation'
import { Reservations } from '#heater/reservations'
import { TimeOfUse } from '#heater/tou'
import * as library from '#index'
import * as schema from '#schema/index'
import { startSimulator } from '#simulator/index'
import { publicNames } from '../scripts/docs/public-names.ts'
import { commandList } from '../src/cli/command-list.ts'
import { settings } from '../src/heater/settings.ts'
import { deviceInfoFields } from '../src/schema/device-info.ts'
import * as enums from '../src/schema/enums.ts'
import { statusFields } from '../src/schema/status.ts'
import { peerCache } from './peers/cache.ts'

const page = readFileSync(new URL('../docs/from-python.md', import.meta.url), 'utf8')
const every = (pattern: RegExp, text = page) => new Set([...text.matchAll(pattern)].map(([, name = '']) => name))
/** The right-hand column of every table of two: what is ours. */
const ours = [...page.matchAll(/^\|.* \| (.*) \|$/gm)].map(([, cell = '']) => cell).join('\n')

const source = (name: string) => readFileSync(new URL(`../src/heater/${name}.ts`, import.meta.url), 'utf8')
/** What a class offers, its bases' members too. */
function offeredBy(name: string): string[] {
  const found = publicNames()[0]?.names.find(each => each.name === name)
  return found?.members.map(member => member.name) ?? []
}
const client = offeredBy('NaviLinkClient')
const heater = offeredBy('NaviLinkDevice')

describe.each([
  ['client', client, 9],
  ['heater', heater, 50],
] as const)('%s', (name, offered, atLeast) => {
  const named = every(new RegExp(`\\b${name}\\.([a-zA-Z]\\w*)`, 'g'), `${ours}\n${page.split('## Account')[0]}`)

  it('offers what the page names', () => {
    expect(named.size).toBeGreaterThan(5)
    expect([...named].filter(member => !(offered as readonly string[]).includes(member))).toEqual([])
  })

  it('offers nothing that the page leaves out', () => {
    expect(offered.length).toBeGreaterThanOrEqual(atLeast - 1)
    expect(offered.filter(member => !named.has(member))).toEqual([])
  })
})

/** What a part of a heater offers: methods of its class and of the classes before it, without what a comment marks as internal. */
function methods({ prototype }: { prototype: object }): string[] {
  const found: string[] = []
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level))
    found.push(...Object.getOwnPropertyNames(level))
  return [...new Set(found)].filter(name => name !== 'constructor')
}

describe.each([
  ['energy', methods(EnergyRecords)],
  ['reservations', methods(Reservations)],
  ['recirculation', methods(Recirculation)],
  ['tou', methods(TimeOfUse).filter(name => name !== 'windowEnd')],
] as const)('heater.%s', (part, offered) => {
  const named = every(new RegExp(`\\bheater\\.${part}\\.(\\w+)`, 'g'), ours)

  it('offers what the page names', () => {
    expect(named.size).toBeGreaterThan(1)
    expect([...named].filter(method => !offered.includes(method))).toEqual([])
  })

  it('offers nothing that the page leaves out', () => {
    // The two weekly schedules offer the same, and one is enough to tell of it.
    const told = part === 'recirculation' ? every(/\bheater\.reservations\.(\w+)/g, ours) : named
    expect(offered.filter(method => !told.has(method))).toEqual([])
  })
})

it('leaves nothing for later', () => {
  expect(page).not.toMatch(/not yet/i)
})

const peer = join(peerCache, 'nwp500-python-9.12.2', 'nwp500')
/** By a rule, or told in a line for the whole of it. */
const inOneLine = /^(?:sim|cli|ble)\/|^sim_/
const byRule = ['DeviceStatus', 'DeviceFeature']

/** The public classes and functions at the top of a module, and the public methods of those classes. */
function publicPython(text: string): { readonly name: string; readonly of: string | undefined }[] {
  let of: string | undefined
  return text.split('\n').flatMap(line => {
    const [, inside, word, name = ''] = /^( {4})?(?:async )?(class|def) ([A-Za-z]\w*)/.exec(line) ?? []
    if (word === undefined || (inside !== undefined && (word === 'class' || of === undefined))) {
      if (/^\w/.test(line)) of = undefined
      return []
    }
    if (inside === undefined) of = word === 'class' ? name : undefined
    return [{ name, of: inside === undefined ? undefined : of }]
  })
}

if (!existsSync(peer))
  process.stderr.write(
    'from-python.test.ts compares no names of nwp500-python: it is not there. `npm run test:peers -- nwp500-python` fetches it.\n',
  )

describe.skipIf(!existsSync(peer))('nwp500-python 9.12.2, where `npm run test:peers` has fetched it', () => {
  const known = every(/(\w+)/g)
  const modules = existsSync(peer)
    ? readdirSync(peer, { recursive: true, encoding: 'utf8' }).filter(
        name => name.endsWith('.py') && !inOneLine.test(name) && !name.includes('__'),
      )
    : []
  const all = modules.flatMap(name => publicPython(readFileSync(join(peer, name), 'utf8')))

  it('has every public method of its three clients on the page', () => {
    const clients = /^(NavienMqttClient|NavienAPIClient|NavienAuthClient|\w+Mixin)$/
    const offered = all.filter(({ of }) => of !== undefined && clients.test(of)).map(({ name }) => name)
    expect(offered.length).toBeGreaterThan(100)
    expect(offered.filter(name => !known.has(name))).toEqual([])
  })

  it('has every other public class, function and method on it', () => {
    const others = all.filter(({ of }) => of === undefined || !byRule.includes(of)).map(({ name }) => name)
    expect(others.length).toBeGreaterThan(300)
    expect([...new Set(others)].filter(name => !known.has(name))).toEqual([])
  })
})

it('names the members of the link as they are, and all of them', () => {
  const link = new library.NaviLinkClient({ email: 'a@b' }).link as unknown as Record<string, unknown>
  const named = [...every(/client\.link\.(\w+)/g)]
  expect(named.filter(member => !(member in link))).toEqual([])
  const own = [
    'cause',
    'clientId',
    'connect',
    'health',
    'on',
    'publish',
    'queue',
    'since',
    'state',
    'subscribe',
    'unsubscribe',
  ]
  expect(named.sort()).toEqual(own)
})

it('gives the client options that it takes', () => {
  const declared = every(/^ {2}readonly (\w+)\??:/gm, source('client'))
  const named = every(/options? `(\w+)/g, ours)
  expect(named.size).toBeGreaterThanOrEqual(4)
  expect([...named].filter(option => !declared.has(option))).toEqual([])
  const link = every(/link: \{ (\w+)/g)
  const options = readFileSync(new URL('../src/cloud/link-options.ts', import.meta.url), 'utf8')
  const [, body = ''] = /export interface LinkOptions \{\n([\s\S]*?)\n\}/.exec(options) ?? []
  // The lifetime has no counterpart there.
  expect([...link, 'lifetime'].sort()).toEqual([...every(/^ {2}readonly (\w+)\?:/gm, body)].sort())
})

it('names commands that there are', () => {
  const known = new Set(commandList.map(({ name }) => name))
  const named = every(/`navilink (?!--)([a-z-]+)/g)
  expect(named.size).toBeGreaterThan(7)
  expect([...named].filter(name => !known.has(name))).toEqual([])
})

it('names flags that some command takes', () => {
  const folder = new URL('../src/cli/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /(?<!test)\.ts$/.test(name))
  const code = files.map(name => readFileSync(new URL(name, folder), 'utf8')).join('\n')
  const declared = every(/(?:option|Option|version)\([^)]*?(--[a-z-]+)/g, code)
  const named = every(/(--[a-z][a-z-]+)/g, ours)
  expect(named.size).toBeGreaterThan(8)
  expect([...named].filter(flag => !declared.has(flag))).toEqual([])
})

it('names every variable, and no other of our own', () => {
  const variables = Object.values(settings).flatMap(({ variable }) =>
    variable.startsWith('NAVILINK_') ? variable : [],
  )
  const named = every(/\b(NAVILINK_[A-Z_]*[A-Z])\b/g)
  expect([...named].sort()).toEqual([...variables].sort())
})

it('names things of navilink/schema that it exports', () => {
  const [, list = ''] = /come from `navilink\/schema`: (.*?)\. /.exec(page) ?? []
  const named = [...every(/`(\w+)`/g, list)]
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(name => !(name in schema))).toEqual([])
  const elsewhere = [...every(/`(\w+)\(/g, ours)].filter(name => name in schema && !(name in library))
  expect(elsewhere.filter(name => !named.includes(name))).toEqual([])
})

it('names errors that there are', () => {
  const named = every(/`([A-Z]\w*Error)`/g, ours)
  expect(named.size).toBeGreaterThan(7)
  expect([...named].filter(name => !(name in library) && !(name in globalThis))).toEqual([])
})

it('names fields that there are', () => {
  const known = new Set([...Object.keys(statusFields), ...Object.keys(deviceInfoFields)])
  const [, fields = ''] = /\n## Fields\n([\s\S]*)\n### Units/.exec(page) ?? []
  const cells = [...fields.matchAll(/^\| .* \| (.*) \|$/gm)].map(([, cell = '']) => cell).join('\n')
  const named = [...every(/`([a-z]+[A-Z]\w*)`/g, cells)]
  expect(named.length).toBeGreaterThan(8)
  expect(named.filter(name => !known.has(name))).toEqual([])
})

it('names values of the enums that there are', () => {
  const known = new Set(Object.values(enums).flatMap(labels => Object.values(labels)))
  const [, table = ''] = /\n### Enums\n([\s\S]*)\n### Modes/.exec(page) ?? []
  const named = [...every(/`'([a-z0-9-]+)'`/g, table)]
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter(name => !known.has(name))).toEqual([])
})

it('names link states that there are, and all', () => {
  const link = readFileSync(new URL('../src/cloud/link-health.ts', import.meta.url), 'utf8')
  const [, union = ''] = /export type LinkState =\n([\s\S]*?)\n\n/.exec(link) ?? []
  const [, cell = ''] = /`client\.link\.state`: (.*?);/.exec(page) ?? []
  expect([...every(/`([a-z-]+)`/g, cell)]).toEqual([...every(/'([a-z-]+)'/g, union)])
})

it('begins with a program that runs', async () => {
  const [, program = ''] = /^```ts\n(.*?)^```/ms.exec(page) ?? []
  await using cloud = await startSimulator({ speed: 60 })
  const root = join(import.meta.dirname, '..')
  const folder = mkdtempSync(join(root, '.navilink-from-python-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  // The package resolves its own name through its exports, which name the built files; the sources are meant here.
  writeFileSync(join(folder, 'program.ts'), program.replace("'navilink'", "'#index'"))
  const env = {
    ...process.env,
    NAVILINK_EMAIL: cloud.account.email,
    NAVILINK_PASSWORD: cloud.account.password,
    NAVILINK_CLOUD: cloud.url,
  }
  const args = ['--conditions=navilink-source', join(folder, 'program.ts')]
  const child = spawn(process.execPath, args, { env, cwd: folder })
  let told = ''
  const end = new Promise(resolve => child.once('close', resolve))
  for (const stream of [child.stdout, child.stderr])
    stream.once('data', chunk => {
      told += chunk
      child.kill()
    })
  await end
  expect(told).toMatch(/^\d+ [\d.]+ [a-z-]+ \d+\n/)
})
