/** Opens a connection to the gateway as the link does, to see how far it comes, and leaves it again. */
import { abortable } from '#time/abort'
import { seconds } from '#time/duration'
import { Connector, type ConnectorSetup } from './connector.ts'
import { ClosedEarlyError } from './gateway-errors.ts'
import type { MqttConnection } from './mqtt-connection.ts'
import { type ProtocolMemory, ProtocolVersion, type ProtocolVersionSetup } from './protocol-version.ts'

export interface TrialSetup
  extends Pick<ConnectorSetup, 'gateway' | 'region' | 'operationTimeout' | 'clock' | 'session'>,
    Omit<ProtocolVersionSetup, 'choice' | 'clock'> {
  /** A client id that nothing else has, another one each time. */
  readonly freshClientId: () => string
}

/** What it took to be let in. */
export type Mended = 'clock' | 'credentials'

/** A connection on its way. */
export interface Trial {
  /** The WebSocket is open. @throws why it isn't. */
  readonly upgraded: Promise<readonly Mended[]>
  /** The gateway took CONNECT. @throws why it didn't. */
  readonly connected: Promise<MqttConnection>
  /** Safe in any state. */
  close(): Promise<void>
}

export class Trials {
  readonly #setup: TrialSetup
  readonly #older: Connector

  constructor(setup: TrialSetup) {
    this.#setup = setup
    this.#older = this.#connector(new ProtocolVersion({ ...setup, choice: '3.1.1' }))
  }

  /** With MQTT 3.1.1. */
  open(): Trial {
    return this.#begin(this.#older)
  }

  /**
   * Whether the gateway speaks MQTT 5, and it is remembered.
   * @param learning false: what else was tried failed as well, so silence is no evidence against 5.
   * @throws what has nothing to do with the version.
   */
  async speaks5(learning: boolean, signal: AbortSignal): Promise<boolean> {
    const memory = hopeful(this.#setup.memory, learning)
    const protocol = new ProtocolVersion({ ...this.#setup, choice: '5', memory })
    const connector = this.#connector(protocol)
    for (let last = false; ; last = true) {
      const trial = this.#begin(connector)
      try {
        await abortable(trial.connected, signal)
        return true
      } catch (error) {
        if (signal.aborted) throw signal.reason
        if (learning && (await protocol.next()) !== '5') return false
        // One close may have another reason.
        if (last || !(error instanceof ClosedEarlyError)) throw error
      } finally {
        await trial.close()
      }
    }
  }

  #connector(protocol: ProtocolVersion): Connector {
    const { freshClientId } = this.#setup
    // Each trial has an id of its own, so this one is never used.
    const own = { clientId: 'trial', freshTail: freshClientId, keepAlive: seconds(60), protocol }
    return new Connector({ ...this.#setup, ...own })
  }

  #begin(connector: Connector): Trial {
    const leaving = new AbortController()
    const upgraded = Promise.withResolvers<readonly Mended[]>()
    const connected = this.#open(connector, upgraded.resolve, leaving.signal)
    connected.catch(upgraded.reject)
    upgraded.promise.catch(() => {})
    return {
      upgraded: upgraded.promise,
      connected,
      async close() {
        leaving.abort(new Error('The trial is over.'))
        await connected.then(
          connection => connection.close(),
          () => {},
        )
      },
    }
  }

  /** With each remedy that the link would take, until the upgrade is granted. */
  async #open(
    connector: Connector,
    granted: (mended: readonly Mended[]) => void,
    signal: AbortSignal,
  ): Promise<MqttConnection> {
    const mended: Mended[] = []
    for (;;) {
      let upgraded = false
      const onUpgraded = () => {
        upgraded = true
        granted(mended)
      }
      const clientId = this.#setup.freshClientId()
      try {
        const { connection } = await connector.open({ clientId, onMessage: () => {}, onUpgraded }, signal)
        return connection
      } catch (error) {
        if (signal.aborted) throw error
        const { remedy } = await connector.learn(error, false)
        if (upgraded || (remedy !== 'correct-the-clock' && remedy !== 'renew-credentials')) throw error
        mended.push(remedy === 'correct-the-clock' ? 'clock' : 'credentials')
      }
    }
  }
}

/** Gives 5 a new chance, whatever it came to the last time. */
const hopeful = (memory: ProtocolMemory, learning: boolean): ProtocolMemory => ({
  async load(cloud) {
    const learned = await memory.load(cloud)
    return learned?.version === '5' ? learned : undefined
  },
  async save(cloud, learned) {
    if (learning || learned.version === '5') await memory.save(cloud, learned)
  },
})
