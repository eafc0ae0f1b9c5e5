/** Renews credentials when their time has come, and not when somebody happens to ask. */
import type { Clock } from '#time/clock'
import { millis, minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { ExpiringAwsCredentials, Session } from './session.ts'

const retryRenewal = minutes(1)

export class CredentialWatch {
  readonly #session: Pick<Session, 'awsCredentials'>
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #renewed: (credentials: ExpiringAwsCredentials) => void
  #cancel = () => {}

  constructor(
    session: Pick<Session, 'awsCredentials'>,
    clock: Clock,
    logger: Logger,
    renewed: (credentials: ExpiringAwsCredentials) => void,
  ) {
    this.#session = session
    this.#clock = clock
    this.#logger = logger
    this.#renewed = renewed
  }

  /** Until {@link stop}, or the signal. */
  start({ renewAt }: ExpiringAwsCredentials, signal: AbortSignal): void {
    this.stop()
    const wait = Math.max(0, renewAt - this.#clock.now())
    this.#cancel = this.#clock.after(millis(wait), () => void this.#renew(signal))
  }

  stop(): void {
    this.#cancel()
    this.#cancel = () => {}
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const cancel = this.#cancel
    try {
      const credentials = await this.#session.awsCredentials({ signal })
      if (this.#cancel !== cancel) return
      this.#renewed(credentials)
      const soonest = this.#clock.now() + retryRenewal
      this.start({ ...credentials, renewAt: Math.max(soonest, credentials.renewAt) }, signal)
    } catch (cause) {
      if (signal.aborted || this.#cancel !== cancel) return
      this.#logger.warn({ cause, repeats: true }, 'The credentials of the gateway can not be renewed yet')
      this.#cancel = this.#clock.after(retryRenewal, () => void this.#renew(signal))
    }
  }
}
