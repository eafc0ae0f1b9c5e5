/** Opens the station's API: HTTP, or HTTPS with a certificate. */
import { randomBytes } from 'node:crypto'
import { UnsupportedError } from '#schema/errors'
import type { StationView } from '../station-view.ts'
import { Access } from './access.ts'
import type { Api } from './api-parts.ts'
import { makeApp } from './app.ts'
import { EventHub } from './events/event-hub.ts'
import { newsEvent } from './events/news-event.ts'
import { serve } from './http-server.ts'
import { JointQuestions } from './joint-questions.ts'
import { MetricsPage } from './metrics/metrics-page.ts'
import { openApiDocument } from './openapi.ts'
import { isLoopback } from './origin.ts'
import { allRoutes } from './routes/all-routes.ts'
import { Sessions } from './sessions.ts'
import { TokenBook } from './token-book.ts'

export interface ApiOptions {
  /** Port 0 takes any free one. */
  readonly listen: { readonly host: string; readonly port: number }
  /** PEM. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** Names under which the station is asked, beside `localhost`, addresses and that on which it listens. */
  readonly allowedHosts?: readonly string[] | undefined
  /** For the command line of the same user: always good. */
  readonly controlToken: string
  readonly randomBytes?: ((size: number) => Uint8Array) | undefined
}

export interface RunningApi {
  /** `http://127.0.0.1:8480`, without a path. */
  readonly url: string
  /** Takes no more requests, ends the streams, and gives those under way a moment. Safe twice. */
  close(): Promise<void>
}

/** The API without its server. */
export interface AssembledApi {
  readonly app: ReturnType<typeof makeApp>
  readonly api: Api
  /** Ends the streams, and waits for nothing. Safe twice. */
  close(): void
}

/** @throws UnsupportedError where others could reach it and there is no token; StoreError when the tokens can't be read. */
export async function assembleApi(station: StationView, options: ApiOptions): Promise<AssembledApi> {
  const { listen, tls, allowedHosts = [], controlToken, randomBytes: random = randomBytes } = options
  const { store, wallClock, news, version } = station
  const now = () => wallClock.now()
  const tokens = new TokenBook({ store, randomBytes: random, wallClock })
  await tokens.read()
  const loopback = isLoopback(listen.host)
  if (!loopback && tokens.list.length === 0)
    throw new UnsupportedError(
      `Whoever reaches ${listen.host} could do everything: make a token with navilink token add before the station listens there.`,
      { help: 'wrong-setting' },
    )
  const sessions = new Sessions({ secure: tls !== undefined, randomBytes: random, now })
  const hosts = [listen.host, ...allowedHosts]
  const access = new Access({ tokens, sessions, controlToken, loopback, hosts, wallClock })
  const events = new EventHub({ wallClock })
  const metrics = new MetricsPage(station, events)
  let text: string | undefined
  const document = () => (text ??= JSON.stringify(openApiDocument(allRoutes, version)))
  const closing = new AbortController()
  const questions = new JointQuestions({ wallClock, closing: closing.signal })
  const api: Api = { access, tokens, sessions, events, metrics, questions, document }
  const app = makeApp({ routes: allRoutes, station, api, hosts, closing: closing.signal })
  const stopListening = news.listen(item => {
    metrics.heard(item)
    const event = newsEvent(station, item)
    if (event) events.tell(event)
  })
  return {
    app,
    api,
    close() {
      stopListening()
      tokens.close()
      events.close()
      closing.abort(new Error('The API closes.'))
    },
  }
}

/** @throws what {@link assembleApi} throws; the operating system's error when the port can't be had. */
export async function startApi(station: StationView, options: ApiOptions): Promise<RunningApi> {
  const { app, api, close } = await assembleApi(station, options)
  const { listen, tls } = options
  const server = await serve(app, { listen, tls, wallClock: station.wallClock }).catch((error: unknown) => {
    close()
    throw error
  })
  api.sessions.cookie = `navilink-${server.port}`
  return {
    url: server.url,
    close() {
      close()
      return server.close()
    },
  }
}
