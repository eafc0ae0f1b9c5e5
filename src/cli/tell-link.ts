/** Says once when the connection to the cloud is lost and once when it is back; the tries between are for the log. */
import type { LinkHealth, LinkState } from '#cloud/link-health'
import type { ClientLink } from '#heater/client-link'
import type { Clock } from '#time/clock'
import { formatDuration, millis } from '#time/duration'

/** @param clock the link's. @returns how to end it. */
export function tellLink(link: ClientLink, clock: Clock, tell: (sentence: string) => void): () => void {
  let online = link.state === 'online'
  let lostAt: number | undefined
  const listener = (state: LinkState, { cause }: LinkHealth) => {
    if (state === 'waiting' && lostAt === undefined) {
      lostAt = clock.now()
      const what = online ? 'The connection to the cloud is lost' : 'There is no connection to the cloud yet'
      tell(`${what}${cause ? `: ${cause.message.replace(/\.$/, '')}` : ''}. It is tried again until it is there.`)
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
