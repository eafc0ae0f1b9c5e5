/** Enters heaters into the store, and again until it takes them: their days can't be told without their zone. */
import type { Clock } from '#time/clock'
import { seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Store, StoredHeater } from './store/store.ts'

export interface HeaterRegisterSetting {
  readonly store: Pick<Store, 'write'>
  readonly wallClock: Pick<Clock, 'after'>
  readonly logger: Logger
}

const pause = seconds(30)

export class HeaterRegister {
  readonly #setting: HeaterRegisterSetting
  readonly #waiting = new Map<string, StoredHeater>()
  #stop = () => {}

  constructor(setting: HeaterRegisterSetting) {
    this.#setting = setting
  }

  /** Resolves when it is entered, or has to wait; its samples wait in the recorder as all others do. */
  async enter({ id, name, timeZone, account }: StoredHeater): Promise<void> {
    this.#waiting.set(id, { id, name, timeZone, account })
    await this.#write()
  }

  /** Tries a last time where one waits. Safe twice. */
  async close(): Promise<void> {
    await this.#write()
    this.#stop()
  }

  async #write(): Promise<void> {
    const { store, wallClock, logger } = this.#setting
    this.#stop()
    const heaters = [...this.#waiting.values()]
    if (heaters.length === 0) return
    try {
      await store.write({ heaters })
      for (const heater of heaters) if (this.#waiting.get(heater.id) === heater) this.#waiting.delete(heater.id)
    } catch (error) {
      logger.error({ error, heaters: heaters.length, repeats: true }, 'Heaters could not be entered into the store')
      this.#stop()
      this.#stop = wallClock.after(pause, () => void this.#write())
    }
  }
}
