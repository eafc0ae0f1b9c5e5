/** What the simulated REST service tells about heaters. */
import { Hono } from 'hono'
import { type Account, connectivity, deviceInfoOf, location } from './account.ts'
import { badRequest, bodyOf, type Environment, failure, success } from './envelope.ts'
import type { SimulatedHeater } from './heater.ts'
import { firmwareParts } from './identity.ts'
import { touPlan } from './tou-plan.ts'

/** The service gives no more at a time. */
const longestPage = 20

const descaling = { descalingStartTime: null, descalingEndTime: null }

const heaterOf = ({ heaters }: Account, body: Readonly<Record<string, unknown>> | undefined) =>
  heaters.find(({ identity }) => identity.macAddress === body?.macAddress)

const lastError = ({ rememberedFault }: SimulatedHeater) => ({
  errorCode: rememberedFault?.code ?? 0,
  errorOccuredTime: rememberedFault?.at ?? null,
})

export function deviceCalls() {
  const app = new Hono<Environment>()

  app.post('/list', async c => {
    const account = c.get('account')
    const body = await bodyOf(c)
    const [offset, count] = [Number(body?.offset), Number(body?.count)]
    if (!Number.isInteger(offset) || !Number.isInteger(count) || offset < 0 || count < 1) return badRequest(c)
    const page = account.heaters.slice(offset, offset + Math.min(count, longestPage))
    return success(
      c,
      page.map(heater => ({
        deviceInfo: deviceInfoOf(account, heater),
        location,
        error: lastError(heater),
        descaling,
      })),
    )
  })

  app.post('/info', async c => {
    const account = c.get('account')
    const heater = heaterOf(account, await bodyOf(c))
    if (heater === undefined) return badRequest(c)
    return success(c, {
      deviceInfo: deviceInfoOf(account, heater),
      location: { ...location, latitude: 38, longitude: -122.5, altitude: null },
      installer: {
        installerId: null,
        installerFirstName: null,
        installerLastName: null,
        installerPhoneNumber: null,
      },
      // 1 is on here, the reverse of everything else.
      alarmInfo: { isEtcAlarm: 1, isErrorAlarm: 1 },
      descaling,
    })
  })

  app.post('/firmware/info', async c => {
    const heater = heaterOf(c.get('account'), await bodyOf(c))
    if (heater === undefined) return badRequest(c)
    const { macAddress, additionalValue, deviceType } = heater.identity
    const firmwares = firmwareParts(heater.identity).map(part => ({
      macAddress,
      additionalValue,
      deviceType,
      deviceGroup: null,
      ...part,
      downloadedVersion: null,
    }))
    return success(c, { firmwares })
  })

  app.get('/connectivity-status', c => {
    const heater = heaterOf(c.get('account'), c.req.query())
    if (heater === undefined) return badRequest(c)
    const { macAddress, additionalValue } = heater.identity
    return success(c, { macAddress, additionalValue, connected: connectivity(heater) })
  })

  app.get('/tou', c => {
    const query = c.req.query()
    const heater = heaterOf(c.get('account'), query)
    if (heater === undefined) return badRequest(c)
    if (query.controllerId !== heater.identity.controllerSerialNumber) return failure(c, 500, 'INTERNAL_SERVER_ERROR')
    return success(c, touPlan(heater.identity))
  })

  return app
}
