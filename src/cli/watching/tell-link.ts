/** Says once when the connection to the cloud is lost and once when it is back; of the tries between, only a new reason. */
import type { LinkHealth, LinkState } from '#cloud/link-health'
import type { ClientLink } from '#heater/client-link'
import type { Clock } from '#time/clock'
import { formatDuration, millis, seconds } from '#time/duration'

/** A short outage is told in two lines, whatever the tries in it met. */
const short = seconds(30)

const reasonOf = ({ cause }: LinkHealth) => (cause ? `: ${cause.message.replace(/\.$/, '')}` : '')

/** @param clock the link's. @returns how to end it. */
export function tellLink(link: ClientLink, clock: Clock, tell: (sentence: string) => void): () => void {
  let online = link.state === 'online'
  let lostAt: number | undefined
  let reasons = new Set<string>()
  const listener = (state: LinkState, health: LinkHealth) => {
    const reason = reasonOf(health)
    if (state === 'waiting' && lostAt === undefined) {
      lostAt = clock.now()
      reasons = new Set([reason])
      const what = online ? 'The connection to the cloud is lost' : 'There is no connection to the cloud yet'
      tell(`${what}${reason}. It is tried again until it is there.`)
    } else if (state === 'waiting' && lostAt !== undefined) {
      if (reasons.has(reason) || clock.now() - lostAt < short) return
      reasons.add(reason)
      tell(`There is still no connection to the cloud${reason}.`)
    } else if (state === 'online') {
      online = true
      if (lostAt !== undefined)
        tell(`The connection to the cloud is there, after ${formatDuration(millis(clock.now() - lostAt))}.`)
      lostAt = undefined
    }
  }
  link.on('state', listener)
  return () => link.off('state', listener)
}
