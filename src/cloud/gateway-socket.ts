/** The WebSocket beneath MQTT.js: signed at the moment it opens, and remembering what went wrong with it first. */
import WebSocket from 'ws'
import { ConnectionError } from '#schema/errors'
import { type AwsCredentials, signGatewayUrl } from '#wire/sigv4'
import { UpgradeRefusedError } from './gateway-errors.ts'

export interface GatewaySocketOptions {
  readonly gateway: URL
  readonly region: string
  readonly credentials: AwsCredentials
  /** The time that the signature names, ms since 1970: the gateway's, as well as it is known. */
  readonly signedAt: () => number
  /** Further certificate authorities, PEM. */
  readonly ca?: string | readonly string[] | undefined
}

/** What AWS says to a refused upgrade is a few hundred bytes. */
const longestRefusal = 65_536
/** Bytes; AWS IoT takes messages of 128 KiB. */
const longestPayload = 1_000_000

export class GatewaySocket {
  #webSocket: WebSocket | undefined
  #failure: Error | undefined

  /** The first thing that went wrong. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** MQTT.js swallows what the gateway answers to a refused upgrade, so the socket is ours. */
  open(options: GatewaySocketOptions, protocols: string[]): WebSocket {
    const { gateway, region, credentials, signedAt, ca } = options
    const socket = new WebSocket(signGatewayUrl(gateway, region, credentials, signedAt()), protocols, {
      maxPayload: longestPayload,
      ...(ca === undefined ? {} : { ca: [ca].flat() as string[] }),
    })
    this.#webSocket = socket
    let said = "can't be reached"
    socket.on('open', () => {
      said = 'connection failed'
    })
    socket.on('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 0
      const date = Date.parse(response.headers.date ?? '')
      const refused = (said?: string) => new UpgradeRefusedError(status, said, Number.isFinite(date) ? date : undefined)
      // Known before its body is, which may never end.
      const early = refused()
      this.because(early)
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length > longestRefusal) response.destroy()
      })
      response.on('close', () => {
        if (this.#failure === early) this.#failure = refused(awsMessage(Buffer.concat(chunks)))
        this.cut()
      })
    })
    // After a broken frame `ws` waits half a minute for the peer's goodbye.
    socket.on('error', error =>
      this.fail(new ConnectionError(`The gateway ${said}: ${error.message}.`, { cause: error })),
    )
    return socket
  }

  /** Notes why it will end, unless that is known already. */
  because(error: Error): Error {
    this.#failure ??= error
    return this.#failure
  }

  fail(error: Error): void {
    this.because(error)
    this.cut()
  }

  /** Ends it without waiting for the peer. */
  cut(): void {
    this.#webSocket?.terminate()
  }
}

type Done = (error?: Error | null) => void

/** What MQTT.js writes to. */
interface PieceWriter {
  _write(bytes: Buffer, encoding: BufferEncoding, done: Done): void
  _writev?(pieces: readonly { readonly chunk: Buffer }[], done: Done): void
}

/**
 * MQTT.js writes a packet in pieces, a dozen for CONNECT and three for PUBACK. Left so, each is a WebSocket frame, a TLS
 * record and a system call of its own.
 */
export function sendWhole(stream: PieceWriter): void {
  stream._writev = (pieces, done) => stream._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), 'binary', done)
}

function awsMessage(body: Buffer): string | undefined {
  try {
    const { message } = JSON.parse(body.toString()) as { message?: unknown }
    return typeof message === 'string' ? message.split('\n')[0]?.replace(/\.$/, '') : undefined
  } catch {
    return undefined
  }
}
