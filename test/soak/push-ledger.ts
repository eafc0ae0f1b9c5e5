/** Every push of the simulated heaters against what listeners were handed: each exactly once, and nothing that nobody sent. */
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { SimulatedHeater, Simulator } from '#simulator/index'
import type { Clock } from '#time/clock'
import { millis, minutes } from '#time/duration'
import { pushTopic, topicMatches } from '#wire/topics'
import type { Diary } from './diary.ts'
import type { Weather } from './weather.ts'

interface Push {
  readonly at: number
  /** The law is for it: nothing stood in its way. */
  readonly counts: boolean
  delivered: number
}

/** A heater as it is, and as its owner has it. */
export interface Pair {
  readonly tank: SimulatedHeater
  readonly heater: NaviLinkDevice
  readonly client: NaviLinkClient
  /** What the ids of the client's connections begin with. */
  readonly clientId: string
}

/**
 * The counter of pushes has one digit, and where some went missing the next may look like old ones. The client forgets
 * it after three minutes of silence, and the gateway repeats for half a minute what was not acknowledged. A connection
 * that passes nothing any more is found out within two minutes.
 */
const aftermath = minutes(5)
/** So many different ones are known again when they come. */
const remembered = 300
/** A burst may say the same in ten pushes' time. */
const mostAlike = 4

/** The last pushes of one heater by what they said. */
class SentPushes {
  readonly #byText = new Map<string, readonly Push[]>()

  add(text: string, push: Push): void {
    const alike = [...(this.#byText.get(text) ?? []), push].slice(-mostAlike)
    this.#byText.delete(text)
    this.#byText.set(text, alike)
    if (this.#byText.size > remembered)
      for (const oldest of this.#byText.keys()) return void this.#byText.delete(oldest)
  }

  /** The one that a delivery is of: what comes at once, or else the last. An older one may have been lost. */
  find(text: string, now: number): Push | undefined {
    const alike = this.#byText.get(text) ?? []
    return alike.find(({ delivered, at }) => delivered === 0 && at === now) ?? alike.at(-1)
  }
}

export class PushLedger {
  /** Pushes that were sent, and those among them that the law is for. */
  sent = 0
  counted = 0
  readonly #cloud: Simulator
  readonly #clock: Clock
  readonly #diary: Diary
  readonly #weather: Weather

  constructor(cloud: Simulator, { clock, diary, weather }: { clock: Clock; diary: Diary; weather: Weather }) {
    this.#cloud = cloud
    this.#clock = clock
    this.#diary = diary
    this.#weather = weather
  }

  keep({ tank, heater, client, clientId }: Pair): void {
    const topic = pushTopic(heater)
    const pushes = new SentPushes()
    let lostSome = Number.NEGATIVE_INFINITY
    const holds = () => this.holds({ client, clientId, heater })

    const send = tank.send.bind(tank)
    tank.send = (to, envelope) => {
      if (to !== topic || !tank.connected) return send(to, envelope)
      const now = this.#clock.now()
      if (client.link.state === 'online' && !holds()) lostSome = now
      const fine = Math.min(now - lostSome, this.#weather.messagesFineFor) > aftermath
      const push = { at: now, counts: fine && holds(), delivered: 0 }
      const text = JSON.stringify(envelope)
      this.sent++
      pushes.add(text, push)
      send(to, envelope)
      if (push.counts) this.#clock.after(millis(1), () => this.#look(push, { name: heater.name, text, holds }))
    }

    heater.on('message', (from, envelope) => {
      if (from !== topic) return
      const push = pushes.find(JSON.stringify(envelope), this.#clock.now())
      if (!push) return this.#diary.breach('stranger', `${heater.name} was handed a push that it never sent`)
      if (++push.delivered > 1 && push.counts && this.#weather.messagesFineFor > aftermath)
        this.#diary.breach('twice', `a push of ${heater.name}, ${this.#clock.now() - push.at} ms old, came again`)
    })
  }

  #look(push: Push, { name, text, holds }: { name: string; text: string; holds: () => boolean }): void {
    // It was cut in the same moment, or a fault began in it.
    if (!holds() || this.#weather.messagesFineFor < aftermath) return
    this.counted++
    if (push.delivered === 0) this.#diary.breach('lost', `a push of ${name} reached nobody: ${text.slice(0, 120)}`)
  }

  /** Whether both ends hold a connection over which the heater's pushes come. */
  holds({ client, clientId, heater }: Omit<Pair, 'tank'>): boolean {
    const topic = pushTopic(heater)
    return (
      client.link.state === 'online' &&
      this.#cloud.connections.some(
        connection =>
          connection.clientId.startsWith(clientId) && connection.filters.some(filter => topicMatches(filter, topic)),
      )
    )
  }
}
