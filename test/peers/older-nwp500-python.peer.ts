/** The newest nwp500-python for Python 3.11 against our simulated cloud; see `nwp500-python.peer.ts`. */
import { expect, it } from 'vitest'
import { commands } from '#schema/commands'
import { nwp500Scene, orders, readsAndSets } from './nwp500-scene.ts'

const scene = nwp500Scene('6.1.1')
readsAndSets(scene)

const status = { command: commands.status.code }

/**
 * This version reconnects by two loops that throw each other out, and reads nothing more by itself: its own fault, mended
 * in its version 8. What is ours: its connection is let in again under the same id with a fresh signature, and a new
 * client of the same session reads on.
 */
it('comes back after its connection was cut, and reads on', async () => {
  const { cloud, session } = scene
  const { id } = await session.next({ say: 'connected' })
  await session.next({ say: 'ready' })
  session.order(orders.status)
  await session.next({ say: 'device_status' }, status)
  cloud.dropConnections()
  await session.next({ say: 'interrupted' })
  await expect.poll(() => cloud.connections.map(({ clientId }) => clientId), { timeout: 15_000 }).toEqual([id])
  await session.call({ of: 'life', call: 'enter' })
  session.order(orders.status)
  await session.next({ say: 'device_status' }, status)
  expect(cloud.handshakes.filter(status => status !== 101)).toEqual([])
  expect(cloud.requests.filter(call => call.endsWith('sign-in'))).toEqual(['POST /user/sign-in'])
})
