/** The door of the simulated AWS IoT: verified WebSocket handshakes in, AWS's refusals out. */
import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '#time/clock'
import { millis } from '#time/duration'
import type { Credentials } from './credentials.ts'
import { type Ending, endings } from './endings.ts'
import { gatewayFaults } from './gateway-faults.ts'
import type { IotCore } from './iot-core.ts'
import { MqttConnection } from './mqtt-connection.ts'
import { Recent } from './recent.ts'
import { type Refusal, verifyUpgrade } from './verify-upgrade.ts'

export interface Gateway {
  /** For the server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Cuts every MQTT connection as a broken network would. */
  dropConnections(): void
  /** Ends the connection of one client, as AWS's DeleteConnection does. @returns whether there was one. */
  deleteConnection(clientId: string): boolean
  /** AWS credentials may be over now: for who ends them before their time. */
  checkCredentials(): void
  /** HTTP status of the last handshakes, 101 for those let in. */
  readonly handshakes: readonly number[]
  close(): void
}

interface Setup {
  readonly core: IotCore
  readonly credentials: Pick<Credentials, 'awsKey'>
  /** By which signatures are checked and answers dated. */
  readonly cloudClock: Clock
  /** The one that signatures must name. */
  readonly region: string
}

export const gatewayPath = '/mqtt'
const subprotocols = ['mqtt', 'mqttv3.1']
const errorTypes: Readonly<Record<Refusal['status'], string>> = {
  400: 'InvalidRequestException:',
  403: 'ForbiddenException:',
}
const exposed = ['x-amzn-ErrorMessage', 'x-amzn-RequestId', 'x-amzn-ErrorType', 'Date']

export function openGateway({ core, credentials, cloudClock, region }: Setup): Gateway {
  const { agenda, faults, options } = core
  const connections = new Set<MqttConnection>()
  const handshakes = new Recent<number>(1000)
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // One MQTT packet may lie in several frames; the broker's own limit is lower.
    maxPayload: 1_048_576,
    handleProtocols: offered => subprotocols.find(protocol => offered.has(protocol)) ?? false,
  })
  sockets.on('headers', headers => headers.push('content-length: 0'))

  const verify = (request: IncomingMessage) => {
    const target = request.url ?? ''
    if (target.split('?', 1)[0] !== gatewayPath || faults.strike('upgrade-403')) return forbidden
    const handshake = { target, headers: request.headers, port: (request.socket as Socket).localPort ?? 0 }
    return verifyUpgrade(handshake, credentials, { ...options, region, now: cloudClock.now() })
  }

  const welcome = (request: IncomingMessage, socket: Duplex, head: Buffer, accessKeyId: string) =>
    sockets.handleUpgrade(request, socket, head, webSocket => {
      const connection: MqttConnection = new MqttConnection(webSocket, core, {
        ipAddress: request.socket.remoteAddress ?? '',
        credentialsExpired: () => credentials.awsKey(accessKeyId)?.expired ?? true,
        swallow() {
          socket.removeAllListeners('data')
          socket.resume()
        },
        finish: () => socket.end(),
      })
      connections.add(connection)
      const expires = credentials.awsKey(accessKeyId)?.expires ?? Number.POSITIVE_INFINITY
      const span = millis(Math.min(options.lifetime, expires - cloudClock.now()))
      const stopWatching = agenda.after(span, () => connection.checkCredentials())
      webSocket.on('close', () => {
        stopWatching()
        connections.delete(connection)
      })
    })

  const endAll = (ending: Ending) => {
    for (const connection of connections) connection.end(ending)
  }
  const gateway = {
    checkCredentials() {
      for (const connection of connections) connection.checkCredentials()
    },
  }
  const stopFaults = gatewayFaults(core, gateway)

  return {
    ...gateway,
    handshakes: handshakes.items,
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      if (faults.strike('gateway-away')) return void socket.destroy()
      if (faults.strike('upgrade-hang')) return hang(socket)
      const verdict = verify(request)
      const refused = 'status' in verdict
      handshakes.add(refused ? verdict.status : 101)
      if (refused) refuse(socket, verdict, cloudClock.now())
      else welcome(request, socket, head, verdict.accessKeyId)
    },
    dropConnections: () => endAll(endings.lost),
    deleteConnection(clientId) {
      const found = [...connections].find(connection => connection.clientId === clientId)
      found?.end(endings.deleted)
      return found !== undefined
    },
    close() {
      stopFaults()
      endAll(endings.shuttingDown)
      endAll(endings.lost)
    },
  }
}

/** Says nothing, and goes when the client does: nobody else reads on this socket, so nobody else would notice. */
function hang(socket: Duplex): void {
  socket.on('end', () => socket.end())
  socket.resume()
}

const forbidden: Refusal = { status: 403, message: 'Forbidden' }

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
