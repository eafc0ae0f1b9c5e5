/** All routes of the API, in the order of its document. */
import type { Route } from '../route.ts'
import { alertRoutes } from './alert-routes.ts'
import { commandRoutes } from './command-routes.ts'
import { energyRoutes } from './energy-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { heaterRoutes } from './heater-routes.ts'
import { historyRoutes } from './history-routes.ts'
import { journalRoutes } from './journal-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import { stationRoutes } from './station-routes.ts'
import { tokenRoutes } from './token-routes.ts'

export const allRoutes: readonly Route[] = [
  ...stationRoutes,
  ...heaterRoutes,
  ...commandRoutes,
  ...scheduleRoutes,
  ...energyRoutes,
  ...historyRoutes,
  ...journalRoutes,
  ...alertRoutes,
  ...tokenRoutes,
  ...eventRoutes,
  ...healthRoutes,
  ...pageRoutes,
]
