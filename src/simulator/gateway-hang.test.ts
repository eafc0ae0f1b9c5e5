import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startSimulator } from './simulator.ts'

it('keeps no socket of a client that waited for its upgrade and went', async () => {
  await using cloud = await startSimulator()
  const struck = new Promise<void>(resolve =>
    cloud.faults.onSwitch((name, on) => name === 'upgrade-hang' && !on && resolve()),
  )
  cloud.faults.on('upgrade-hang', { count: 1 })
  const socket = connect(Number(new URL(cloud.url).port), '127.0.0.1')
  socket.write('GET /mqtt HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  await struck
  socket.end()
  socket.resume()
  // The other end closes too.
  await once(socket, 'close')
  expect(socket.bytesRead).toBe(0)
})
