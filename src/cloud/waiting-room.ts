/** Those who wait for a connection, each as long as its own signal allows. */
import type { MqttConnection } from './mqtt-connection.ts'

interface Waiter {
  resolve(connection: MqttConnection): void
  reject(error: unknown): void
}

export class WaitingRoom {
  readonly #waiters = new Set<Waiter>()

  /** @param explained what who gives up is told, from the signal's reason. */
  wait(signal: AbortSignal | undefined, explained: (reason: unknown) => unknown): Promise<MqttConnection> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiters.delete(waiter)
        signal?.removeEventListener('abort', aborted)
      }
      const aborted = () => {
        leave()
        reject(explained(signal?.reason))
      }
      const waiter: Waiter = {
        resolve: connection => {
          leave()
          resolve(connection)
        },
        reject: error => {
          leave()
          reject(error)
        },
      }
      if (signal?.aborted) return aborted()
      signal?.addEventListener('abort', aborted, { once: true })
      this.#waiters.add(waiter)
    })
  }

  /** Those of this moment. */
  all(): readonly Waiter[] {
    return [...this.#waiters]
  }

  resolve(connection: MqttConnection): void {
    for (const waiter of this.all()) waiter.resolve(connection)
  }

  reject(error: unknown): void {
    for (const waiter of this.all()) waiter.reject(error)
  }
}
