/** Connections that are opened to see how far they come, against the simulated gateway. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { startTestCloud, type TestCloud } from '../../test/fixtures/test-cloud.ts'
import { type LearnedProtocol, protocolMemory } from './protocol-version.ts'
import { Trials } from './trial.ts'

const { signal } = new AbortController()

let cloud: TestCloud
let ids: string[]
beforeEach(() => {
  ids = []
})
afterEach(() => cloud[Symbol.asyncDispose]())

const memory = protocolMemory()
async function trials(options: Parameters<typeof startTestCloud>[0] = {}, learned?: LearnedProtocol) {
  cloud = await startTestCloud(options)
  if (learned) await memory.save('here', learned)
  return new Trials({
    ...{ gateway: cloud.address.gateway, region: cloud.address.region, clock: cloud.clock, logger: silentLogger },
    ...{ cloud: 'here', memory, session: cloud.session(), operationTimeout: seconds(30) },
    freshClientId: () => {
      ids.push(`trial-${ids.length}`)
      return ids.at(-1) ?? ''
    },
  })
}
const known = async () => (await memory.load('here'))?.version

describe('a trial', () => {
  it('tells of the upgrade and of CONNECT, and leaves with a goodbye', async () => {
    const trial = (await trials()).open()
    expect(await trial.upgraded).toEqual([])
    expect((await trial.connected).protocol).toBe('3.1.1')
    expect(cloud.simulator.connections.map(({ clientId }) => clientId)).toEqual(['trial-0'])
    await trial.close()
    await trial.close()
    expect(cloud.simulator.connections).toEqual([])
    expect(cloud.clock.pending).toBe(0)
  })

  it('takes each remedy of the link once, with another id each time', async () => {
    const tried = await trials()
    cloud.simulator.faults.on('upgrade-403', { count: 1 })
    const trial = tried.open()
    expect(await trial.upgraded).toEqual(['credentials'])
    await trial.close()
    expect(ids).toEqual(['trial-0', 'trial-1'])
    cloud.simulator.faults.on('upgrade-403')
    const refused = tried.open()
    await expect(refused.upgraded).rejects.toMatchObject({ status: 403 })
    await refused.close()
    expect(ids).toHaveLength(3)
  })

  it('can be left while nobody answers', async () => {
    const tried = await trials()
    cloud.simulator.faults.on('upgrade-hang')
    const trial = tried.open()
    await trial.close()
    await expect(trial.upgraded).rejects.toThrow('The trial is over.')
  })
})

describe('MQTT 5', () => {
  it('that is spoken is remembered, whatever was known', async () => {
    const tried = await trials({}, { version: '3.1.1', at: Date.UTC(2025, 8, 26, 19) })
    expect(await tried.speaks5(true, signal)).toBe(true)
    expect(await known()).toBe('5')
    expect(cloud.simulator.connections).toEqual([])
  })

  it.each(['connack-1', 'connack-84'] as const)('that is refused (%s) is remembered too', async mqtt5 => {
    const tried = await trials({ gateway: { mqtt5 } }, { version: '5', at: 0 })
    expect(await tried.speaks5(true, signal)).toBe(false)
    expect(await known()).toBe('3.1.1')
  })

  it('is not held against a gateway that lets nobody in', async () => {
    const tried = await trials({ gateway: { mqtt5: 'connack-84' } }, { version: '5', at: 0 })
    await expect(tried.speaks5(false, signal)).rejects.toMatchObject({ code: 0x84 })
    expect(await known()).toBe('5')
  })

  it('fails for what has nothing to do with it', async () => {
    const tried = await trials({}, { version: '5', at: 0 })
    cloud.simulator.faults.on('connack-refused', { code: 5 })
    await expect(tried.speaks5(true, signal)).rejects.toMatchObject({ code: 0x87 })
    expect(await known()).toBe('5')
  })
})
