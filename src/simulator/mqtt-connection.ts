/** One client's MQTT 3.1.1 connection over a WebSocket, with the limits that AWS IoT has. */
import * as mqtt from 'mqtt-packet'
import type { RawData, WebSocket } from 'ws'
import type { Clock } from '#time/clock'
import { seconds } from '#time/duration'
import type { Broker, QoS, Subscriber } from './broker.ts'

/** AWS IoT's, measured or documented: awsiot.md §2. */
const limits = { filters: 8, payload: 131_072, packet: 300_000, clientId: 128, topic: 256 } as const
const keepAlive = { shortest: 30, longest: 1200 } as const

type Accepted = Omit<mqtt.IConnectPacket, 'cmd'>

export class MqttConnection implements Subscriber {
  readonly filters = new Map<string, QoS>()
  clientId = ''
  readonly #socket: WebSocket
  readonly #broker: Broker
  readonly #clock: Clock
  readonly #parser = mqtt.parser()
  #will: Accepted['will']
  #entered = false
  #over = false
  #lastHeard = 0
  /** Bytes since the last whole packet. */
  #unread = 0
  #lastMessageId = 0
  #stopWatching = () => {}

  constructor(socket: WebSocket, broker: Broker, clock: Clock) {
    this.#socket = socket
    this.#broker = broker
    this.#clock = clock
    this.#parser.on('packet', packet => this.#receive(packet))
    this.#parser.on('error', (error: Error) => this.#unreadable(error))
    socket.on('message', (data: RawData) => {
      if (!this.#over) this.#take(data as Buffer)
    })
    // 1006 is ours: the socket ended without a Close frame, and only then the will is sent.
    socket.on('close', code => this.#end({ will: code === 1006 }))
    socket.on('error', () => {})
  }

  /** Whatever a client sends, it ends nobody's connection but its own. */
  #take(bytes: Buffer): void {
    this.#unread += bytes.length
    try {
      if (this.#unread > limits.packet) this.#hangUp()
      else this.#parser.parse(bytes)
    } catch {
      this.#hangUp()
    }
  }

  deliver(topic: string, payload: Buffer, qos: QoS): void {
    this.#send({
      cmd: 'publish',
      topic,
      payload,
      qos,
      dup: false,
      retain: false,
      ...(qos === 1 ? { messageId: this.#nextMessageId() } : {}),
    })
  }

  takenOver(): void {
    this.#hangUp()
  }

  /** Cuts the connection as a broken network would. */
  drop(): void {
    this.#end({ will: true })
    this.#socket.terminate()
  }

  #receive(packet: mqtt.Packet) {
    if (this.#over) return
    this.#unread = 0
    this.#lastHeard = this.#clock.now()
    if (packet.cmd === 'connect') return this.#connect(packet)
    if (!this.#entered) return this.#hangUp()
    switch (packet.cmd) {
      case 'publish':
        return this.#publish(packet)
      case 'subscribe':
        return this.#subscribe(packet)
      case 'unsubscribe':
        for (const filter of packet.unsubscriptions) this.filters.delete(filter)
        return this.#send({ cmd: 'unsuback', ...idOf(packet), granted: [] })
      case 'pingreq':
        return this.#send({ cmd: 'pingresp' })
      case 'puback':
        return
      case 'disconnect':
        this.#end({ will: false })
        return this.#socket.close()
      default:
        return this.#hangUp()
    }
  }

  #connect(packet: Accepted) {
    if (this.#entered) return this.#hangUp()
    if (packet.protocolVersion === 5) return this.#refuseVersion()
    const { clientId, keepalive = 0, will } = packet
    if (clientId === '' || clientId.startsWith('$') || Buffer.byteLength(clientId) > limits.clientId)
      return this.#hangUp()
    this.clientId = clientId
    this.#will = will
    this.#entered = true
    this.#broker.enter(this)
    this.#send({ cmd: 'connack', returnCode: 0, sessionPresent: false })
    const wanted = keepalive === 0 ? keepAlive.longest : keepalive
    this.#watch(1500 * Math.min(keepAlive.longest, Math.max(keepAlive.shortest, wanted)))
  }

  /** Ends the connection when nothing was heard for `span` ms. */
  #watch(span: number) {
    const left = this.#lastHeard + span - this.#clock.now()
    if (left <= 0) return this.#hangUp()
    this.#stopWatching = this.#clock.after(seconds(left / 1000), () => this.#watch(span))
  }

  #publish({ topic, payload, qos, messageId }: mqtt.IPublishPacket) {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    const fits = bytes.length <= limits.payload && Buffer.byteLength(topic) <= limits.topic
    if (!fits || topic === '' || /[#+]/.test(topic)) return this.#hangUp()
    // AWS has no QoS 2: such a publish gets no acknowledgement at all.
    if (qos === 2) return
    if (qos === 1) this.#send({ cmd: 'puback', ...idOf({ messageId }) })
    this.#broker.publish(topic, bytes, qos)
  }

  #subscribe({ subscriptions, messageId }: mqtt.ISubscribePacket) {
    if (subscriptions.length === 0 || subscriptions.length > limits.filters) return this.#hangUp()
    const granted = subscriptions.map(({ topic, qos }) => {
      const most: QoS = qos === 0 ? 0 : 1
      this.filters.set(topic, most)
      return most
    })
    this.#send({ cmd: 'suback', ...idOf({ messageId }), granted })
  }

  #unreadable(error: Error) {
    if (!this.#entered && /protocol version/i.test(error.message)) this.#refuseVersion()
    else this.#hangUp()
  }

  /** What AWS said to MQTT 5 before it spoke it: `20 02 00 01`. */
  #refuseVersion(): void {
    this.#send({ cmd: 'connack', returnCode: 1, sessionPresent: false })
    this.#hangUp()
  }

  /** The broker ends it: the client's will is sent. */
  #hangUp(): void {
    this.#end({ will: true })
    this.#socket.close()
  }

  #end({ will }: { readonly will: boolean }): void {
    if (this.#over) return
    this.#over = true
    this.#stopWatching()
    this.#broker.leave(this)
    const last = this.#will
    if (will && this.#entered && last !== undefined)
      this.#broker.publish(last.topic, Buffer.from(last.payload as string), last.qos === 0 ? 0 : 1)
  }

  #send(packet: mqtt.Packet): void {
    if (!this.#over && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(mqtt.generate(packet))
  }

  #nextMessageId(): number {
    this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1
    return this.#lastMessageId
  }
}

const idOf = ({ messageId }: { readonly messageId?: number | undefined }) =>
  messageId === undefined ? {} : { messageId }
