/** How the station calls a heater in files, addresses and logs: the same for ever, and no MAC address. */
import { createHash } from 'node:crypto'

/** Eight hex digits. */
export const heaterId = (macAddress: string): string =>
  createHash('sha256').update(`navilink ${macAddress.toLowerCase()}`).digest('hex').slice(0, 8)
