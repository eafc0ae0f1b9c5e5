/** Asks the cloud whether it can reach a heater, before the heater itself is asked. */
import type { NaviLinkDevice } from '#heater/device'
import type { Logger } from '#wire/logger'

export async function reachable(
  heater: Pick<NaviLinkDevice, 'connectivity'>,
  logger: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  const { connected } = await heater.connectivity({ signal })
  logger.info({ connected }, 'Asked the cloud whether it can reach the heater')
  return connected
}
