/** The HTTP server below the API: where it listens, how long it waits for a request, and its end within two seconds. */
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, isIPv4 } from 'node:net'
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

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))

/** @throws the operating system's error when the port can't be had, or what is wrong with a certificate. */
export async function serve(
  app: Hono<{ Bindings: Connection }>,
  { listen, tls, wallClock }: ServeOptions,
): Promise<HttpServer> {
  const fetch = (request: Request, env: unknown) =>
    app.fetch(request, { address: (env as HttpBindings).incoming.socket.remoteAddress ?? '' })
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  const settings = { headersTimeout: longestHeaders, requestTimeout: longestRequest, connectionsCheckingInterval: 5000 }
  const server: Server = tls ? createSecureServer({ ...settings, ...tls }, listener) : createServer(settings, listener)
  server.maxConnections = mostConnections
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

/** What listens everywhere is reached on loopback. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
