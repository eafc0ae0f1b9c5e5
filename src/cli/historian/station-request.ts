/** One request to a station, by HTTP or HTTPS. */
import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'

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
}

/** Longer than any answer that a command asks for. */
const longestAnswer = 16_000_000

/** @throws what the network throws. */
export const stationRequest = (url: URL, { method, headers, body, signal }: StationRequest): Promise<StationAnswer> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const options = { method, signal, agent: false, headers: { ...headers, ...length } }
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
