/** Every rule that a station has. */
import { heaterRules } from './heater-rules.ts'
import { accountRules, storeRules } from './station-rules.ts'

export const allRules = [...heaterRules, ...accountRules, ...storeRules] as const
export type RuleName = (typeof allRules)[number]['name']
