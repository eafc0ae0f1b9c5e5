/** What really heats, in words. */
import { heating } from '#schema/derived'
import type { Status } from '#schema/status'

/** `nothing`, `heat pump`, `element`, `heat pump and element`, `unknown`. */
export const heatsText = (status: Status): string => heating(status).replaceAll('-', ' ')
