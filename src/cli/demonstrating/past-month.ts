/** What happens to the first heater of a demo before it begins: a month worth looking at, as far as the past goes back. */
import type { Draws } from '#physics/house/draw'
import { noDraws } from '#physics/house/draw'
import type { SimulatedHeater } from '#simulator/heater'
import type { PastEvent } from '#simulator/lived-past'
import type { GapCause } from '#station/history/gap'
import type { StationRun } from '#station/store/store'
import { days, hours, millis } from '#time/duration'

/** Something that began and was over again. Moments are ms since 1970. */
export interface Episode {
  readonly from: number
  readonly until: number
  readonly begins?: (heater: SimulatedHeater) => void
  readonly ends?: (heater: SimulatedHeater) => void
  /** Why nothing was heard meanwhile. */
  readonly unheard?: GapCause
  /** Nobody was at home. */
  readonly away?: true
}

const friday = 5

/** Those that lie in the time from one moment to another, the oldest first. */
export function pastMonth(from: number, until: number): readonly Episode[] {
  const today = new Date(until).setUTCHours(0, 0, 0, 0)
  /** So many days ago at an hour of UTC, by which the people of the demo live. */
  const at = (ago: number, hour: number) => today - days(ago) + hours(hour)
  const sinceFriday = (new Date(today).getUTCDay() - friday + 7) % 7
  const weekend = 8 + ((sinceFriday + 6) % 7)
  const episodes: readonly Episode[] = [
    // Guests.
    {
      from: at(27, 19.25),
      until: at(25, 7.5),
      begins: ({ panel }) => panel.setTemperature(58),
      ends: ({ panel }) => panel.setTemperature(54.5),
    },
    {
      from: at(23, 17),
      until: at(20, 8.5),
      begins: ({ panel }) => panel.setMode('energy-saver'),
      ends: ({ panel }) => panel.setMode('heat-pump'),
    },
    { from: at(18, 22.2), until: at(17, 4.7), unheard: 'station-stopped' },
    {
      from: at(16, 13.15),
      until: at(16, 15.4),
      begins: heater => connect(heater, false),
      ends: heater => connect(heater, true),
      unheard: 'heater-offline',
    },
    // It ends by itself.
    {
      from: at(weekend, 17.5),
      until: at(weekend - 2, 17.5),
      begins: ({ panel }) => panel.setMode('vacation', 2),
      away: true,
    },
    {
      from: at(5, 2.8),
      until: at(5, 7.2),
      begins: heater => breakDown(heater, 'blocked-condensate'),
      ends: heater => repair(heater),
    },
    {
      from: at(4, 6.1),
      until: at(3, 6.1),
      begins: ({ panel }) => panel.setMode('electric'),
      ends: ({ panel }) => panel.setMode('heat-pump'),
    },
    { from: at(2, 14.2), until: at(2, 14.95), unheard: 'link-down' },
  ]
  return episodes.filter(episode => episode.from > from && episode.until < until).sort((a, b) => a.from - b.from)
}

/** As a simulation is told of them. */
export const eventsOf = (episodes: readonly Episode[], from: number): readonly PastEvent[] =>
  episodes.flatMap(({ from: began, until, begins, ends }) => [
    ...(begins ? [{ after: millis(began - from), happens: begins }] : []),
    ...(ends ? [{ after: millis(until - from), happens: ends }] : []),
  ])

/** As a station remembers when it ran, that was off in some of them. */
export function pastRuns(
  from: number,
  until: number,
  episodes: readonly Episode[],
  version: string,
): readonly StationRun[] {
  const off = episodes.filter(({ unheard }) => unheard === 'station-stopped')
  const starts = [from, ...off.map(episode => episode.until)]
  const ends = [...off.map(episode => episode.from), until]
  return starts.map((started, i) => {
    const ended = ends[i] ?? until
    return { id: `demo-${i + 1}`, started, alive: ended, ended, version }
  })
}

/** The draws of people who were away. */
export function drawsWithout(draws: Draws, episodes: readonly Episode[]): Draws {
  const away = episodes.filter(episode => episode.away)
  return {
    litresBetween(from, to) {
      const gone = away.some(trip => from * 1000 >= trip.from && to * 1000 <= trip.until)
      return (gone ? noDraws : draws).litresBetween(from, to)
    },
  }
}

function connect(heater: SimulatedHeater, connected: boolean): void {
  heater.connected = connected
}

function breakDown(heater: SimulatedHeater, defect: SimulatedHeater['defects'][number]): void {
  heater.defects = [defect]
}

function repair(heater: SimulatedHeater): void {
  heater.defects = []
  heater.recover()
}
