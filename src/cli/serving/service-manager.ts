/** What systemd is told of this process: that it is ready, that it lives, that it stops. Elsewhere nobody listens. */
import { spawn } from 'node:child_process'
import type { Clock } from '#time/clock'
import { millis, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'

export interface ServiceManagerOptions {
  /** With NOTIFY_SOCKET and WATCHDOG_USEC, where it was systemd that started us. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly logger: Logger
  /** What hangs, in words; undefined while all is well. */
  readonly hangs: () => string | undefined
}

/** A stop must not wait longer for it. */
const longestCall = seconds(2)

/** Node can't write to such a socket itself, so `systemd-notify` does: hence NotifyAccess=all in the unit. */
export class ServiceManager {
  readonly #options: ServiceManagerOptions
  #telling = Promise.resolve()
  #stopFeeding = () => {}
  #hanging: string | undefined
  #missing = false

  constructor(options: ServiceManagerOptions) {
    this.#options = options
  }

  /** From now on the watchdog is fed while the feed lives. @param status one line for `systemctl status`. */
  ready(status: string): void {
    const { env, clock } = this.#options
    this.#tell('--ready', `--status=${status}`)
    const watchdog = Number(env.WATCHDOG_USEC)
    // Two may be late before the third counts.
    if (watchdog > 0) this.#stopFeeding = clock.every(millis(watchdog / 3000), () => this.#feed())
  }

  /** Resolves when it was said. Safe twice. */
  async stopping(): Promise<void> {
    this.#stopFeeding()
    this.#stopFeeding = () => {}
    this.#tell('STOPPING=1')
    await this.#telling
  }

  #feed(): void {
    const hanging = this.#options.hangs()
    if (hanging === undefined) this.#tell('WATCHDOG=1')
    else if (this.#hanging === undefined)
      this.#options.logger.error({}, `${hanging}; the watchdog is not fed, so systemd will start the station anew`)
    this.#hanging = hanging
  }

  /** One after the other, so that none overtakes another. */
  #tell(...words: readonly string[]): void {
    if (this.#options.env.NOTIFY_SOCKET) this.#telling = this.#telling.then(() => this.#told(words))
  }

  #told(words: readonly string[]): Promise<void> {
    const { env, logger } = this.#options
    if (this.#missing) return Promise.resolve()
    return new Promise(resolve => {
      const child = spawn('systemd-notify', words, { env, stdio: 'ignore', timeout: longestCall })
      child.on('error', error => {
        this.#missing = true
        logger.error({ error }, 'systemd-notify can not be called, so systemd will take this station for dead')
        resolve()
      })
      child.on('close', () => resolve())
    })
  }
}
