/** Which version of MQTT to speak: what was asked for, what was seen to work on this cloud, and when to fall back. */
import type { Clock } from '#time/clock'
import { days } from '#time/duration'
import type { Logger } from '#wire/logger'
import {
  ClosedEarlyError,
  ConnectRefusedError,
  type MqttVersion,
  NoConnackError,
  UnreadableConnackError,
} from './gateway-errors.ts'

/** `auto` speaks 3.1.1 until 5 was seen to work on this cloud, by `navilink check` or an explicit `5`. */
export type ProtocolChoice = 'auto' | MqttVersion

/** What was learned of a cloud. */
export interface LearnedProtocol {
  /** 5 when it was seen to work, 3.1.1 when 5 was seen to fail. */
  readonly version: MqttVersion
  /** ms since 1970 */
  readonly at: number
}

/** Where that is kept from one run to the next, by a key for each cloud. */
export interface ProtocolMemory {
  load(cloud: string): Promise<LearnedProtocol | undefined>
  save(cloud: string, learned: LearnedProtocol): Promise<void>
}

export function protocolMemory(): ProtocolMemory {
  const kept = new Map<string, LearnedProtocol>()
  return {
    load: async cloud => kept.get(cloud),
    save: async (cloud, learned) => void kept.set(cloud, learned),
  }
}

export interface ProtocolVersionSetup {
  readonly choice: ProtocolChoice
  readonly cloud: string
  readonly memory: ProtocolMemory
  readonly clock: Clock
  readonly logger: Logger
}

/** A gateway that didn't speak 5 is asked again this rarely. */
const secondChance = days(7)
/** A mute close may have another reason, so one is no evidence. */
const mutedEnough = 2

export class ProtocolVersion {
  readonly #setup: ProtocolVersionSetup
  #learned: LearnedProtocol | undefined
  #loading: Promise<void> | undefined
  #muted = 0

  constructor(setup: ProtocolVersionSetup) {
    this.#setup = setup
  }

  /** Whether 5 was seen to work, so that its failures have other reasons. */
  get proven(): boolean {
    return this.#learned?.version === '5'
  }

  /** For the next connection. */
  async next(): Promise<MqttVersion> {
    const { choice, clock } = this.#setup
    if (choice === '3.1.1') return choice
    this.#loading ??= this.#load()
    await this.#loading
    if (choice === 'auto') return this.proven ? '5' : '3.1.1'
    const failed = this.#learned?.version === '3.1.1' && clock.now() - this.#learned.at < secondChance
    return failed ? '3.1.1' : '5'
  }

  /** A connection was opened. */
  async worked(version: MqttVersion): Promise<void> {
    this.#muted = 0
    if (version === '5' && !this.proven) await this.#learn('5')
  }

  /** @returns whether this failure shows that the gateway doesn't speak 5, so that the next try is with 3.1.1. */
  async failed(version: MqttVersion, error: unknown): Promise<boolean> {
    if (version !== '5') return false
    const plain =
      error instanceof UnreadableConnackError || (error instanceof ConnectRefusedError && error.wrongVersion)
    const mute = error instanceof ClosedEarlyError || error instanceof NoConnackError
    if (mute && !this.proven) this.#muted += error instanceof NoConnackError ? mutedEnough : 1
    if (!plain && this.#muted < mutedEnough) return false
    this.#muted = 0
    this.#setup.logger.warn({ cause: error }, 'The gateway was not seen to speak MQTT 5; going on with 3.1.1')
    await this.#learn('3.1.1')
    return true
  }

  async #load(): Promise<void> {
    const { memory, cloud, logger } = this.#setup
    try {
      this.#learned ??= await memory.load(cloud)
    } catch (cause) {
      logger.warn({ cause }, 'What is known of the gateway can not be read')
    }
  }

  async #learn(version: MqttVersion): Promise<void> {
    const { memory, cloud, clock, logger } = this.#setup
    this.#learned = { version, at: clock.now() }
    try {
      await memory.save(cloud, this.#learned)
    } catch (cause) {
      logger.warn({ cause }, 'What was learned of the gateway can not be saved')
    }
  }
}
