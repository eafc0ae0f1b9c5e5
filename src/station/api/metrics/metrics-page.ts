/** The page that Prometheus reads. */
import { millis, minutes } from '#time/duration'
import type { NewsItem } from '../../news.ts'
import type { StationView } from '../../station-view.ts'
import type { EventHub } from '../events/event-hub.ts'
import { Counts, type Metric, metricsText, single } from './metric-text.ts'
import { alertMetrics, heaterLabels, heaterMetrics, linkMetrics, sinkMetrics, storeMetrics } from './station-metrics.ts'
import { statusMetrics } from './status-metrics.ts'

/** After so many intervals without another one a status is shown no more: it isn't how the heater is. */
const staleAfter = 5

export class MetricsPage {
  readonly #station: StationView
  readonly #events: EventHub
  readonly #requests = new Counts()
  readonly #commands = new Counts()

  constructor(station: StationView, events: EventHub) {
    this.#station = station
    this.#events = events
  }

  /** @param route its path with the names in braces, so that there are no more of them than routes. */
  answered(method: string, route: string, status: number): void {
    this.#requests.add({ method, route, status: String(status) })
  }

  heard(item: NewsItem): void {
    if (item.kind !== 'journal' || (item.entry.kind !== 'command' && item.entry.kind !== 'schedule')) return
    const { heater = '', data: { result } = {} } = item.entry
    if (typeof result === 'string') this.#commands.add({ heater, result })
  }

  async text(): Promise<string> {
    const { heaters, accounts, sinks, store, alerts, clock, version, started } = this.#station
    const now = clock.now()
    const size = await store.size().catch(() => undefined)
    const open = await alerts.list({ open: true, limit: 1000 }).catch(() => [])
    const fresh = heaters.flatMap(heater => {
      const { latest, interval } = heater
      const oldest = millis(Math.max(minutes(5), interval * staleAfter))
      if (latest === undefined || now - latest.at.getTime() > oldest) return []
      return [{ labels: heaterLabels(heater), status: latest.status }]
    })
    const gauge = (name: string, doc: string, value: number): Metric => ({
      name,
      type: 'gauge',
      doc,
      samples: single(value),
    })
    const cpu = process.cpuUsage()
    return metricsText([
      ...statusMetrics(fresh),
      ...heaterMetrics(heaters, now),
      ...linkMetrics(accounts),
      this.#commands.metric('counter', 'navilink_commands_total', 'Commands and schedules by what came of them.'),
      ...sinkMetrics(sinks),
      ...storeMetrics(this.#station, size),
      ...alertMetrics(open, alerts.channels),
      this.#requests.metric('counter', 'navilink_http_requests_total', 'Requests that were answered.'),
      gauge('navilink_stream_listeners', 'Who listens to the stream of changes.', this.#events.readers),
      {
        name: 'navilink_stream_dropped_total',
        type: 'counter',
        doc: 'Listeners that were too slow.',
        samples: single(this.#events.dropped),
      },
      {
        name: 'navilink_station_info',
        type: 'gauge',
        doc: 'The station and its version.',
        samples: [{ labels: { version }, value: 1 }],
      },
      gauge(
        'navilink_station_started_timestamp_seconds',
        'When it started, by the clock of the heaters.',
        started.getTime() / 1000,
      ),
      gauge('navilink_station_time_seconds', 'What the clock of the heaters says.', now / 1000),
      {
        name: 'process_cpu_seconds_total',
        type: 'counter',
        doc: 'Processor time of the process.',
        samples: single((cpu.user + cpu.system) / 1e6),
      },
      gauge('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
      gauge('process_start_time_seconds', 'When the process started.', performance.timeOrigin / 1000),
    ])
  }
}
