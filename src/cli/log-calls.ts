/** Lines at `info` for what a person would want to follow: the connection, and each answer of a heater. */
import { healthDetails } from '#cloud/link-health'
import type { ClientLink } from '#heater/client-link'
import type { NaviLinkDevice } from '#heater/device'
import type { Logger } from '#wire/logger'

export function logLink(link: ClientLink, logger: Logger): void {
  link.on('state', (state, health) => {
    if (state === 'online') logger.info(healthDetails(health), 'Connected to the gateway')
  })
}

export function logHeater(heater: NaviLinkDevice, logger: Logger): void {
  heater
    .on('status', ({ about: { cause } }) => {
      if (cause === 'answer') logger.info({}, 'The heater answered with its status')
      else if (cause === 'push') logger.info({}, 'The heater told its status unasked')
    })
    .on('info', () => logger.info({}, 'The heater answered with its device info'))
    .on('missed', error => logger.info({ error }, 'A question stayed without an answer'))
    .on('online', () => logger.info({}, 'The heater is there again'))
    .on('offline', () => logger.info({}, "The cloud can't reach the heater any more, or it answers nothing"))
    .on('stale', () => logger.info({}, 'The heater left three questions unanswered'))
}
