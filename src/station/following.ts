/** A heater that is followed: asked at its interval, and taken up again when that broke off. */
import { AuthenticationError, UnsupportedError } from '#schema/errors'
import { type Clock, sleep } from '#time/clock'
import { type Duration, millis } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Feed } from './feed.ts'
import type { WatchedHeater } from './watched-heater.ts'

export interface FollowingSetting {
  readonly heater: WatchedHeater
  readonly feed: Feed
  /** The heaters'. */
  readonly clock: Clock
  readonly logger: Logger
  /** Its account was refused; until that is mended nothing comes. */
  readonly refused: (error: AuthenticationError) => void
}

export class Following {
  readonly heater: WatchedHeater
  readonly #setting: FollowingSetting
  readonly #ending = new AbortController()
  #running: Promise<void> | undefined

  constructor(setting: FollowingSetting) {
    this.heater = setting.heater
    this.#setting = setting
  }

  /** @param delay before the first question. */
  start(delay: Duration = millis(0)): void {
    this.#running ??= this.#run(delay).finally(() => {
      this.#running = undefined
    })
  }

  /** Nothing comes from it any more when this is done. Safe twice. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
    this.heater.forget()
  }

  /** Until it is closed, or an error that no waiting mends. */
  async #run(delay: Duration): Promise<void> {
    const { heater, feed, clock, logger, refused } = this.#setting
    const { signal } = this.#ending
    for (let wait = delay; !signal.aborted; wait = heater.interval)
      try {
        if (wait > 0) await sleep(clock, wait, signal)
        await feed.follow(heater.device, heater.interval, signal)
        return
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof AuthenticationError || error instanceof UnsupportedError) {
          logger.error({ error, heater: heater.id }, 'A heater is not watched any more')
          if (error instanceof AuthenticationError) refused(error)
          return
        }
        logger.warn({ error, heater: heater.id, repeats: true }, 'Watching a heater broke off; it is taken up again')
      }
  }
}
