/** The log books of upkeep at the simulated REST service: filter changes, and descaling. */

import { Hono } from 'hono'
import type { Clock } from '#time/clock'
import { heaterOf } from './account.ts'
import { badRequest, bodyOf, type Environment, success } from './envelope.ts'
import { pageOf } from './page.ts'
import type { Registrations } from './registration.ts'

/** Without zeros in front. What the real cloud makes of others nobody has tried; here they are refused, so that it shows. */
const unpadded = /^\d{4}-([1-9]|1[0-2])-([1-9]|[12]\d|3[01])$/

export function logBookCalls(book: 'filter' | 'cip', registrations: Registrations, clock: Clock) {
  const app = new Hono<Environment>()

  app.post('/change-info', async c => {
    const body = await bodyOf(c)
    const heater = heaterOf(c.get('account'), body)
    const maintenanceDate = body?.maintenanceDate
    if (heater === undefined || body?.deviceType !== heater.identity.deviceType) return badRequest(c)
    if (typeof maintenanceDate !== 'string' || !unpadded.test(maintenanceDate)) return badRequest(c)
    registrations.of(heater)[book].unshift({ maintenanceDate, registerAt: clock.now() })
    return success(c)
  })

  app.post('/history', async c => {
    const body = await bodyOf(c)
    const heater = heaterOf(c.get('account'), body)
    const page = heater && pageOf(registrations.of(heater)[book], body)
    return page === undefined ? badRequest(c) : success(c, page)
  })

  return app
}
