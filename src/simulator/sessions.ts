/** The sessions of the simulated AWS IoT, kept for clients that come back in time. */
import { millis } from '#time/duration'
import type { Agenda } from './agenda.ts'
import type { Broker } from './broker.ts'
import { endings } from './endings.ts'
import type { Faults } from './faults.ts'
import type { GatewayOptions } from './gateway-options.ts'
import { Outbox } from './outbox.ts'
import { type Connected, Session } from './session.ts'

interface Setup {
  readonly broker: Broker
  readonly agenda: Agenda
  readonly options: GatewayOptions
  readonly faults: Faults
}

export interface Claim {
  readonly clientId: string
  readonly version: 3 | 5
  /** Forgets what there was. */
  readonly clean: boolean
  /** How long to keep it afterwards, ms. */
  readonly expiry: number
  readonly connection: Connected
}

/** The last word of a client that went without one. */
export interface Will {
  /** How long it waits for the client to come back, ms; never longer than the session. */
  readonly delay: number
  send(): void
}

export class Sessions {
  readonly #setup: Setup
  readonly #sessions = new Map<string, Session>()

  constructor(setup: Setup) {
    this.#setup = setup
  }

  /** Connected clients, in the order in which they came. */
  get connected(): readonly Session[] {
    return [...this.#sessions.values()].filter(({ connection }) => connection !== undefined)
  }

  /** The session of a client that connects; whoever is here under the same id is thrown out. */
  claim({ clientId, version, clean, expiry, connection }: Claim): { session: Session; present: boolean } {
    this.#sessions.get(clientId)?.connection?.end(endings.takenOver)
    const old = this.#sessions.get(clientId)
    const lost = old !== undefined && this.#setup.faults.strike('session-lost', { clientId }) !== undefined
    // AWS carries no session over from one version to the other.
    const present = old !== undefined && !clean && !lost && old.version === version
    if (old !== undefined && !present) this.#forget(old)
    const session = present ? old : new Session(clientId, version, new Outbox({ ...this.#setup, clientId }), expiry)
    session.absence?.callOff()
    session.absence = undefined
    session.connection = connection
    session.expiry = expiry
    // The latest comes last.
    this.#sessions.delete(clientId)
    this.#sessions.set(clientId, session)
    return { session, present }
  }

  /** The connection is over. */
  release(session: Session, will?: Will) {
    const { agenda, options } = this.#setup
    session.connection = undefined
    session.outbox.shut()
    const say = () => will?.send()
    const delay = Math.min(will?.delay ?? 0, session.expiry)
    if (delay <= 0) say()
    if (session.expiry <= 0) return this.#forget(session)
    const stops = [agenda.after(millis(session.expiry + options.sessionOvertime), () => this.#forget(session))]
    const callOff = () => {
      for (const stop of stops) stop()
    }
    const absence = { callOff, say: () => {} }
    if (delay > 0) {
      absence.say = say
      stops.push(
        agenda.after(millis(delay), () => {
          absence.say = () => {}
          say()
        }),
      )
    }
    session.absence = absence
  }

  #forget(session: Session) {
    const { absence } = session
    session.absence = undefined
    absence?.callOff()
    absence?.say()
    session.outbox.shut()
    for (const subscription of session.subscriptions.values()) this.#setup.broker.unsubscribe(subscription)
    session.subscriptions.clear()
    if (this.#sessions.get(session.clientId) === session) this.#sessions.delete(session.clientId)
  }
}
