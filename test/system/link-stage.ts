/** A client whose link is put into a state and held there, and what can happen to it: the setting of the matrix. */
import type { LinkState } from '#cloud/link-health'
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { CommandOutcome } from '#heater/outcome'
import { minutes, seconds } from '#time/duration'
import { type VirtualCloud, virtualCloud } from '../fixtures/virtual-cloud.ts'
import { type CountedClock, countedClock } from '../soak/counted-clock.ts'
import { type OpenSockets, openSockets, singleFetch } from '../soak/open-sockets.ts'

const calls = { signIn: 'POST /user/sign-in', refresh: 'POST /auth/refresh' } as const

export class Stage {
  readonly client: NaviLinkClient
  readonly heater: NaviLinkDevice
  readonly #world: VirtualCloud
  readonly #timers: CountedClock
  readonly #sockets: OpenSockets
  /** The states that the link has entered, since somebody emptied this. */
  readonly states: LinkState[] = []
  /** As many as commands have ended. */
  readonly outcomes: CommandOutcome[] = []
  #open = () => {}

  private constructor(
    client: NaviLinkClient,
    heater: NaviLinkDevice,
    parts: { readonly world: VirtualCloud; readonly timers: CountedClock; readonly sockets: OpenSockets },
  ) {
    this.client = client
    this.heater = heater
    this.#world = parts.world
    this.#timers = parts.timers
    this.#sockets = parts.sockets
    client.link.on('state', state => void this.states.push(state))
  }

  /** Signed in once with the password, and left alone until the tokens are over: the link is idle. */
  static async set(maxRetries = Number.POSITIVE_INFINITY): Promise<Stage> {
    const world = await virtualCloud({ heaterTick: minutes(1) })
    const timers = countedClock(world.clock)
    const sockets = openSockets()
    const reconnect = { initialDelay: seconds(10), jitter: 0, maxRetries }
    const client = world.client({ clock: timers, fetch: singleFetch, link: { reconnect } })
    const [heater] = await world.wait(client.devices())
    if (!heater) throw new Error('The account has no heater.')
    await world.clock.advance(minutes(61))
    return new Stage(client, heater, { world, timers, sockets })
  }

  get cloud() {
    return this.#world.cloud
  }

  get clock() {
    return this.#world.clock
  }

  get signIns(): number {
    return this.#world.signIns()
  }

  /** Opens the link by hearing the heater; who does so may be disappointed. */
  listen(): void {
    this.heater.listen().catch(() => {})
  }

  async goOnline(): Promise<void> {
    this.listen()
    // It has told what it can do, or a command would have to ask it first.
    this.heater.info().catch(() => {})
    await this.clock.until(() => this.heater.latest !== undefined && this.heater.capabilities !== undefined, minutes(1))
  }

  command(): void {
    void this.heater.setTemperature(45).then(outcome => this.outcomes.push(outcome))
  }

  /** Renewals of the session wait until {@link release}, in the cloud. */
  holdRenewals(): void {
    const { promise: opened, resolve } = Promise.withResolvers<void>()
    this.#open = resolve
    this.cloud.override(calls.refresh, async (_, proceed) => {
      await opened
      return proceed()
    })
  }

  /** What held it in its state is over. */
  release(): void {
    this.#open()
    this.cloud.faults.off()
  }

  /** Everything goes unanswered. */
  fallSilent(): void {
    for (const fault of ['silence', 'upgrade-hang', 'rest-hang'] as const) this.cloud.faults.on(fault)
  }

  /** Every connection is cut at the cloud's end. */
  cutAll(): void {
    for (const socket of this.#sockets.servers) socket.destroy()
  }

  /** An upgrade that waits for its answer is refused; when none does, the next. */
  refuseUpgrade(): void {
    if (this.client.link.state !== 'connecting') return void this.cloud.faults.on('upgrade-403', { count: 1 })
    const head = ['HTTP/1.1 403 Forbidden', `date: ${new Date(this.clock.now()).toUTCString()}`, 'content-length: 0']
    for (const socket of this.#sockets.servers) socket.end(`${head.join('\r\n')}\r\n\r\n`)
  }

  /** The account has another password now: nothing that was given for the old one is taken any more. */
  changePassword(): void {
    this.cloud.revokeTokens('all')
    this.cloud.expireAwsCredentials()
    this.cloud.faults.on('rest-refused', { call: calls.signIn, code: 1001 })
  }

  /** The password is changed, and the link has met it. */
  async refusePassword(): Promise<void> {
    this.changePassword()
    this.listen()
    await this.clock.until(() => this.client.link.state === 'auth-failed', minutes(1))
  }

  /** Closes the client. @returns what it leaves alive, and how long it took, ms. */
  async closed() {
    const since = this.clock.now()
    await this.#world.wait(this.client.close(), minutes(1))
    const took = this.clock.now() - since
    await this.clock.advance(0)
    const left = {
      state: this.client.link.state,
      timers: this.#timers.pending,
      // Node 22 opens one more after a call was given up, and sends nothing over it.
      sockets: [...this.#sockets.clients].filter(({ bytesWritten }) => bytesWritten > 0).length,
      connections: this.cloud.connections.length,
    }
    this.#sockets[Symbol.dispose]()
    return { left, took }
  }
}
