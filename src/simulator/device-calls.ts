/** What the simulated REST service tells about heaters, and how they are renamed. */
import { type Context, Hono } from 'hono'
import { connectivity, deviceInfoOf, heaterOf, isUser, location } from './account.ts'
import { badRequest, bodyOf, type Environment, failure, success } from './envelope.ts'
import type { SimulatedHeater } from './heater.ts'
import { firmwareParts } from './identity.ts'
import { pageOf } from './page.ts'
import type { Registrations } from './registration.ts'

const descaling = { descalingStartTime: null, descalingEndTime: null }

/** An owner asks for what is an installer's. */
const notAuthorized = (c: Context) => failure(c, 404, 'COMMON_NOT_AUTHORIZED')

const lastError = ({ rememberedFault }: SimulatedHeater) => ({
  errorCode: rememberedFault?.code ?? 0,
  errorOccuredTime: rememberedFault?.at ?? null,
})

export function deviceCalls(registrations: Registrations) {
  const app = new Hono<Environment>()

  app.post('/list', async c => {
    const account = c.get('account')
    const page = pageOf(account.heaters, await bodyOf(c))?.map(heater => ({
      deviceInfo: deviceInfoOf(account, heater, registrations.of(heater)),
      location,
      error: lastError(heater),
      descaling,
    }))
    return page === undefined ? badRequest(c) : success(c, page)
  })

  app.post('/simple-list', async c => {
    const account = c.get('account')
    const body = await bodyOf(c)
    // Another's heaters are for installers, and nobody is one here.
    if (!isUser(account, body?.targetUserId)) return notAuthorized(c)
    const page = pageOf(account.heaters, body)?.map(heater => {
      const { macAddress, additionalValue, deviceType } = heater.identity
      const { deviceName } = registrations.of(heater)
      return { macAddress, additionalValue, deviceType, modelTypeCode: null, deviceName }
    })
    return page === undefined ? badRequest(c) : success(c, page)
  })

  app.post('/info', async c => {
    const account = c.get('account')
    const heater = heaterOf(account, await bodyOf(c))
    if (heater === undefined) return badRequest(c)
    const registration = registrations.of(heater)
    const { isEtcAlarm, isErrorAlarm } = registration.push
    return success(c, {
      deviceInfo: deviceInfoOf(account, heater, registration),
      location: { ...location, latitude: 38, longitude: -122.5, altitude: null },
      installer: {
        installerId: null,
        installerFirstName: null,
        installerLastName: null,
        installerPhoneNumber: null,
      },
      alarmInfo: { isEtcAlarm, isErrorAlarm },
      descaling,
    })
  })

  app.post('/change-info', async c => {
    const { deviceInfo } = (await bodyOf(c)) ?? {}
    const given = (deviceInfo ?? {}) as Readonly<Record<string, unknown>>
    const heater = heaterOf(c.get('account'), given)
    const { deviceName, installType } = given
    if (heater === undefined || typeof deviceName !== 'string' || !deviceName.trim()) return badRequest(c)
    const registration = registrations.of(heater)
    registration.deviceName = deviceName
    if (typeof installType === 'string') registration.installType = installType
    return success(c)
  })

  app.post('/firmware/info', async c => {
    const heater = heaterOf(c.get('account'), await bodyOf(c))
    if (heater === undefined) return badRequest(c)
    const { macAddress, additionalValue, deviceType } = heater.identity
    const firmwares = firmwareParts(heater.identity).map(({ part, ...version }) => ({
      macAddress,
      additionalValue,
      deviceType,
      deviceGroup: null,
      ...version,
      downloadedVersion: heater.downloadedFirmware.find(({ swCode }) => swCode === part)?.swVersion ?? null,
    }))
    return success(c, { firmwares })
  })

  app.get('/connectivity-status', c => {
    const heater = heaterOf(c.get('account'), c.req.query())
    if (heater === undefined) return badRequest(c)
    const { macAddress, additionalValue } = heater.identity
    return success(c, { macAddress, additionalValue, connected: connectivity(heater) })
  })

  // For installers, and nobody is one here.
  app.post('/error/list', notAuthorized)
  // For another product.
  app.get('/preferences/format', badRequest)
  app.post('/preferences/format', badRequest)

  return app
}

/** What the service knows of single versions. */
export function firmwareCalls() {
  const app = new Hono<Environment>()

  app.post('/info', async c => {
    const { swCode, swVersion } = (await bodyOf(c)) ?? {}
    if (typeof swCode !== 'number' || typeof swVersion !== 'number') return badRequest(c)
    const known = c
      .get('account')
      .heaters.flatMap(({ identity }) => firmwareParts(identity))
      .some(({ curSwCode, curVersion }) => curSwCode === swCode && curVersion === swVersion)
    if (!known) return badRequest(c)
    return success(c, {
      description: 'Simulated firmware.',
      runTime: 10,
      modelNumber: null,
      modelType: null,
      productFamily: null,
      registerAt: 1_735_689_600_000,
      swCode,
      swVersion,
    })
  })

  return app
}
