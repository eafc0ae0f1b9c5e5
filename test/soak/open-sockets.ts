/** The TCP sockets of this thread that are open, told by which end they are; and REST calls that leave none behind. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

export interface OpenSockets extends Disposable {
  /** Those that connected. */
  readonly clients: ReadonlySet<Socket>
  /** Those that were accepted. */
  readonly servers: ReadonlySet<Socket>
}

/** Counts what is opened from now on. */
export function openSockets(): OpenSockets {
  const clients = new Set<Socket>()
  const servers = new Set<Socket>()
  const keep = (open: Set<Socket>) => (message: unknown) => {
    const { socket } = message as { socket: Socket }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  }
  const ears = [
    ['net.client.socket', keep(clients)],
    ['net.server.socket', keep(servers)],
  ] as const
  for (const [channel, ear] of ears) subscribe(channel, ear)
  return {
    clients,
    servers,
    [Symbol.dispose]() {
      for (const [channel, ear] of ears) unsubscribe(channel, ear)
    },
  }
}

/** Node's own keeps sockets for the next call, for seconds of the real clock; so that each that is open has a user. */
export const singleFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), connection: 'close' } })
