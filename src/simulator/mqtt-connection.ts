/** One client's MQTT connection, 3.1.1 or 5, from the upgrade to its end. */
import type * as mqtt from 'mqtt-packet'
import type { WebSocket } from 'ws'
import { millis } from '#time/duration'
import { acceptance, reasonText, refusal } from './connack.ts'
import { type Admission, judge, rejectionOf, willMessage } from './connect-rules.ts'
import { type Ending, endings, tooOld } from './endings.ts'
import { Inbox } from './inbox.ts'
import type { IotCore } from './iot-core.ts'
import type { Line } from './outbox.ts'
import { type Beneath, PacketStream } from './packet-stream.ts'
import type { Stay } from './presence.ts'
import type { Connected, Session } from './session.ts'
import { subscribe, unsubscribe } from './subscribing.ts'

/** What the upgrade told about the client. */
export interface Caller extends Beneath {
  readonly ipAddress: string
  /** Whether the AWS credentials that it showed are over by now. */
  credentialsExpired(): boolean
}

/** What there is once CONNECT was accepted. */
interface Entered {
  readonly admission: Admission
  readonly session: Session
  readonly inbox: Inbox
  readonly stay: Stay
  readonly will: mqtt.IConnectPacket['will']
  /** The frame that brought CONNECT: what else is in it came before any CONNACK. */
  readonly frame: number
}

export class MqttConnection implements Line, Connected {
  readonly #stream: PacketStream
  readonly #core: IotCore
  readonly #caller: Caller
  readonly #openedAt: number
  #entered: Entered | undefined
  #over = false
  #lastHeard = 0
  #stopWatching: () => void

  constructor(socket: WebSocket, core: IotCore, caller: Caller) {
    this.#core = core
    this.#caller = caller
    this.#openedAt = core.agenda.now()
    const ears = {
      packet: (packet: mqtt.Packet) => this.#receive(packet),
      unknownVersion: () => this.#refuseVersion('connack-1'),
      over: (ending: Ending) => this.end(ending),
    }
    this.#stream = new PacketStream(socket, core, ears, caller)
    this.#stopWatching = core.agenda.after(core.options.connectTimeout, () => this.end(endings.silent))
  }

  get clientId(): string {
    return this.#entered?.admission.clientId ?? ''
  }

  get version(): 3 | 5 {
    return this.#stream.version
  }

  get window(): number {
    return this.#entered?.admission.window ?? 0
  }

  /** Ends the connection when the AWS credentials that opened it are over. */
  checkCredentials() {
    const { options, faults } = this.#core
    if (this.#over || !this.#caller.credentialsExpired()) return
    if (options.endWithCredentials || faults.strike('credentials-cut', this.#about)) this.end(endings.denied)
  }

  publish(packet: mqtt.IPublishPacket): boolean {
    return !this.#over && !this.#isTooOld() && this.#stream.send(packet)
  }

  /** Ends it, with as much of a goodbye as the ending has. The second time only cuts, if anything. */
  end(ending: Ending) {
    const { options } = this.#core
    const cut = ending.cut === true || !(options.closeFrame || ending.byClient)
    if (this.#over) {
      if (cut) this.#stream.shut(true)
      return
    }
    if (ending.code !== undefined && this.version === 5 && this.#entered !== undefined)
      this.#stream.send({ cmd: 'disconnect', reasonCode: ending.code, ...this.#reason(ending.code) })
    this.#over = true
    this.#stopWatching()
    this.#stream.shut(cut)
    if (this.#entered !== undefined) this.#leave(this.#entered, ending)
  }

  #leave({ session, will, stay }: Entered, ending: Ending) {
    const { sessions, broker, agenda, presence } = this.#core
    const send = () => will && broker.route(willMessage(will, session.clientId, this.#core, agenda.now()))
    const delay = 1000 * (will?.properties?.willDelayInterval ?? 0)
    sessions.release(session, will === undefined || ending.byClient ? undefined : { delay, send })
    presence.disconnected(stay, ending)
  }

  #receive(packet: mqtt.Packet) {
    const { faults, agenda, options } = this.#core
    this.#lastHeard = agenda.now()
    if (packet.cmd === 'connect') return this.#connect(packet)
    const entered = this.#entered
    if (entered === undefined) return this.end(endings.protocolError)
    const early = entered.frame === this.#stream.frames
    if (early && options.earlyPackets === 'close') return this.end(endings.protocolError)
    if (faults.strike('silence', this.#about) || this.#isTooOld()) return
    switch (packet.cmd) {
      case 'publish':
        return this.#publishFrom(packet, entered)
      case 'subscribe':
        return this.#subscribe(packet, entered)
      case 'unsubscribe':
        return this.#unsubscribe(packet, entered)
      case 'pingreq':
        return void this.#stream.send({ cmd: 'pingresp' })
      case 'puback':
        return entered.session.outbox.acknowledged(packet.messageId ?? 0)
      case 'disconnect':
        return this.#disconnect(packet, entered)
      default:
        return this.end(endings.protocolError)
    }
  }
  #connect(packet: mqtt.IConnectPacket) {
    const { options, faults, agenda, presence, random } = this.#core
    if (this.#entered !== undefined) return this.end(endings.protocolError)
    const { clientId } = packet
    this.#stream.clientId = clientId
    if (faults.strike('silence', { clientId }) || faults.strike('connack-missing', { clientId })) return
    const version = packet.protocolVersion === 5 ? 5 : 3
    this.#stream.version = version
    if (version === 5 && options.mqtt5 !== true) return this.#refuseVersion(options.mqtt5)
    const struck = faults.strike('connack-refused', { clientId })
    const verdict = struck === undefined ? judge(packet, this.#core) : rejectionOf(struck.code)
    if ('reasonCode' in verdict) {
      const { ipAddress } = this.#caller
      if (struck === undefined && verdict.reasonCode === 0x87) presence.connectFailed({ clientId, ipAddress })
      return this.#hangUp(refusal(version, verdict, options))
    }
    this.#enter(packet, verdict)
    if (faults.strike('storm', { clientId })) agenda.after(millis(30 + 30 * random()), () => this.end(endings.lost))
  }

  #enter({ will }: mqtt.IConnectPacket, admission: Admission) {
    const { options, sessions, broker, presence } = this.#core
    const { clientId, version, largestPacket, keepAlive } = admission
    this.#stopWatching()
    this.#stream.clientId = clientId
    this.#stream.largest = largestPacket
    const { session, present } = sessions.claim({ ...admission, connection: this })
    const stay = presence.connected({ clientId, ipAddress: this.#caller.ipAddress })
    const inbox = new Inbox(this.#core, clientId, version)
    this.#entered = { admission, session, inbox, stay, will, frame: this.#stream.frames }
    this.#stream.send(acceptance(admission, present, options))
    session.outbox.open(this)
    broker.returned(session)
    if (!this.#over) this.#watch(options.patience * keepAlive)
  }

  /** Ends the connection when nothing was heard for `span` ms. */
  #watch(span: number) {
    const left = this.#lastHeard + span - this.#core.agenda.now()
    if (left <= 0) return this.end(endings.silent)
    this.#stopWatching = this.#core.agenda.after(millis(left), () => this.#watch(span))
  }

  #publishFrom(packet: mqtt.IPublishPacket, { inbox }: Entered) {
    const { end, puback, message } = inbox.take(packet)
    if (end !== undefined) return this.end(end)
    if (puback !== undefined)
      this.#stream.send({ cmd: 'puback', ...idOf(packet), reasonCode: puback, ...this.#reason(puback) })
    if (message !== undefined) this.#core.broker.route(message)
  }

  #subscribe(packet: mqtt.ISubscribePacket, entered: Entered) {
    const { faults, agenda } = this.#core
    const late = packet.subscriptions
      .map(({ topic }) => faults.strike('suback-late', { ...this.#about, topic }))
      .find(settings => settings !== undefined)
    if (late?.delay === undefined) return this.#grant(packet, entered)
    agenda.after(late.delay, () => {
      if (!this.#over) this.#grant(packet, entered)
    })
  }

  #grant(packet: mqtt.ISubscribePacket, { session, stay }: Entered) {
    const { end, granted, filters = [], retained = [] } = subscribe(packet, session, this.#core)
    if (end !== undefined) return this.end(end)
    if (granted !== undefined) this.#stream.send({ cmd: 'suback', ...idOf(packet), granted: [...granted] })
    if (filters.length > 0) this.#core.presence.subscribed(stay, filters)
    for (const delivery of retained) session.outbox.offer(delivery)
  }

  #unsubscribe(packet: mqtt.IUnsubscribePacket, { session, stay }: Entered) {
    const codes = unsubscribe(packet, session, this.#core)
    if (codes.length === 0) return
    this.#stream.send({ cmd: 'unsuback', ...idOf(packet), granted: [...codes] })
    this.#core.presence.unsubscribed(stay, packet.unsubscriptions)
  }

  #disconnect({ reasonCode, properties }: mqtt.IDisconnectPacket, { session }: Entered) {
    const expiry = properties?.sessionExpiryInterval
    // It may not ask for a session now that it didn't want at the beginning.
    if (expiry !== undefined && expiry > 0 && session.expiry === 0) return this.end(endings.protocolError)
    if (expiry !== undefined) session.expiry = Math.min(1000 * expiry, this.#core.options.longestSessionExpiry)
    this.end(reasonCode === 0x04 ? endings.disconnectWithWill : endings.disconnect)
  }

  /** As a gateway does that knows MQTT 3.1.1 only; AWS itself said `20 02 00 01` before November 2022. */
  #refuseVersion(how: 'connack-1' | 'connack-84' | 'mute') {
    if (how === 'mute') return
    const version = how === 'connack-1' ? 3 : 5
    this.#stream.version = version
    this.#hangUp(refusal(version, { returnCode: 1, reasonCode: 0x84 }, this.#core.options))
  }

  /** Ends a connection that has not begun. */
  #hangUp(connack: mqtt.IConnackPacket | undefined) {
    if (connack !== undefined) this.#stream.send(connack)
    this.end(endings.denied)
  }

  /** AWS closes a WebSocket of this age at the first packet either way. */
  #isTooOld(): boolean {
    const { agenda, options } = this.#core
    if (agenda.now() - this.#openedAt < options.lifetime) return false
    this.end(tooOld(options.lifetimeCode))
    return true
  }

  get #about() {
    return { clientId: this.#stream.clientId }
  }

  #reason(code: number) {
    const said = code >= 0x80 && this.#core.options.reasonStrings && this.version === 5
    return said ? { properties: { reasonString: reasonText(code) } } : {}
  }
}

const idOf = ({ messageId }: { readonly messageId?: number | undefined }) =>
  messageId === undefined ? {} : { messageId }
