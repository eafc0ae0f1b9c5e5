/** What goes out to one client: its rate, the window of unacknowledged messages, what is sent again, and what is stored while it is away. */
import type { IPublishPacket } from 'mqtt-packet'
import { millis } from '#time/duration'
import type { Agenda } from './agenda.ts'
import { Allowance } from './allowance.ts'
import type { Faults } from './faults.ts'
import type { GatewayOptions } from './gateway-options.ts'
import { hasExpired, type Message, publishPacket, type QoS } from './message.ts'

/** A connection as far as deliveries need it. */
export interface Line {
  readonly version: 3 | 5
  /** How many unacknowledged messages the client takes at a time. */
  readonly window: number
  /** @returns false when it can't go: it is too large for the client, or the connection is over. */
  publish(packet: IPublishPacket): boolean
}

export interface Delivery {
  readonly message: Message
  readonly qos: QoS
  readonly retain: boolean
}

interface Sent extends Delivery {
  readonly since: number
  readonly last: number
  readonly line: Line | undefined
}

interface Setup {
  readonly clientId: string
  readonly agenda: Agenda
  readonly options: GatewayOptions
  readonly faults: Faults
}

export class Outbox {
  readonly #setup: Setup
  readonly #sent = new Map<number, Sent>()
  /** For a client that is away, and for one that is back and gets them bit by bit. */
  readonly #stored: Delivery[] = []
  /** For a connection that can't take them at this moment. */
  readonly #waiting: Delivery[] = []
  #line: Line | undefined
  #rate: Allowance
  #bytes: Allowance
  #lastId = 0
  /** Nothing more goes out before; ms since 1970. */
  #blockedUntil = 0
  /** Held back behind the next one by a fault. */
  #held: Delivery | undefined
  #stopWaiting: (() => void) | undefined
  #stopStored: (() => void) | undefined
  #stopAgain: (() => void) | undefined

  constructor(setup: Setup) {
    this.#setup = setup
    ;[this.#rate, this.#bytes] = this.#allowances()
  }

  /** The client is here, as far as it hasn't gone before: what is stored begins to come. */
  open(line: Line) {
    this.#line = line
    ;[this.#rate, this.#bytes] = this.#allowances()
    this.#blockedUntil = 0
    this.#drain()
    this.#watch()
  }

  /** The client is gone; what is of QoS 1 waits for it. */
  shut() {
    this.#line = undefined
    for (const stop of [this.#stopWaiting, this.#stopStored, this.#stopAgain]) stop?.()
    this.#stopWaiting = this.#stopStored = this.#stopAgain = undefined
    const left = this.#waiting.splice(0)
    if (this.#held !== undefined) left.push(this.#held)
    this.#held = undefined
    for (const delivery of left) this.#store(delivery)
  }

  offer(delivery: Delivery) {
    const { faults, clientId } = this.#setup
    if (this.#line === undefined) return this.#store(delivery)
    const about = { clientId, topic: delivery.message.topic }
    if (this.#held === undefined && faults.strike('deliver-reordered', about)) {
      this.#held = delivery
      return
    }
    this.#meter(delivery)
    if (faults.strike('deliver-twice', about)) this.#meter(delivery)
    const held = this.#held
    this.#held = undefined
    if (held !== undefined) this.#meter(held)
  }

  /** Sends regardless of the rate. */
  force(delivery: Delivery) {
    if (this.#line !== undefined) this.#queue(delivery)
  }

  acknowledged(messageId: number) {
    if (this.#sent.delete(messageId)) this.#pump()
  }

  #allowances(): [Allowance, Allowance] {
    const { agenda, options } = this.#setup
    const now = () => agenda.now()
    return [new Allowance(options.publishesPerSecond, now), new Allowance(options.bytesPerSecond, now)]
  }

  #store(delivery: Delivery) {
    if (delivery.qos === 0) return
    this.#stored.push(delivery)
    if (this.#stored.length > this.#setup.options.storedMessages) this.#stored.shift()
  }

  #meter(delivery: Delivery) {
    const { options } = this.#setup
    const delays = options.outboundExcess === 'delay'
    if (this.#rate.take()) return this.#queue(delivery)
    if (!delays) return
    this.#block(1000 / options.publishesPerSecond)
    this.#queue(delivery)
  }

  #queue(delivery: Delivery) {
    this.#waiting.push(delivery)
    if (this.#waiting.length > this.#setup.options.storedMessages) this.#waiting.shift()
    this.#pump()
  }

  #block(span: number) {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#setup.agenda.now()) + span
  }

  #pump() {
    const line = this.#line
    while (line !== undefined && this.#line === line) {
      const next = this.#waiting[0]
      if (next === undefined) return
      const wait = this.#blockedUntil - this.#setup.agenda.now()
      if (wait > 0) {
        this.#stopWaiting ??= this.#setup.agenda.after(millis(wait), () => {
          this.#stopWaiting = undefined
          this.#pump()
        })
        return
      }
      if (next.qos === 1 && this.#sent.size >= line.window) return
      this.#waiting.shift()
      this.#send(line, next)
    }
  }

  #send(line: Line, delivery: Delivery, before?: { readonly id: number; readonly since: number }) {
    const now = this.#setup.agenda.now()
    if (hasExpired(delivery.message, now)) return
    const messageId = delivery.qos === 0 ? undefined : (before?.id ?? this.#nextId())
    const packet = publishPacket(delivery.message, { ...delivery, ...(messageId !== undefined && { messageId }) }, now)
    if (!line.publish(packet)) {
      // It was this one that met the end of the connection.
      if (this.#line !== line && delivery.qos === 1) this.#stored.unshift(delivery)
      return
    }
    const debt = this.#bytes.charge(delivery.message.payload.length)
    if (debt > 0) this.#blockedUntil = Math.max(this.#blockedUntil, now + debt)
    if (messageId === undefined) return
    this.#sent.set(messageId, { ...delivery, since: before?.since ?? now, last: now, line })
    this.#watch()
  }

  /** One stored message after the other, slowly. */
  #drain() {
    const { agenda, options } = this.#setup
    if (this.#stopStored !== undefined || this.#stored.length === 0) return
    this.#stopStored = agenda.after(millis(1000 / options.storedPerSecond), () => {
      this.#stopStored = undefined
      const next = this.#stored.shift()
      if (next !== undefined) this.#queue(next)
      this.#drain()
    })
  }

  /** Sends again what isn't acknowledged; the first of the map has waited longest. */
  #watch() {
    const { agenda, options } = this.#setup
    const [first] = this.#sent.values()
    if (this.#line === undefined || first === undefined || this.#stopAgain !== undefined) return
    const due = Math.min(first.last + options.redelivery, first.since + options.redeliveryEnd)
    this.#stopAgain = agenda.after(millis(due - agenda.now()), () => {
      this.#stopAgain = undefined
      this.#again()
      this.#watch()
    })
  }

  #again() {
    const { agenda, options } = this.#setup
    const [line, now] = [this.#line, agenda.now()]
    if (line === undefined) return
    for (const [id, sent] of [...this.#sent]) {
      const over = now - sent.since >= options.redeliveryEnd || hasExpired(sent.message, now)
      if (!over && now - sent.last < options.redelivery) break
      this.#sent.delete(id)
      if (over) continue
      const fresh = sent.line !== line
      const wanted = options.redeliverTo === 'all' || (options.redeliverTo === '3.1.1' && line.version === 3)
      if (!fresh && !wanted) this.#sent.set(id, { ...sent, last: now })
      else this.#send(line, sent, { id: options.redeliveryId === 'same' ? id : this.#nextId(), since: sent.since })
    }
    this.#pump()
  }

  #nextId(): number {
    do this.#lastId = (this.#lastId % 0xffff) + 1
    while (this.#sent.has(this.#lastId))
    return this.#lastId
  }
}
