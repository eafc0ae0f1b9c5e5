/** The HTTP server below the API: where it listens, how long it waits for a request, and its end within two seconds. */
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Clock } from '#time/clock'
import { seconds } from '#time/duration'
import type { Connection } from './app.ts'

export interface ServeOptions {
  readonly listen: { readonly host: string; readonly port: number }
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  readonly wallClock: Clock
}

export interface HttpServer {
  readonly url: string
  readonly port: number
  /** Safe twice. */
  close(): Promise<void>
}

/** Requests under way get this long. */
const grace = seconds(1.5)
/** Node's own are 60 s and 300 s. */
const longestHeaders = seconds(10)
const longestRequest = seconds(30)
const mostConnections = 500
/** Of one address, so that others find a place; requests that never end are among them. */
const mostOfOneAddress = 200

/** @throws the operating system's error when the port can't be had, or what is wrong with a certificate. */
export async function serve(
  app: Hono<{ Bindings: Connection }>,
  { listen, tls, wallClock }: ServeOptions,
): Promise<HttpServer> {
  const fetch = (request: Request, env: unknown) => {
    const { incoming, outgoing } = env as HttpBindings
    return app.fetch(request, { address: incoming.socket.remoteAddress ?? '', cut: () => void outgoing.destroy() })
  }
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  const settings = { headersTimeout: longestHeaders, requestTimeout: longestRequest, connectionsCheckingInterval: 5000 }
  const server: Server = tls ? createSecureServer({ ...settings, ...tls }, listener) : createServer(settings, listener)
  server.maxConnections = mostConnections
  shareConnections(server)
  const host = listen.host.replace(/^\[|\]$/g, '')
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: listen.port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  let closed: Promise<void> | undefined
  return {
    url: `${tls ? 'https' : 'http'}://${reachable(host)}:${port}`,
    port,
    close() {
      closed ??= new Promise(resolve => {
        const cancel = wallClock.after(grace, () => server.closeAllConnections())
        server.close(() => {
          cancel()
          resolve()
        })
        server.closeIdleConnections()
      })
      return closed
    },
  }
}

function shareConnections(server: Server): void {
  const counts = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket
    const count = (counts.get(remoteAddress) ?? 0) + 1
    counts.set(remoteAddress, count)
    socket.once('close', () => {
      const left = (counts.get(remoteAddress) ?? 1) - 1
      if (left > 0) counts.set(remoteAddress, left)
      else counts.delete(remoteAddress)
    })
    if (count > mostOfOneAddress) socket.destroy()
  })
}

/** What listens everywhere is reached on loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
