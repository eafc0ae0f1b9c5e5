/** OpenEI as a command asks it: the public service with a key of one's own, or the one that a simulated cloud plays. */
import { OpenEi, openEiAddress } from '#cloud/open-ei'
import type { CommandContext } from '../command-context.ts'

/** The simulated one takes it. */
const simulatedKey = 'simulated-openei-key'
/** Where a simulated cloud has its own. */
const simulatedPath = 'openei'

export async function openEi(context: CommandContext): Promise<OpenEi> {
  const { clock, settings, timeout } = context
  const { openEi: address, openEiKey: apiKey } = settings
  const logger = await context.log()
  const simulated = address === undefined ? simulatedAddress(settings.cloud) : undefined
  return new OpenEi({
    fetch: globalThis.fetch,
    clock,
    logger,
    timeout,
    address: address ?? simulated ?? openEiAddress,
    // A key of the real service is none of a simulation's business.
    apiKey: simulated === undefined ? apiKey : simulatedKey,
  })
}

/** Plain HTTP is taken for this machine alone, and no cloud of the vendor's is there. */
function simulatedAddress(cloud: string | undefined): string | undefined {
  if (cloud === undefined || !cloud.startsWith('http://')) return undefined
  return new URL(simulatedPath, cloud.endsWith('/') ? cloud : `${cloud}/`).href
}
