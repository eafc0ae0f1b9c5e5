/** What a heater object is made of, and how the parts know of each other. */
import { isOnline } from '#cloud/records'
import { commands } from '#schema/commands'
import { Controls } from './controls.ts'
import type { NaviLinkDevice } from './device.ts'
import { Hearing } from './hearing.ts'
import type { HeaterHost } from './heater-host.ts'
import { Line } from './line.ts'
import { PeriodicRequests } from './periodic-requests.ts'
import { Presence, type PresenceState } from './presence.ts'
import { Questions } from './questions.ts'
import type { InfoReading, Reading } from './reading.ts'

export interface HeaterParts {
  readonly presence: Presence
  readonly hearing: Hearing
  readonly questions: Questions
  readonly controls: Controls
  readonly line: Line
  readonly periodic: PeriodicRequests
}

/** What the heater object is told by its parts. */
export interface Told {
  presence(state: Exclude<PresenceState, 'unknown'>): void
  message(topic: string, envelope: Readonly<Record<string, unknown>>): void
  status(reading: Reading): void
  info(info: InfoReading): void
  /** A status that is no history, before it is told to anybody. */
  news(reading: Reading): void
  missed(error: unknown): void
}

export function heaterParts(heater: NaviLinkDevice, host: HeaterHost, told: Told): HeaterParts {
  const { heaterClock, link, closing, random } = host
  const presence = new Presence(
    isOnline(heater.record.deviceInfo),
    () => heaterClock.now(),
    state => state !== 'unknown' && told.presence(state),
  )
  const hearing: Hearing = new Hearing({
    host,
    presence,
    onMessage: (topic, envelope) => told.message(topic, envelope),
    onStatus: reading => told.status(reading),
    onInfo: info => told.info(info),
    news: reading => {
      told.news(reading)
      controls.heard(reading)
    },
    // When the link comes online it is asked anyway.
    onlyHistory: () => void (link.online && questions.refresh()),
    onReturn: () => void questions.refresh(true),
  })
  const address = () => {
    const { deviceType, macAddress, additionalValue, record } = heater
    return { deviceType, macAddress, additionalValue, homeSeq: record.deviceInfo.homeSeq ?? 0 }
  }
  const questions = new Questions(host, address, () => presence.silent())
  const controls: Controls = new Controls({
    macAddress: heater.macAddress,
    host,
    latest: () => hearing.latest,
    connected: () => presence.connected,
    askConnected: async signal => (await heater.connectivity({ signal })).connected,
    listen: signal => questions.listen(signal),
    fitting: (order, signal) => line.fits(order, signal),
    say: (order, options) => questions.say(order, options),
    look: signal => questions.ask(commands.status, { signal }),
    silent: () => presence.silent(),
  })
  const line: Line = new Line({
    host,
    address,
    name: () => heater.name,
    questions,
    controls,
    known: () => hearing.info,
    info: signal => heater.info({ signal }),
  })
  const periodic = new PeriodicRequests({
    clock: heaterClock,
    random,
    closing,
    online: () => link.online,
    ask: (kind, signal) => (kind === 'status' ? heater.status({ signal }) : heater.info({ signal })),
    missed: error => told.missed(error),
  })
  return { presence, hearing, questions, controls, line, periodic }
}
