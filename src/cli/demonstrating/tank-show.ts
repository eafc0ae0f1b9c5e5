/** Shows the first heater of a demo as `monitor` shows a real one: drawn or a line a sample, in a CSV file, and summed up. */
import type { LinkState } from '#cloud/link-health'
import type { Sample } from '#station/sample'
import type { Sink } from '#station/sink'
import type { Station } from '#station/station'
import { Statistics, type Summary } from '#station/summary'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import { logHeater } from '../log-calls.ts'
import type { TankDisplay } from '../print/tank-display.ts'
import type { CsvRecord } from '../watching/csv-record.ts'
import { tellLink } from '../watching/tell-link.ts'

export interface TankShowSetting {
  /** The heater that is shown. */
  readonly heater: string
  readonly interval: Duration
  /** The heater's. */
  readonly clock: Clock
  /** Open. */
  readonly record: CsvRecord | undefined
  readonly display: TankDisplay
}

export class TankShow {
  /** To be given to the station. */
  readonly sinks: readonly Sink[]
  readonly #setting: TankShowSetting
  readonly #statistics: Statistics
  #connections = 0

  constructor(setting: TankShowSetting) {
    const { interval, clock, record, display } = setting
    this.#setting = setting
    this.#statistics = new Statistics(interval, clock.now())
    if (record) record.tell = display.warn
    this.sinks = [
      this.#sink('statistics', async samples => {
        for (const sample of samples) this.#statistics.sample(sample)
      }),
      ...(record ? [this.#sink('csv', samples => record.write(samples))] : []),
      this.#sink('display', async samples => {
        for (const sample of samples) await display.show(sample)
      }),
    ]
  }

  get heater(): string {
    return this.#setting.heater
  }

  /** Counts and tells what happens beside the samples. @param wallClock the link's. @returns how to end it. */
  follow(station: Station, wallClock: Clock): () => void {
    const { display } = this.#setting
    const followed = new Set<string>()
    const warned = new Set<string>()
    const stopNews = station.news.listen(item => {
      if (item.kind === 'alert' && item.alert.ended === undefined && !warned.has(item.alert.id)) {
        warned.add(item.alert.id)
        display.warn(item.alert.text)
      }
      for (const { id, device } of station.heaters) {
        if (followed.has(id)) continue
        followed.add(id)
        logHeater(device, station.logger)
        if (id === this.#setting.heater) device.on('missed', () => this.#statistics.error())
      }
    })
    const link = station.accounts[0]?.link
    const reconnected = (state: LinkState) => {
      if (state === 'online' && this.#connections++ > 0) this.#statistics.reconnection()
    }
    link?.on('state', reconnected)
    const stopTelling = link && tellLink(link, wallClock, display.warn)
    return () => {
      stopNews()
      link?.off('state', reconnected)
      stopTelling?.()
    }
  }

  /** Samples that could not be written or shown. */
  lost({ sinks }: Pick<Station, 'sinks'>): number {
    const own = sinks.filter(({ name }) => this.sinks.some(sink => sink.name === name))
    return own.reduce((sum, { dropped, failed }) => sum + dropped + failed, 0)
  }

  /** Gives the terminal back. Safe twice. */
  close(): void {
    this.#setting.display.close()
  }

  summary(): Summary {
    return this.#statistics.summary(this.#setting.clock.now())
  }

  #sink(name: string, write: (samples: readonly Sample[]) => Promise<void>): Sink {
    const shown = (sample: Sample) => sample.heater === this.#setting.heater
    return {
      name,
      start: async () => {},
      write: samples => write(samples.filter(shown)),
      stop: async () => {},
    }
  }
}
