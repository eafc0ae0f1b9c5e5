/** The door of the simulated AWS IoT: verified WebSocket handshakes in, AWS's refusals out. */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '#time/clock'
import type { Broker } from './broker.ts'
import type { Credentials } from './credentials.ts'
import { MqttConnection } from './mqtt-connection.ts'
import { type Refusal, refusalOf } from './verify-upgrade.ts'

export interface Gateway {
  /** For the server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Cuts every MQTT connection as a broken network would. */
  dropConnections(): void
  /** HTTP status of every handshake so far, 101 for those let in. */
  readonly handshakes: readonly number[]
}

export const gatewayPath = '/mqtt'
const subprotocols = ['mqtt', 'mqttv3.1']
const errorTypes: Readonly<Record<Refusal['status'], string>> = {
  400: 'InvalidRequestException:',
  403: 'ForbiddenException:',
}
const exposed = ['x-amzn-ErrorMessage', 'x-amzn-RequestId', 'x-amzn-ErrorType', 'Date']

/** @param region the one that signatures must name. */
export function openGateway(broker: Broker, credentials: Credentials, clock: Clock, region: string): Gateway {
  const connections = new Set<MqttConnection>()
  const handshakes: number[] = []
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // One MQTT packet may lie in several frames; the broker's own limit is lower.
    maxPayload: 1_048_576,
    handleProtocols: offered => subprotocols.find(protocol => offered.has(protocol)) ?? false,
  })
  sockets.on('headers', headers => headers.push('content-length: 0'))

  return {
    handshakes,
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      const target = request.url ?? ''
      const refusal =
        target.split('?', 1)[0] === gatewayPath
          ? refusalOf(
              { target, headers: request.headers, port: (request.socket as Socket).localPort ?? 0 },
              credentials,
              region,
              clock.now(),
            )
          : ({ status: 403, message: 'Forbidden' } as const)
      handshakes.push(refusal?.status ?? 101)
      if (refusal !== undefined) return refuse(socket, refusal, clock.now())
      sockets.handleUpgrade(request, socket, head, webSocket => {
        const connection = new MqttConnection(webSocket, broker, clock)
        connections.add(connection)
        webSocket.on('close', () => connections.delete(connection))
      })
    },
    dropConnections() {
      for (const connection of connections) connection.drop()
    },
  }
}

/** The answer to `GET /mqtt` without an upgrade. */
export function answerPlainRequest(response: ServerResponse): void {
  response.writeHead(426, { 'content-type': 'application/json', upgrade: 'websocket' })
  response.end(JSON.stringify({ message: 'Upgrade Required', traceId: randomUUID() }))
}

function refuse(socket: Duplex, { status, message }: Refusal, now: number): void {
  const body = JSON.stringify({ message, traceId: randomUUID() })
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `date: ${new Date(now).toUTCString()}`,
    `x-amzn-RequestId: ${randomUUID()}`,
    'connection: keep-alive',
    `x-amzn-ErrorType: ${errorTypes[status]}`,
    'access-control-allow-origin: *',
    ...exposed.map(name => `access-control-expose-headers: ${name}`),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
