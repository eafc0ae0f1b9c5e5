/** What the clocks of a cloud say to somebody without an account. */

import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { millis, minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { startTestCloud } from '../../test/fixtures/test-cloud.ts'
import { ahead, type ClockPair, datedFetch, gatewayClock } from './reachability.ts'

const { signal } = new AbortController()

describe('the clock of the cloud', () => {
  it.each([millis(0), minutes(10), millis(-minutes(90))])('is told by each of its answers, %i ms off', async skew => {
    await using cloud = await startTestCloud()
    if (skew !== 0) cloud.simulator.faults.on('skewed-clock', { skew })
    const told: ClockPair[] = []
    const fetch = datedFetch(globalThis.fetch, cloud.clock, pair => told.push(pair))
    const answer = await fetch(`${cloud.simulator.url}/api/v2.1/app/version`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(200)
    const knock = await gatewayClock(cloud.address.gateway, cloud.clock, signal)
    for (const pair of [...told, knock]) {
      expect(Math.abs(ahead(pair ?? { ours: 0, theirs: 0 }) + skew)).toBeLessThanOrEqual(seconds(1))
    }
    expect(told).toHaveLength(1)
    expect(cloud.simulator.handshakes).toEqual([403])
  })

  it('is not told by who says no time', async () => {
    const told: ClockPair[] = []
    const silent = datedFetch(
      async () => new Response('{}'),
      manualClock(),
      pair => told.push(pair),
    )
    await silent('http://127.0.0.1/')
    expect(told).toEqual([])
  })
})

describe('a gateway that is knocked at', () => {
  it('and is not there says why', async () => {
    await using cloud = await startTestCloud()
    await cloud.simulator.close()
    await expect(gatewayClock(cloud.address.gateway, cloud.clock, signal)).rejects.toMatchObject({
      help: 'connection-refused',
    })
  })

  it('and never answers is waited for no longer than asked', async () => {
    await using cloud = await startTestCloud()
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const ending = new AbortController()
    server.once('connection', () => ending.abort(new Error('Enough.')))
    await expect(gatewayClock(new URL(`ws://127.0.0.1:${port}/mqtt`), cloud.clock, ending.signal)).rejects.toThrow(
      'Enough.',
    )
    await expect(gatewayClock(cloud.address.gateway, cloud.clock, ending.signal)).rejects.toThrow('Enough.')
    await new Promise(resolve => server.close(resolve))
  })
})
