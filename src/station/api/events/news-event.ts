/** What the station's news are to those who listen to the API, each with the heaters' clock beside it. */
import type { NewsItem } from '../../news.ts'
import type { StationView } from '../../station-view.ts'
import { heaterOf, sampleOf } from '../answers/heater-answer.ts'
import { alertOf, entryOf, gapOf } from '../answers/journal-answer.ts'
import { accountOf } from '../answers/station-answer.ts'
import { momentText } from '../moment.ts'
import type { StationEvent } from './event-hub.ts'

type Told = Pick<StationView, 'clock' | 'heaters' | 'accounts' | 'alerts'>

/** Undefined for what nobody has to know. */
export function newsEvent(station: Told, item: NewsItem): StationEvent | undefined {
  const now = momentText(station.clock.now())
  const { kind: name } = item
  const about = (heater: string | undefined) => (heater === undefined ? undefined : [heater])
  switch (item.kind) {
    case 'sample': {
      const { heater } = item.sample
      return { name, heaters: [heater], data: { now, heater, sample: sampleOf(item.sample) } }
    }
    case 'journal':
      return { name, heaters: about(item.entry.heater), data: { now, entry: entryOf(item.entry) } }
    case 'alert':
      return { name, heaters: about(item.alert.heater), data: { now, alert: alertOf(item.alert, station) } }
    case 'gap':
      return { name, heaters: [item.gap.heater], data: { now, gap: gapOf(item.gap) } }
    case 'presence':
      return { name, heaters: [item.heater], data: { now, heater: item.heater, presence: item.state } }
    case 'account': {
      const account = station.accounts.find(({ name }) => name === item.account)
      if (account === undefined) return undefined
      const heaters = station.heaters.filter(heater => heater.account === item.account).map(({ id }) => id)
      return { name, heaters, data: { now, account: accountOf(account), heaters } }
    }
  }
}

/** All that there is at this moment; of one heater where that is asked for. */
export function snapshot(station: Told, alerts: readonly Parameters<typeof alertOf>[0][], heater?: string): object {
  const now = station.clock.now()
  const heaters = station.heaters.filter(({ id }) => heater === undefined || id === heater)
  const accounts = station.accounts.filter(
    ({ name }) => heater === undefined || heaters.some(({ account }) => account === name),
  )
  return {
    now: momentText(now),
    heaters: heaters.map(each => heaterOf(each, now)),
    accounts: accounts.map(accountOf),
    alerts: alerts
      .filter(alert => heater === undefined || [heater, undefined].includes(alert.heater))
      .map(alert => alertOf(alert, station)),
  }
}
