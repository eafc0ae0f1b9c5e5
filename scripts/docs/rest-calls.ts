/** What the client really sends to NaviLink's REST side: each of its calls is made once, and what goes out is written down. */
import { cloudAddress } from '#cloud/address'
import { Http } from '#cloud/http'
import { Rest } from '#cloud/rest'
import { wallClock } from '#time/clock'
import { silentLogger } from '#wire/logger'
import { exampleHeater } from './example-ids.ts'

export interface RestCall {
  /** `POST /device/list`. */
  readonly name: string
  /** Its body or its query. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly kind: 'body' | 'query'
  readonly headers: readonly string[]
}

const caller = { token: 'token', email: 'you@example.com', userType: 'O' }
const controllerId = '1234567890AB'
const plan = {
  name: 'Evening peak',
  utility: 'Example Light & Power',
  zipCode: '94903',
  schedule: [],
  sourceData: {},
}

/** Every call that the client has. The answers are nonsense: only what is asked counts. */
const calls: readonly ((rest: Rest) => Promise<unknown>)[] = [
  rest => rest.signIn('you@example.com', 'password'),
  rest => rest.refresh('refresh token'),
  rest => rest.refreshSession(caller),
  rest => rest.securedSignIn(caller),
  rest => rest.appVersion(),
  rest => rest.user(caller),
  rest => rest.devices(caller),
  rest => rest.simpleDevices(caller),
  rest =>
    rest.updatePushToken(caller, {
      pushToken: 'token',
      modelName: 'phone',
      appVersion: '2.4.0',
      os: 'A',
      osVersion: '16',
    }),
  rest => rest.device.info(caller, exampleHeater),
  rest => rest.device.connectivity(caller, exampleHeater),
  rest => rest.device.firmware(caller, exampleHeater),
  rest => rest.device.firmwareDetail(caller, { swCode: 1, swVersion: 184877056 }),
  rest => rest.device.faults(caller, exampleHeater),
  rest => rest.device.rename(caller, { ...exampleHeater, installType: 'R' }, 'Cellar'),
  rest => rest.device.pushSettings(caller, exampleHeater),
  rest =>
    rest.device.setPushSettings(caller, exampleHeater, {
      isErrorAlarm: true,
      isDescalingAlarm: true,
      isEtcAlarm: false,
    }),
  rest => rest.touPlans.plan(caller, exampleHeater, controllerId),
  rest => rest.touPlans.register(caller, exampleHeater, plan),
  rest => rest.touPlans.remove(caller, exampleHeater, controllerId),
  rest => rest.touPlans.convert(caller, [{}]),
  rest => rest.touPlans.manufactureId(caller, exampleHeater, controllerId),
  rest => rest.upkeep.record(caller, exampleHeater, 'filter', '2026-03-07'),
  rest => rest.upkeep.record(caller, exampleHeater, 'descaling', '2026-03-07'),
  rest => rest.upkeep.history(caller, exampleHeater, 'filter'),
  rest => rest.upkeep.history(caller, exampleHeater, 'descaling'),
]

/** In the order of the list, each once. */
export async function restCalls(): Promise<readonly RestCall[]> {
  const found = new Map<string, RestCall>()
  const address = cloudAddress('http://127.0.0.1:1')
  const base = address.rest.pathname
  const fetch = async (input: string | URL | Request, request: RequestInit = {}) => {
    const url = new URL(String(input))
    const name = `${request.method} ${url.pathname.slice(base.length)}`
    const query = Object.fromEntries(url.searchParams)
    const kind = request.body === undefined || request.body === null ? 'query' : 'body'
    const fields = kind === 'query' ? query : (JSON.parse(String(request.body)) as Record<string, unknown>)
    found.set(name, { name, fields, kind, headers: [...new Headers(request.headers).keys()] })
    return Response.json({ code: 200, msg: 'SUCCESS', data: { deviceInfo: {} } })
  }
  const rest = new Rest(new Http({ address, fetch, clock: wallClock, random: () => 0, logger: silentLogger }))
  for (const call of calls) await call(rest).catch(() => undefined)
  return [...found.values()]
}
