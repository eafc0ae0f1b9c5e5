/** aedes 1.2: a broker in JavaScript that speaks 3.1.1 only, behind a WebSocket server that looks at no signature. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Aedes } from 'aedes'
import { createWebSocketStream, WebSocketServer } from 'ws'

export interface RunningAedes extends AsyncDisposable {
  /** `http://127.0.0.1:1884`; its gateway is any path of it. */
  readonly url: string
  /** The first four bytes that each connection was answered, in hex: the CONNACK. */
  readonly firstAnswers: readonly string[]
}

export async function startAedes(): Promise<RunningAedes> {
  const broker = await Aedes.createBroker()
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  const firstAnswers: string[] = []
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket)
    stream.on('error', () => {})
    const number = firstAnswers.push('') - 1
    const { send } = socket
    // It comes in frames of a byte or two.
    socket.send = ((...args: Parameters<typeof send>) => {
      const sofar = firstAnswers[number] ?? ''
      firstAnswers[number] = (sofar + (args[0] as Buffer).toString('hex')).slice(0, 8)
      send.apply(socket, args)
    }) as typeof send
    broker.handle(stream, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    firstAnswers,
    async [Symbol.asyncDispose]() {
      await new Promise<void>(resolve => broker.close(resolve))
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
