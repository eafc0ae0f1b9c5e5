/** The other end: the vendor's cloud and its heaters on one port of this machine, for clients that can't tell the difference. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import { random as seeded } from '#physics/random'
import { type Clock, fastClock, wallClock } from '#time/clock'
import { hours } from '#time/duration'
import { type Account, accountFinder, type Login } from './account.ts'
import { Agenda } from './agenda.ts'
import { Broker } from './broker.ts'
import { ConnectPace } from './connect-pace.ts'
import { openControlPort } from './control-port.ts'
import { Credentials } from './credentials.ts'
import { cloudClock, Faults } from './faults.ts'
import { answerPlainRequest, gatewayPath, openGateway } from './gateway.ts'
import { gatewayOptions } from './gateway-options.ts'
import type { SimulatedHeater } from './heater.ts'
import { HeaterTime } from './heater-time.ts'
import { type Listening, listening } from './listening.ts'
import { checkPast, liveThrough } from './lived-past.ts'
import { makeAccounts, wantedAccounts } from './make-accounts.ts'
import { openEiPath, openEiService } from './open-ei.ts'
import { region, type SimulatorOptions } from './options.ts'
import { Presence } from './presence.ts'
import { type Override, openRest } from './rest.ts'
import type { Session } from './session.ts'
import { Sessions } from './sessions.ts'

/** An MQTT client that is connected. */
export interface SimulatedConnection {
  readonly clientId: string
  readonly filters: readonly string[]
  readonly protocol: '3.1.1' | '5'
}

/** An account with its heaters. */
export interface SimulatedAccount extends Login {
  readonly heaters: readonly SimulatedHeater[]
}

export interface Simulator extends AsyncDisposable {
  /** Where REST and gateway are: `http://127.0.0.1:8484`, without a path. OpenEI is played at `/openei` behind it. */
  readonly url: string
  /** Where the control port is, if one was asked for. */
  readonly controlUrl: string | undefined
  /** The first of `accounts`. */
  readonly account: Login
  readonly accounts: readonly SimulatedAccount[]
  /** Of all accounts. */
  readonly heaters: readonly SimulatedHeater[]
  /** The time the heaters live in. */
  readonly heaterClock: Clock
  /** What goes wrong, to be switched on and off. */
  readonly faults: Faults
  /** The last REST calls, as `POST /user/sign-in`; some thousands of them. */
  readonly requests: readonly string[]
  /** How often each REST call was made since the beginning. */
  readonly requestCounts: ReadonlyMap<string, number>
  /** HTTP status of the last WebSocket handshakes, 101 for those let in; a thousand or more. */
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
  /** AWS credentials are refused from now on; open connections stay, unless the gateway ends them with their credentials. */
  expireAwsCredentials(): void
  /** Cuts every MQTT connection as a broken network would. */
  dropConnections(): void
  /** Ends one MQTT connection as an administrator of the cloud would. @returns whether there was one. */
  deleteConnection(clientId: string): boolean
  /** Leaves nothing alive; safe at any time and twice. */
  close(): Promise<void>
}

/**
 * Opens a simulated cloud with its heaters. Where they have a past to live through, that comes first.
 * @throws RangeError for a speed or a past that isn't above zero, or addresses that can't be.
 * @throws the operating system's error when a port can't be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = wallClock, host = '127.0.0.1', port = 0, tls, control, past, speed = 1, heaterStart } = options
  const wanted = wantedAccounts(options)
  if (past) checkPast(past)
  const random = seeded(options.seed ?? 1)
  const faults = new Faults(clock, random)
  const cloud = cloudClock(faults, clock)
  const agenda = new Agenda(clock)
  const shared = { options: gatewayOptions(options.gateway), agenda, faults, random }
  const broker = new Broker(shared)
  const sessions = new Sessions({ ...shared, broker })
  const presence = new Presence(broker, () => cloud.now())
  const pace = new ConnectPace(shared.options.connectInterval, () => clock.now())
  const lifetimes = { authentication: hours(1), authorization: hours(1), ...options.tokenLifetimes }
  const credentials = new Credentials(cloud, lifetimes, faults)
  const core = { ...shared, broker, sessions, presence, pace }
  const gateway = openGateway({ core, credentials, cloudClock: cloud, region })

  const heaterClock = new HeaterTime((heaterStart ?? clock.now()) - (past?.length ?? 0))
  const accounts = makeAccounts(wanted, { options, broker, faults, clock, heaterClock })
  const heaters = accounts.flatMap(account => account.heaters)
  const rest = openRest({ find: accountFinder(accounts), credentials, faults, cloudClock: cloud })
  const listener = getRequestListener(rest.fetch, { overrideGlobalObjects: false })
  const openEi = getRequestListener(openEiService(cloud), { overrideGlobalObjects: false })
  const server = createServer(tls, (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (path === gatewayPath) answerPlainRequest(response)
    else if (path?.startsWith(`${openEiPath}/`)) openEi(request, response)
    else listener(request, response)
  })
  server.on('upgrade', gateway.upgrade)

  const doors: Listening[] = []
  let closed: Promise<void> | undefined
  const close = () => {
    for (const heater of heaters) heater.stop()
    gateway.close()
    faults.close()
    agenda.close()
    closed ??= Promise.all(doors.map(door => door.close())).then(() => {})
    return closed
  }
  const simulator = {
    account: loginOf(accounts[0]),
    accounts,
    heaters,
    heaterClock,
    faults,
    requests: rest.requests,
    requestCounts: rest.counts,
    handshakes: gateway.handshakes,
    get connections() {
      return sessions.connected.map(connectionOf)
    },
    override: rest.override,
    revokeTokens: (which?: 'access' | 'all') => credentials.revokeTokens(which),
    expireAwsCredentials() {
      credentials.expireAws()
      gateway.checkCredentials()
    },
    dropConnections: gateway.dropConnections,
    deleteConnection: gateway.deleteConnection,
    close,
    [Symbol.asyncDispose]: close,
  }
  try {
    if (past) await liveThrough(past, { time: heaterClock, heaters, broker })
    heaterClock.run(fastClock(clock, speed, heaterStart))
    doors.push(await listening(server, port, host, tls !== undefined))
    if (control !== undefined) doors.push(await openControlPort(simulator, control))
  } catch (error) {
    await close()
    throw error
  }
  const [door, controlDoor] = doors
  return Object.assign(simulator, { url: door?.url ?? '', controlUrl: controlDoor?.url })
}

const loginOf = (account: Account | undefined): Login => ({
  email: account?.email ?? '',
  password: account?.password ?? '',
})

const connectionOf = ({ clientId, version, subscriptions }: Session): SimulatedConnection => ({
  clientId,
  filters: [...subscriptions.keys()],
  protocol: version === 5 ? '5' : '3.1.1',
})

const createServer = (tls: SimulatorOptions['tls'], listener: RequestListener): Server =>
  tls ? createHttpsServer({ ...tls, ALPNProtocols: ['http/1.1'] }, listener) : createHttpServer(listener)
