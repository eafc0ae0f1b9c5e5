/** MQTT packets over one WebSocket, with what can happen to bytes: too many, unreadable ones, and those that vanish. */
import * as mqtt from 'mqtt-packet'
import type { RawData, WebSocket } from 'ws'
import { millis } from '#time/duration'
import { Allowance } from './allowance.ts'
import { type Ending, endings, tooLarge } from './endings.ts'
import type { IotCore } from './iot-core.ts'

/** Who is told what has come. */
export interface PacketEars {
  packet(packet: mqtt.Packet): void
  /** A CONNECT of an MQTT version that nobody knows. */
  unknownVersion(): void
  /** What came is not to be borne, or nothing comes any more. */
  over(ending: Ending): void
}

/** The TCP or TLS socket beneath the WebSocket. */
export interface Beneath {
  /** Lets go of what comes in, unread. */
  swallow(): void
  /** Sends what is left, then nothing more. */
  finish(): void
}

type Core = Pick<IotCore, 'options' | 'agenda' | 'faults'>

/** A client that doesn't read what it is sent is given up, bytes. */
const mostUnsent = 16_777_216

export class PacketStream {
  version: 3 | 5 = 3
  /** Empty until CONNECT has told it. */
  clientId = ''
  /** The largest packet that the client takes, bytes. */
  largest = Number.POSITIVE_INFINITY
  /** How many frames have come, the one that is being read included. */
  frames = 0
  readonly #socket: WebSocket
  readonly #core: Core
  readonly #ears: PacketEars
  readonly #beneath: Beneath
  readonly #parser = mqtt.parser()
  readonly #bytes: Allowance
  #shut = false
  /** Struck by `half-open`: nothing passes any more, and the socket stays as it is. */
  #dead = false
  /** Bytes since the last whole packet. */
  #unread = 0
  #stopWaiting: (() => void) | undefined

  constructor(socket: WebSocket, core: Core, ears: PacketEars, beneath: Beneath) {
    this.#socket = socket
    this.#core = core
    this.#ears = ears
    this.#beneath = beneath
    this.#bytes = new Allowance(core.options.bytesPerSecond, () => core.agenda.now())
    this.#parser.on('packet', packet => this.#whole(packet))
    this.#parser.on('error', (error: Error) => this.#unreadable(error))
    socket.on('message', (data: RawData, isBinary) => this.#take(data as Buffer, isBinary))
    // 1006 is ours: the socket ended without a Close frame, and only then the will is sent.
    socket.on('close', code => ears.over(code === 1006 ? endings.lost : endings.disconnect))
    socket.on('error', () => {})
  }

  /** @returns false when it can't go: it is too large for the client, or the connection is over. */
  send(packet: mqtt.Packet): boolean {
    if (this.#shut || this.#socket.readyState !== this.#socket.OPEN) return false
    if (this.#isDead()) return true
    if (packet.cmd === 'publish' && this.#core.faults.strike('silence', { clientId: this.clientId })) return true
    const bytes = mqtt.generate(packet, { protocolVersion: this.version === 5 ? 5 : 4 })
    if (bytes.length > this.largest) return false
    this.#socket.send(bytes)
    if (this.#socket.bufferedAmount > mostUnsent) this.#ears.over(endings.lost)
    return true
  }

  /** @param cut without a WebSocket Close frame. */
  shut(cut: boolean) {
    this.#shut = true
    this.#readOn()
    if (cut) this.#socket.terminate()
    else if (!this.#dead) {
      this.#socket.close()
      // aws-crt takes no notice of a Close frame, and waits for the end of TCP.
      this.#beneath.finish()
    }
  }

  /** Whatever a client sends, it ends nobody's connection but its own. */
  #take(bytes: Buffer, isBinary: boolean) {
    if (this.#shut || this.#isDead()) return
    const { packetBytes, oversizeCode } = this.#core.options
    this.#meter(bytes.length)
    this.#unread += bytes.length
    this.frames++
    if (!isBinary) return this.#ears.over(endings.malformed)
    try {
      this.#parser.parse(bytes)
    } catch {
      return this.#ears.over(endings.malformed)
    }
    if (this.#unread > packetBytes) this.#ears.over(tooLarge(oversizeCode))
  }

  #whole(packet: mqtt.Packet) {
    const { packetBytes, oversizeCode } = this.#core.options
    this.#unread = 0
    if (this.#shut) return
    if ((packet.length ?? 0) > packetBytes) this.#ears.over(tooLarge(oversizeCode))
    else this.#ears.packet(packet)
  }

  #unreadable(error: Error) {
    if (this.#shut) return
    if (/protocol version/i.test(error.message)) this.#ears.unknownVersion()
    else this.#ears.over(endings.malformed)
  }

  #isDead(): boolean {
    if (this.#dead || !this.#core.faults.strike('half-open', { clientId: this.clientId })) return this.#dead
    this.#dead = true
    this.#beneath.swallow()
    return true
  }

  /** What is beyond half a megabyte a second has to wait. */
  #meter(bytes: number) {
    const debt = this.#bytes.charge(bytes)
    if (debt === 0 || this.#stopWaiting !== undefined) return
    this.#socket.pause()
    this.#stopWaiting = this.#core.agenda.after(millis(debt), () => this.#readOn())
  }

  #readOn() {
    if (this.#stopWaiting === undefined) return
    this.#stopWaiting()
    this.#stopWaiting = undefined
    this.#socket.resume()
  }
}
