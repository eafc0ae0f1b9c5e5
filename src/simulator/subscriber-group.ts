/** A shared subscription of the simulated AWS IoT: each message goes to one member, by chance. */
import { millis } from '#time/duration'
import type { Agenda } from './agenda.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { Message, QoS } from './message.ts'
import type { Subscription } from './session.ts'

interface Setup {
  readonly agenda: Agenda
  readonly random: () => number
  readonly options: GatewayOptions
}

export class SubscriberGroup {
  readonly #setup: Setup
  readonly #members = new Set<Subscription>()
  readonly #stored: Message[] = []
  #stop: (() => void) | undefined

  constructor(setup: Setup) {
    this.#setup = setup
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  join(member: Subscription) {
    this.#members.add(member)
    this.wake()
  }

  leave(member: Subscription) {
    this.#members.delete(member)
    if (!this.isEmpty) return
    this.#stored.length = 0
    this.#stop?.()
  }

  /** A member may have come back. */
  wake() {
    const { agenda, options } = this.#setup
    if (this.#stop !== undefined || this.#stored.length === 0) return
    this.#stop = agenda.after(millis(1000 / options.sharedStoredPerSecond), () => {
      this.#stop = undefined
      const member = this.#chosen()
      const message = member && this.#stored.shift()
      if (message === undefined) return
      deliver(member as Subscription, message)
      this.wake()
    })
  }

  offer(message: Message) {
    const member = this.#chosen()
    if (member !== undefined) return deliver(member, message)
    // Who isn't connected and still a member has a session that is kept.
    if (message.qos === 0) return
    this.#stored.push(message)
    if (this.#stored.length > this.#setup.options.storedMessages) this.#stored.shift()
  }

  #chosen(): Subscription | undefined {
    const here = [...this.#members].filter(({ session }) => session.connection !== undefined)
    return here[Math.floor(this.#setup.random() * here.length)]
  }
}

function deliver({ session, qos, retainAsPublished }: Subscription, message: Message) {
  const granted = Math.min(qos, message.qos) as QoS
  session.outbox.offer({ message, qos: granted, retain: retainAsPublished && message.retain })
}
