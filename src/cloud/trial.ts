/** Opens a connection to the gateway as the link does, to see how far it comes, and leaves it again. */
import { abortable } from '#time/abort'
import { seconds } from '#time/duration'
import { ClosedEarlyError, type MqttVersion } from './gateway-errors.ts'
import { type MqttConnection, openMqttConnection } from './mqtt-connection.ts'
import type { MqttConnectionOptions } from './mqtt-options.ts'
import { type ProtocolMemory, ProtocolVersion, type ProtocolVersionSetup } from './protocol-version.ts'
import { Remedies } from './remedies.ts'
import type { Session } from './session.ts'

export interface TrialSetup
  extends Pick<MqttConnectionOptions, 'gateway' | 'region' | 'operationTimeout' | 'clock'>,
    Omit<ProtocolVersionSetup, 'choice' | 'clock'> {
  readonly session: Pick<Session, 'awsCredentials'>
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

/** A gateway that was never seen to speak MQTT 5 and says nothing to it in this time is taken not to. */
const v5Patience = seconds(10)

export class Trials {
  readonly #setup: TrialSetup
  readonly #remedies = new Remedies()
  /** What the gateway's clock is ahead of ours, ms. */
  #skew = 0

  constructor(setup: TrialSetup) {
    this.#setup = setup
  }

  open(version: MqttVersion, patience: Pick<MqttConnectionOptions, 'connackTimeout'> = {}): Trial {
    const leaving = new AbortController()
    const upgraded = Promise.withResolvers<readonly Mended[]>()
    const connected = this.#open(version, patience, upgraded.resolve, leaving.signal)
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

  /**
   * Whether the gateway speaks MQTT 5, and it is remembered.
   * @param learning false: what else was tried failed as well, so silence is no evidence against 5.
   * @throws what has nothing to do with the version.
   */
  async speaks5(learning: boolean, signal: AbortSignal): Promise<boolean> {
    const { memory } = this.#setup
    const protocol = new ProtocolVersion({ ...this.#setup, choice: '5', memory: hopeful(memory, learning) })
    await protocol.next()
    for (let last = false; ; last = true) {
      const trial = this.open('5', protocol.proven ? {} : { connackTimeout: v5Patience })
      try {
        await abortable(trial.connected, signal)
        await protocol.worked('5')
        return true
      } catch (error) {
        if (signal.aborted) throw signal.reason
        if ((await protocol.failed('5', error)) && learning) return false
        // One close may have another reason.
        if (last || !(error instanceof ClosedEarlyError)) throw error
      } finally {
        await trial.close()
      }
    }
  }

  /** With each remedy that the link would take, until the upgrade is granted. */
  async #open(
    version: MqttVersion,
    patience: Pick<MqttConnectionOptions, 'connackTimeout'>,
    granted: (mended: readonly Mended[]) => void,
    signal: AbortSignal,
  ): Promise<MqttConnection> {
    const { session, freshClientId, clock, gateway, region, operationTimeout } = this.#setup
    const signedAt = () => clock.now() + this.#skew
    const mended: Mended[] = []
    let rejected: Awaited<ReturnType<Session['awsCredentials']>> | undefined
    for (;;) {
      const credentials = await session.awsCredentials({ signal, rejected })
      let upgraded = false
      const onUpgraded = () => {
        upgraded = true
        granted(mended)
      }
      const id = { clientId: freshClientId(), protocol: version, keepAlive: seconds(60), onMessage: () => {} }
      const way = { gateway, region, operationTimeout, clock, credentials, signedAt, onUpgraded }
      try {
        return await openMqttConnection({ ...way, ...id, ...patience }, signal)
      } catch (error) {
        const remedy = this.#remedies.for(error, clock.now(), signedAt())
        if (upgraded || (remedy.kind !== 'correct-the-clock' && remedy.kind !== 'renew-credentials')) throw error
        if (remedy.kind === 'correct-the-clock') this.#skew += remedy.by
        else rejected = credentials
        mended.push(remedy.kind === 'correct-the-clock' ? 'clock' : 'credentials')
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
