/** Holds our client and our simulated cloud against programs that are none of ours: a line for each, with what is missing where one can't run. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { MissingPeerError, output } from '../test/peers/cache.ts'
import { findMosquitto } from '../test/peers/mosquitto.ts'
import { findNwp500, type Nwp500Version, vendorHosts } from '../test/peers/nwp500.ts'
import { privateNetwork } from '../test/peers/private-network.ts'
import { findPromtool } from '../test/peers/promtool.ts'

interface Peer extends Partial<Disposable> {
  readonly version: string
  /** What to put in front of the command line. */
  readonly enter?: readonly string[]
}

const root = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const packaged = (name: string) => (): Peer => {
  try {
    const { version } = require(join(root, 'node_modules', name, 'package.json'))
    // aws-crt is made for some kinds of machines only.
    require(name)
    return { version }
  } catch (error) {
    throw new MissingPeerError(`it can't be loaded: ${(error as Error).message}`)
  }
}

const nwp500 = (version: Nwp500Version) => (): Peer => {
  findNwp500(version)
  // Makes the certificates.
  output('openssl', ['version'])
  return { version, ...privateNetwork(vendorHosts) }
}

/** By what their files in test/peers begin with. */
const peers: Readonly<Record<string, () => Peer>> = {
  'aws-crt': packaged('aws-crt'),
  aedes: packaged('aedes'),
  mosquitto: findMosquitto,
  promtool: findPromtool,
  'nwp500-python': nwp500('9.12.2'),
  'older-nwp500-python': nwp500('6.1.1'),
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const config = join(root, 'test/peers/vitest.config.ts')
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Which to run, by their names; all of them when none is named. */
const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !(name in peers))
if (unknown.length > 0) {
  say(`There is no peer ${unknown.join(', ')}; there are ${Object.keys(peers).join(', ')}.`)
  process.exit(2)
}
const found = Object.entries(peers).flatMap(([name, find]) => {
  if (wanted.length > 0 && !wanted.includes(name)) return []
  try {
    return [{ name, peer: find() }]
  } catch (error) {
    if (!(error instanceof MissingPeerError)) throw error
    say(`${name}: not run: ${error.message.split('\n')[0]}`)
    return []
  }
})
/** For the tests of all together; what had to be fetched is not counted. */
const limit = AbortSignal.timeout(170_000)

/** @returns whether its tests passed, and what was printed. */
async function test(name: string, { enter = [] }: Peer): Promise<{ passed: boolean; text: string }> {
  const [command = '', ...args] = [...enter, process.execPath, vitest, 'run', '--config', config, `test/peers/${name}`]
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    signal: limit,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', bytes => {
      text += bytes
    })
  try {
    const [code] = await once(child, 'close')
    return { passed: code === 0, text }
  } catch (error) {
    return { passed: false, text: `${text}\n${limit.aborted ? 'It took too long.' : error}` }
  }
}

let failures = 0
for (const { name, peer } of found) {
  const since = Date.now()
  const { passed, text } = await test(name, peer)
  peer[Symbol.dispose]?.()
  const [, count = 'no'] = /Tests .*?(\d+) passed/.exec(text) ?? []
  const seconds = Math.round((Date.now() - since) / 1000)
  say(`${name} ${peer.version}: ${passed ? '' : 'FAILED, '}${count} tests passed in ${seconds} s`)
  if (passed) continue
  failures++
  say(text)
}
process.exitCode = failures === 0 ? 0 : 1
