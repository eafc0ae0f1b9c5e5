/** The newest nwp500-python for Python 3.11 against our simulated cloud; see `nwp500-python.peer.ts`. */
import { expect, it } from 'vitest'
import { answers, nwp500Scene, readsAndSets } from './nwp500-scene.ts'

const scene = nwp500Scene('6.1.1')
readsAndSets(scene)

/**
 * This version reconnects by two loops that throw each other out, and reads nothing more by itself: its own fault, mended
 * in its version 8. What is ours: its connection is let in again under the same id with a fresh signature, and a new
 * client of the same session reads on.
 */
it('comes back after its connection was cut, and reads on', async () => {
  const { cloud, session } = scene
  const { id } = await session.next({ say: 'connected' })
  await session.next({ say: 'ready' })
  session.order('status')
  await session.next({ say: 'status', command: answers.status })
  cloud.dropConnections()
  await session.next({ say: 'interrupted' })
  await expect.poll(() => cloud.connections.map(({ clientId }) => clientId), { timeout: 15_000 }).toEqual([id])
  session.order('renew')
  await session.next({ say: 'done', order: 'renew' })
  session.order('status')
  await session.next({ say: 'status', command: answers.status })
  expect(cloud.handshakes.filter(status => status !== 101)).toEqual([])
  expect(cloud.requests.filter(call => call.endsWith('sign-in'))).toEqual(['POST /user/sign-in'])
})
