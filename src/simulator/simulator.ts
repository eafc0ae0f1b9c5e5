/** The other end: the vendor's cloud and its heaters on one port of this machine, for clients that can't tell the difference. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { household } from '#physics/household'
import { initialMachine } from '#physics/machine'
import { type Clock, fastClock, wallClock } from '#time/clock'
import { hours } from '#time/duration'
import type { Account, Login } from './account.ts'
import { Broker } from './broker.ts'
import { Credentials } from './credentials.ts'
import { answerPlainRequest, gatewayPath, openGateway } from './gateway.ts'
import { SimulatedHeater } from './heater.ts'
import { identityOf } from './identity.ts'
import { defaultLogin, type HeaterOptions, region, type SimulatorOptions } from './options.ts'
import { type Override, openRest } from './rest.ts'

export interface SimulatedConnection {
  readonly clientId: string
  readonly filters: readonly string[]
}

export interface Simulator extends AsyncDisposable {
  /** Where REST and gateway are: `http://127.0.0.1:8484`, without a path. */
  readonly url: string
  readonly account: Login
  readonly heaters: readonly SimulatedHeater[]
  /** The time the heaters live in. */
  readonly heaterClock: Clock
  /** Every REST call so far, as `POST /user/sign-in`. */
  readonly requests: readonly string[]
  /** HTTP status of every WebSocket handshake so far, 101 for those let in. */
  readonly handshakes: readonly number[]
  /** The MQTT clients of this moment. */
  readonly connections: readonly SimulatedConnection[]
  /**
   * Answers a REST call (`POST /device/list`, or `*` for all) by `handler` until the returned function is called:
   * a web page, nothing, a 5xx, an error with HTTP 200, a promise that never settles.
   */
  override(call: string, handler: Override): () => void
  /** Access tokens are refused from now on; with `all` refresh tokens too. */
  revokeTokens(which?: 'access' | 'all'): void
  /** AWS credentials are refused from now on; open connections stay. */
  expireAwsCredentials(): void
  /** Cuts every MQTT connection as a broken network would. */
  dropConnections(): void
  /** Leaves nothing alive; safe at any time and twice. */
  close(): Promise<void>
}

/**
 * Opens a simulated cloud with its heaters.
 * @throws RangeError for a speed that isn't above zero or a MAC address that isn't one.
 * @throws the operating system's error when the port can't be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = wallClock, speed = 1, host = '127.0.0.1' } = options
  if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError(`The speed is ${speed}; it must be above zero.`)
  const { heaters: wanted = [{}] } = options
  for (const { macAddress = macOf(0) } of wanted)
    if (!/^[0-9a-f]{12}$/.test(macAddress))
      throw new RangeError(`The MAC address is ${macAddress}; it must be twelve lower-case hex digits.`)
  const heaterClock = fastClock(clock, speed, options.heaterStart)
  const broker = new Broker()
  const lifetimes = { authentication: hours(1), authorization: hours(1), ...options.tokenLifetimes }
  const credentials = new Credentials(clock, lifetimes)
  const gateway = openGateway(broker, credentials, clock, region)
  const login = { ...defaultLogin, ...options.account }

  const heaters: SimulatedHeater[] = []
  const account: Account = { ...login, userSeq: 10_001, homeSeq: 20_001, heaters }
  const rest = openRest(account, credentials)
  const listener = getRequestListener(rest.fetch, { overrideGlobalObjects: false })
  const server = createServer(options.tls, (request, response) => {
    if (request.url?.split('?', 1)[0] === gatewayPath) answerPlainRequest(response)
    else listener(request, response)
  })
  server.on('upgrade', gateway.upgrade)
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await listen(server, options.port ?? 0, host)

  // Heaters have timers, so they come last: nothing after them can fail.
  for (const [index, heater] of wanted.entries())
    heaters.push(makeHeater(heater, index, { options, broker, clock, heaterClock, speed }))

  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= new Promise<void>(resolve => {
      for (const heater of heaters) heater.stop()
      gateway.dropConnections()
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
    return closed
  }
  return {
    url: urlOf(server, host, options.tls !== undefined),
    account: login,
    heaters,
    heaterClock,
    requests: rest.requests,
    handshakes: gateway.handshakes,
    get connections() {
      return broker.clients.map(({ clientId, filters }) => ({ clientId, filters: [...filters.keys()] }))
    },
    override: rest.override,
    revokeTokens: which => credentials.revokeTokens(which),
    expireAwsCredentials: () => credentials.expireAws(),
    dropConnections: gateway.dropConnections,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Locally administered addresses, one after the other. */
const macOf = (index: number) => (0x02_4e_57_50_05_00 + index).toString(16).padStart(12, '0')

function makeHeater(
  heater: HeaterOptions,
  index: number,
  {
    options,
    broker,
    clock,
    heaterClock,
    speed,
  }: {
    readonly options: SimulatorOptions
    readonly broker: Broker
    readonly clock: Clock
    readonly heaterClock: Clock
    readonly speed: number
  },
): SimulatedHeater {
  const { name = index === 0 ? 'Water Heater' : `Water Heater ${index + 1}`, macAddress = macOf(index) } = heater
  const { firmware = 'new', size = '65-gal' } = heater
  const people = household(heater.household ?? 'family', (options.seed ?? 1) + index)
  const second = heaterClock.now() / 1000
  return new SimulatedHeater({
    identity: identityOf(name, macAddress, size, firmware),
    // Controller 10.1 heats 1 K beyond the setpoint.
    machine: initialMachine({
      air: people.between(second, second).air,
      ...heater,
      size,
      overshoot: firmware === 'old' ? 1 : 0,
    }),
    household: people,
    broker,
    wall: clock,
    clock: heaterClock,
    speed,
    connected: heater.connected ?? true,
    controlGap: options.controlGap ?? 0,
  })
}

const createServer = (tls: SimulatorOptions['tls'], listener: RequestListener): Server =>
  tls ? createHttpsServer({ ...tls, ALPNProtocols: ['http/1.1'] }, listener) : createHttpServer(listener)

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

function urlOf(server: Server, host: string, secure: boolean): string {
  const { port, family } = server.address() as AddressInfo
  // What listens everywhere is reached on loopback.
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : family === 'IPv6' ? `[${host}]` : host
  return `${secure ? 'https' : 'http'}://${reachable}:${port}`
}
