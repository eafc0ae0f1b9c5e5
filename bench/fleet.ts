/** Many accounts in one process, each a client with a heater that it hears; and how each of them comes back from a fault. */
import { NaviLinkClient, type NaviLinkClientOptions } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { Reading } from '#heater/reading'
import type { AccountOptions } from '#simulator/options'

export interface Owner {
  readonly client: NaviLinkClient
  readonly heater: NaviLinkDevice
}

/** Times, ms since 1970 by the clock that was passed in. */
export interface Recovery {
  /** The link left `online`. */
  readonly noticed: number
  /** The last try, the one that did it, began. */
  readonly tried: number
  readonly online: number
  /** The first status that is no history. */
  readonly status: number
}

const emailOf = (index: number) => `owner${index}@example.com`

/** In their houses nobody draws water, so that the heaters say nothing unasked. */
export const accountsOf = (count: number): AccountOptions[] =>
  Array.from({ length: count }, (_, i) => ({ email: emailOf(i), heaters: [{ household: 'nobody' }] }))

export type FleetOptions = Omit<NaviLinkClientOptions, 'email' | 'password' | 'cloud'>

export class Fleet implements AsyncDisposable {
  readonly #clients: readonly NaviLinkClient[]

  constructor(cloud: string, count: number, options: FleetOptions = {}) {
    this.#clients = Array.from(
      { length: count },
      (_, i) => new NaviLinkClient({ ...options, email: emailOf(i), password: 'warm-enough', cloud }),
    )
  }

  /** All at once. Resolves when each has had its first status. */
  open(): Promise<readonly Owner[]> {
    return Promise.all(
      this.#clients.map(async client => {
        const [heater] = await client.devices()
        if (!heater) throw new Error('An account has no heater.')
        const status = news(heater)
        await heater.listen()
        await status
        return { client, heater }
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map(client => client.close()))
  }
}

/** Resolves at the next status that is no history. */
function news(heater: NaviLinkDevice): Promise<void> {
  return new Promise(resolve => {
    const heard = ({ about }: Reading) => {
      if (about.cause === 'history') return
      heater.off('status', heard)
      resolve()
    }
    heater.on('status', heard)
  })
}

/** Resolves when its link was lost, came back, and the heater was heard over it. */
export function recovery({ client: { link }, heater }: Owner, now: () => number): Promise<Recovery> {
  return new Promise(resolve => {
    let noticed: number | undefined
    let tried = 0
    const changed = () => {
      if (link.state !== 'online') noticed ??= now()
      if (link.state === 'signing-in') tried = now()
      if (link.state !== 'online' || noticed === undefined) return
      link.off('state', changed)
      const times = { noticed, tried, online: now() }
      void news(heater).then(() => resolve({ ...times, status: now() }))
    }
    link.on('state', changed)
  })
}
