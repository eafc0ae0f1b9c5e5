/** A server that listens, the address under which it is reached, and its end with all its sockets. */
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Listening {
  /** `http://127.0.0.1:8484`, without a path. */
  readonly url: string
  /** Cuts what is open; safe twice. */
  close(): Promise<void>
}

/** @throws the operating system's error when the port can't be had. */
export async function listening(server: Server, port: number, host: string, secure = false): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // A thousand clients that come back in one second overflow Node's usual 511.
    server.listen({ port, host, backlog: 4096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  let closed: Promise<void> | undefined
  return {
    url: urlOf(server.address() as AddressInfo, host, secure),
    close() {
      closed ??= new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
      return closed
    },
  }
}

function urlOf({ port, family }: AddressInfo, host: string, secure: boolean): string {
  // What listens everywhere is reached on loopback.
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : family === 'IPv6' ? `[${host}]` : host
  return `${secure ? 'https' : 'http'}://${reachable}:${port}`
}
