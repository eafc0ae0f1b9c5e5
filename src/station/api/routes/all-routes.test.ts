import { describe, expect, it } from 'vitest'
import { ConnectionError, UnsupportedError } from '#schema/errors'
import { silentLogger } from '#wire/logger'
import { AskedStation, type Asking } from '../../../../test/fixtures/asked-station.ts'
import { openStore } from '../../store/sqlite/open-store.ts'
import type { Store } from '../../store/store.ts'
import { StoreError } from '../../store/store-error.ts'
import { type RefusalCode, refusals } from '../api-error.ts'
import { errorAnswer } from '../openapi.ts'
import { type Route, refusalsOf } from '../route.ts'
import { allRoutes } from './all-routes.ts'

interface Example {
  readonly query?: string
  readonly body?: unknown
  /** What its capability is called on the wire, where a unit may lack it. */
  readonly lacks?: Readonly<Record<string, unknown>>
  /** A value that no heater takes. */
  readonly wrong?: unknown
  /** With which an answer has to be asked for before anything is written. */
  readonly asks?: unknown
}

const morning = { days: 'mon-fri', time: '06:30', mode: 'heat-pump', temperature: 52 }
const period = { months: 'all year', days: 'every day', start: '00:00', end: '23:59', price: 0.3 }
const plan = { periods: [period], name: 'Own', utility: 'Own', zipCode: '94903' }
const base = '0badbabe'

/** What a good request has, by the name of its route. */
const examples: Readonly<Record<string, Example>> = {
  setLogLevel: { body: { level: 'debug' } },
  getCapabilities: { query: 'fresh=true' },
  powerOff: { body: { confirm: true }, lacks: { powerUse: 1 } },
  powerOn: { lacks: { powerUse: 1 } },
  dhwMode: { body: { value: 'electric' }, lacks: { electricUse: 1 } },
  vacation: { body: { value: 7 }, wrong: { value: 1000 }, lacks: { holidayUse: 1 } },
  dhwTemperature: {
    body: { value: { fahrenheit: 125 } },
    wrong: { value: 90 },
    lacks: { dhwTemperatureSettingUse: 1 },
  },
  vacationDays: { body: { value: 3 }, wrong: { value: 0 }, lacks: { holidayUse: 1 } },
  waterProgram: { lacks: { programReservationUse: 1 } },
  hotButton: { lacks: { recirculationUse: 1 } },
  recirculationMode: { body: { value: 'schedule' }, lacks: { recircReservationUse: 1 } },
  demandResponseOff: { lacks: { drSettingUse: 1 } },
  demandResponseOn: { lacks: { drSettingUse: 1 } },
  antiLegionellaOff: { lacks: { antiLegionellaSettingUse: 1 } },
  antiLegionellaOn: { body: { value: 7 }, wrong: { value: 31 }, lacks: { antiLegionellaSettingUse: 1 } },
  airFilterLife: { body: { value: 1500 }, wrong: { value: 1 } },
  getReservations: { lacks: { programReservationUse: 1 } },
  setReservations: {
    body: { entries: [morning], enabled: true },
    wrong: { entries: [{ ...morning, temperature: 90 }] },
    lacks: { programReservationUse: 1 },
  },
  getRecirculation: { lacks: { recircReservationUse: 1 } },
  setRecirculation: {
    body: { entries: [{ days: 'daily', time: '07:00', pump: 'on' }] },
    wrong: { entries: [{ days: 'daily', time: '25:00', pump: 'on' }] },
    lacks: { recircReservationUse: 1 },
  },
  getTimeOfUse: { lacks: { controllerSerialNumber: '' } },
  setTimeOfUse: {
    body: plan,
    wrong: { periods: [{ ...period, end: '24:00' }] },
    asks: { ...plan, base },
    lacks: { controllerSerialNumber: '' },
  },
  removeTimeOfUse: { lacks: { controllerSerialNumber: '' } },
  getEnergy: { query: 'from=2025-09-01&until=2025-10-01' },
  getEnergyRecords: { query: 'year=2025&month=9', lacks: { energyUsageUse: 1 } },
  getSamples: { query: 'limit=10&backwards=true&raw=true&fields=dhwChargePer,operationMode' },
  getChart: { query: 'fields=dhwChargePer,operationMode&from=2025-09-26T19:00:00Z&points=10' },
  getGaps: { query: 'from=2025-09-26T19:00:00Z' },
  importSamples: {
    body: {
      samples: [
        { at: '2025-09-20T10:00:00Z', raw: { dhwChargePer: 90 } },
        { at: 1758369600000, raw: { dhwChargePer: 91 } },
      ],
      settle: { from: '2025-09-20T10:00:00Z', until: 1758369600000, longest: 600_000 },
    },
    wrong: { samples: [{ at: 0, raw: { dhwChargePer: 90 } }] },
  },
  getJournal: { query: 'limit=5&kinds=station,command' },
  listAlerts: { query: 'open=true&limit=5' },
  snoozeAlert: { body: { minutes: 60 } },
  testAlerts: { body: {} },
  createToken: { body: { name: 'Kitchen', scope: 'read' } },
  openSession: { body: { token: '' } },
  listen: { query: '' },
}

const exampleOf = ({ name, body, method }: Route): Example => ({
  ...(body && method !== 'get' && { body: {} }),
  ...examples[name],
})

const brokenStore = async () => {
  const store = await openStore(':memory:', { logger: silentLogger })
  const state = { broken: false }
  const fails = ['write', 'heaters', 'samples', 'blocks', 'rollups', 'gaps', 'energy', 'journal', 'alerts', 'vacuum']
  const proxy = new Proxy(store, {
    get(target, key) {
      if (state.broken && fails.includes(String(key)))
        return async () => {
          throw new StoreError('full', 'The disk is full.')
        }
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  }) as Store
  const fail = () => {
    state.broken = true
  }
  return { store: proxy, break: fail }
}

interface SetUp {
  readonly asked: AskedStation
  /** Asks the route with its good example, changed. */
  good(changes?: Asking & { readonly path?: string; readonly query?: string }): Promise<Response>
  breakStore(): void
}

async function setUp(route: Route): Promise<SetUp> {
  const { store, break: breakStore } = await brokenStore()
  const asked = await AskedStation.open({ store })
  const { station } = asked
  await station.hear()
  await station.clock.advance(1)
  const alert = {
    id: 'a1',
    rule: 'leak',
    severity: 'alarm',
    since: station.clock.now(),
    text: 'Wet.',
    told: 0,
  } as const
  await station.store.write({ alerts: [alert] })
  const ids: Record<string, string> = { '/api/v1/alerts': 'a1', '/api/v1/tokens': 't1', '/api/v1/heaters': asked.id }
  if (route.name === 'removeToken')
    ids['/api/v1/tokens'] = await asked.token('read').then(() => asked.assembled.api.tokens.list[0]?.id ?? '')
  const id = ids[route.path.slice(0, route.path.indexOf('/{id}'))] ?? ''
  const example = exampleOf(route)
  const token = route.name === 'openSession' ? await asked.token('read') : undefined
  return {
    asked,
    breakStore,
    good({ path = route.path.replace('{id}', id), query = example.query, ...changes } = {}) {
      const body = token === undefined ? example.body : { token }
      const method = route.method.toUpperCase()
      const from = { ...(route.method === 'get' ? {} : { body: route.body ? body : undefined }), method }
      // Where tokens are there, it comes as the command line.
      const asCommand = asked.assembled.api.access.open ? {} : { token: 'control-token-of-the-command-line' }
      return asked.ask(query ? `${path}?${query}` : path, { ...from, ...asCommand, ...changes })
    },
  }
}

/** How each refusal comes about. */
const provocations: Readonly<Record<RefusalCode, (setUp: SetUp, route: Route) => Promise<Response>>> = {
  'bad-request': ({ good }, { body }) => (body ? good({ body: '[1' }) : good({ query: 'nonsense=1' })),
  async 'token-needed'({ good, asked }, { name }) {
    await asked.token('write', 'some')
    return name === 'openSession' ? good({ body: { token: 'nvl_wrong' } }) : good({ headers: {}, token: 'nvl_wrong' })
  },
  async 'read-token'({ good, asked }) {
    return good({ token: await asked.token('read', 'reader') })
  },
  async 'read-only'({ good, asked }) {
    asked.station.readOnly = true
    return good()
  },
  'foreign-origin': ({ good }) => good({ headers: { origin: 'https://evil.example' } }),
  'not-found'({ good }, { name, path }) {
    if (name === 'testAlerts') return good({ body: { channel: 'pigeon' } })
    if (name === 'listen' || name === 'getJournal') return good({ query: 'heater=ffffffff' })
    return good({ path: path.replace('{id}', 'ffffffff') })
  },
  async 'method-not-allowed'() {
    throw new Error('It belongs to no route.')
  },
  'too-slow': ({ good }) => good({ body: new ReadableStream({ pull: () => new Promise(() => {}) }) }),
  'body-too-long': ({ good }, { longestBody = 256 * 1024 }) => good({ body: ' '.repeat(longestBody + 1) }),
  'json-needed': ({ good }) => good({ headers: { 'content-type': 'text/plain' } }),
  'wrong-host': ({ good }) => good({ headers: { host: 'evil.example' } }),
  async 'too-many-requests'({ good, asked }, { method }) {
    await asked.token('read', 'some')
    const token = method === 'get' ? 'nvl_wrong' : await asked.token('write', 'busy')
    // At once, for with time it may ask again.
    const answers = await Promise.all(Array.from({ length: 12 }, () => good({ token })))
    return answers.find(({ status }) => status === 429) ?? (answers[0] as Response)
  },
  async 'changed-since'({ good }, { name }) {
    return good({ body: examples[name]?.asks })
  },
  'confirmation-needed': ({ good }) => good({ body: {} }),
  async 'not-supported'({ good, asked }, { name }) {
    if (name === 'setLogLevel')
      Object.defineProperty(asked.station, 'logLevel', {
        set() {
          throw new UnsupportedError('The log of this station has one level only.')
        },
      })
    const { lacks = {} } = examples[name] ?? {}
    Object.assign(asked.station.wire.feature, lacks)
    await asked.station.wait(asked.station.heater.device.info())
    return good()
  },
  'name-taken': async ({ good }) => {
    await good()
    return good({ token: 'control-token-of-the-command-line' })
  },
  'not-taken': ({ good }, { name }) => good({ body: examples[name]?.wrong }),
  async 'not-understood'({ good, asked }, { name }) {
    const { test } = asked.station.wire
    test.reacts = sent => test.refuse(sent, 3)
    return good(bodyThatAsks(name))
  },
  async 'no-connection'({ good, asked }, { name }) {
    asked.station.wire.test.link.gateway = async () => {
      throw new ConnectionError('There is no connection to the gateway.')
    }
    return good(bodyThatAsks(name))
  },
  async 'store-unavailable'({ good, breakStore }, { name, path }) {
    breakStore()
    return good(name === 'listAlerts' || !path.includes('/heaters/') ? {} : { path: path.replace('{id}', 'ffffffff') })
  },
  async 'too-many-streams'({ good, asked }) {
    for (let i = 0; i < 100; i++) await asked.send('/api/v1/events')
    return good()
  },
  async 'not-ready'({ good, asked }) {
    Object.assign(asked.station.accounts[0] ?? {}, { state: 'refused' })
    return good()
  },
  async 'no-answer'({ good, asked }, { name }) {
    asked.station.wire.test.reacts = () => {}
    return good(bodyThatAsks(name))
  },
}

const bodyThatAsks = (name: string) => (examples[name]?.asks === undefined ? {} : { body: examples[name].asks })

describe.each(allRoutes.map(route => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it('answers as it is described', async () => {
    const { good } = await setUp(route)
    const answer = await good()
    expect(answer.status, await (answer.status === 200 ? '' : answer.text())).toBe(200)
    const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    if (route.answer === undefined) expect(Object.keys(route.media ?? {})).toContain(type)
    else {
      expect(type).toBe('application/json')
      const json: unknown = await answer.json()
      expect(route.answer.safeParse(json).error).toBeUndefined()
    }
    await answer.body?.cancel().catch(() => {})
  })

  it.each(refusalsOf(route))('refuses: %s', async code => {
    const made = await setUp(route)
    const answer = await provocations[code](made, route)
    const told: unknown = await answer.json()
    expect(told).toMatchObject({ error: { code } })
    expect(answer.status).toBe(refusals[code][0])
    expect(errorAnswer.safeParse(told).error).toBeUndefined()
  })
})
