/** One request to a station, by HTTP or HTTPS. */
import { X509Certificate } from 'node:crypto'
import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import type { PeerCertificate } from 'node:tls'

export interface StationAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface StationRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal: AbortSignal
  /** That the station said to have, PEM: it and no other is believed, whoever signed it and for whichever name. */
  readonly certificate?: string | undefined
}

/** Longer than any answer that a command asks for. */
const longestAnswer = 16_000_000

/** @throws what the network throws. */
export const stationRequest = (
  url: URL,
  { method, headers, body, signal, certificate }: StationRequest,
): Promise<StationAnswer> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const trust = certificate === undefined ? {} : trustIn(certificate)
    const options = { method, signal, agent: false, headers: { ...headers, ...length }, ...trust }
    const sent = (url.protocol === 'https:' ? https : http)(url, options, response => {
      const pieces: Buffer[] = []
      let size = 0
      response.on('error', reject)
      response.on('data', (piece: Buffer) => {
        pieces.push(piece)
        size += piece.length
        if (size > longestAnswer) response.destroy(new Error(`${url.origin} says more than a station would.`))
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(pieces).toString(),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })

function trustIn(certificate: string) {
  const { fingerprint256: ours } = new X509Certificate(certificate)
  return {
    ca: certificate,
    allowPartialTrustChain: true,
    checkServerIdentity: (_: string, { fingerprint256 }: PeerCertificate) =>
      fingerprint256 === ours ? undefined : new Error('Another certificate than the station’s.'),
  }
}
