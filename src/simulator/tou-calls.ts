/** Time-of-use plans at the simulated REST service. What is registered here doesn't change what the heater goes by. */
import { Hono } from 'hono'
import { type Account, heaterOf } from './account.ts'
import { badRequest, bodyOf, type Environment, failure, success } from './envelope.ts'
import type { SimulatedHeater } from './heater.ts'
import type { Registrations } from './registration.ts'
import { convertTou } from './tou-convert.ts'
import { noManufactureId, touPlanOf } from './tou-plan.ts'

/** A controller that isn't the heater's is a fault of the cloud's own, not a bad request. */
const unknownController = (controllerId: string | undefined, { identity }: SimulatedHeater) =>
  controllerId !== identity.controllerSerialNumber

const byController = ({ heaters }: Account, controllerId: string | undefined) =>
  heaters.find(({ identity }) => identity.controllerSerialNumber === controllerId)

export function touCalls(registrations: Registrations) {
  const app = new Hono<Environment>()

  app.get('/', c => {
    const query = c.req.query()
    const heater = heaterOf(c.get('account'), query)
    if (heater === undefined) return badRequest(c)
    if (unknownController(query.controllerId, heater)) return failure(c, 500, 'INTERNAL_SERVER_ERROR')
    return success(c, registrations.of(heater).tou)
  })

  app.put('/', async c => {
    const body = await bodyOf(c)
    const heater = heaterOf(c.get('account'), body)
    if (heater === undefined || body === undefined) return badRequest(c)
    const plan = touPlanOf(heater.identity, body)
    if (plan === undefined) return badRequest(c)
    registrations.of(heater).tou = plan
    return success(c, plan)
  })

  // A plan that was set over Bluetooth goes by the controller, any other by the heater's address; some clients send both.
  app.delete('/', c => {
    const { registerPath, sourceType, controllerId, ...query } = c.req.query()
    if (registerPath === undefined || sourceType === undefined) return badRequest(c)
    const account = c.get('account')
    const heater = registerPath === 'bt' ? byController(account, controllerId) : heaterOf(account, query)
    if (heater === undefined) return registerPath === 'bt' ? failure(c, 500, 'INTERNAL_SERVER_ERROR') : badRequest(c)
    if (controllerId !== undefined && unknownController(controllerId, heater))
      return failure(c, 500, 'INTERNAL_SERVER_ERROR')
    registrations.of(heater).tou = undefined
    return success(c)
  })

  app.post('/convert', async c => {
    const body = await bodyOf(c)
    if (!Array.isArray(body?.sourceData) || body.sourceType !== 'openei') return badRequest(c)
    return success(c, { touInfo: body.sourceData.flatMap(plan => convertTou(plan) ?? []) })
  })

  app.get('/manufacture-id', c => {
    const query = c.req.query()
    const heater = heaterOf(c.get('account'), query)
    if (heater === undefined) return badRequest(c)
    if (unknownController(query.controllerId, heater)) return failure(c, 500, 'INTERNAL_SERVER_ERROR')
    const manufactureId = registrations.of(heater).tou?.touInfo.manufactureId ?? noManufactureId
    return success(c, { manufactureId })
  })

  return app
}
