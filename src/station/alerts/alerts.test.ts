import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PresenceState } from '#heater/presence'
import { readStatus } from '#heater/reading'
import { days, hours, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { baseStatus, type CapturedStatus } from '../../../test/fixtures/frames.ts'
import { type ManualClock, manualClock } from '../../../test/fixtures/manual-clock.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { News, type NewsItem } from '../news.ts'
import type { AccountState, StationAccount, StationHeater } from '../station-view.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import type { AlertMessage } from './alert-message.ts'
import { Alerts, type AlertsOptions } from './alerts.ts'
import { alertsConfig } from './alerts-config.ts'

/** Noon in Los Angeles. */
const noon = Date.UTC(2025, 8, 26, 19)
const id = '0a1b2c3d'

let clock: ManualClock
/** The machine's: it moves only when a test says so, for real sockets need real time. */
let wall: ManualClock
let store: Store
let opened: Alerts[]
let closers: (() => unknown)[]
beforeEach(async () => {
  clock = manualClock(noon)
  wall = manualClock(noon)
  store = await openStore(':memory:', { logger: silentLogger })
  opened = []
  closers = []
})
afterEach(async () => {
  await Promise.all(opened.map(alerts => alerts.stop()))
  expect([clock.pending, wall.pending]).toEqual([0, 0])
  await store.close()
  for (const close of closers) await close()
})

/** The rest of a station: one account with one heater. */
function household() {
  const world = { presence: 'online' as PresenceState, link: 'online', state: 'ready' as AccountState, heaters: true }
  const account = {
    name: 'home',
    get state() {
      return world.state
    },
    link: {
      get state() {
        return world.link
      },
    },
  } as unknown as StationAccount
  const device = {
    get presence() {
      return world.presence
    },
  } as StationHeater['device']
  const heater: StationHeater = {
    id,
    name: 'Cellar',
    account: 'home',
    timeZone: 'America/Los_Angeles',
    interval: minutes(1),
    device,
    latest: undefined,
    samples: 0,
    answers: 0,
    expected: 0,
    missed: 0,
  }
  return { world, station: () => ({ heaters: world.heaters ? [heater] : [], accounts: [account] }) }
}

/** A web server that takes what alerts post, and can be told to refuse it. */
async function receiver() {
  const messages: AlertMessage[] = []
  let refuses = false
  let heard = Promise.withResolvers<void>()
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    if (!refuses) messages.push(JSON.parse(body))
    response.writeHead(refuses ? 500 : 200).end()
    response.once('close', () => heard.resolve())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close().closeAllConnections())
  return {
    messages,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    refuse: (value: boolean) => {
      refuses = value
    },
    /** When the next answer is out. */
    next: async () => {
      heard = Promise.withResolvers<void>()
      await heard.promise
    },
    told: () => messages.map(({ kind, title }) => `${kind} ${title}`),
  }
}

async function watch(config: object = {}, more: Partial<AlertsOptions> = {}) {
  const { world, station } = household()
  const journal: JournalEntry[] = []
  const news: NewsItem[] = []
  const board = new News(silentLogger)
  board.listen(item => news.push(item))
  const alerts = new Alerts({
    config: alertsConfig.parse(config),
    store,
    history: { chart: async () => ({ at: [], series: {} }) as never, energy: async () => [] },
    news: board,
    clock,
    wallClock: wall,
    logger: silentLogger,
    random: () => 0.5,
    station,
    note: entry => journal.push(entry),
    ...more,
  })
  opened.push(alerts)
  await alerts.start()
  const say = (changes: Partial<CapturedStatus> = {}) => {
    const at = new Date(clock.now())
    alerts.write([{ heater: id, at, status: readStatus({ ...baseStatus, ...changes }, at, 'answer'), connected: true }])
  }
  /** A status a minute. */
  const live = async (span: number, changes: Partial<CapturedStatus> = {}) => {
    for (let passed = 0; passed < span; passed += minutes(1)) {
      await clock.advance(minutes(1))
      say(changes)
    }
    await clock.settle()
  }
  return { alerts, world, journal, news, say, live, station }
}

/** Minute by minute, on both clocks. */
async function both(span: number) {
  for (let passed = 0; passed < span; passed += minutes(1)) {
    await wall.advance(minutes(1))
    await clock.advance(minutes(1))
  }
}

const hook = (url: string) => ({ channels: { hook: { type: 'webhook', url } } })
const leaking = { wtrOvrSensorUse: 2 }
const low = { dhwChargePer: 10 }
const until = (alerts: Alerts, sent: number) => expect.poll(() => alerts.channels[0]?.sent).toBe(sent)

describe('an alert', () => {
  it('is raised, told, kept and written into the journal, and ends', async () => {
    const { url, messages, told } = await receiver()
    const { alerts, journal, news, say, live } = await watch(hook(url))
    await live(minutes(3))
    expect(await alerts.list()).toEqual([])
    say(leaking)
    await until(alerts, 1)
    const text = 'The leak sensor is wet: water is where none should be. Shut the water off and look for the leak.'
    const raised = {
      rule: 'leak',
      severity: 'alarm',
      heater: id,
      since: clock.now(),
      text,
      told: 1,
      toldAt: clock.now(),
    }
    expect(await alerts.list({ open: true })).toMatchObject([raised])
    await expect.poll(() => store.alerts({ open: true })).toMatchObject([raised])
    expect(messages).toMatchObject([
      {
        kind: 'raised',
        severity: 'alarm',
        title: 'Cellar: water leak',
        text,
        rule: 'leak',
        heater: { id, name: 'Cellar' },
      },
    ])
    expect(JSON.stringify(messages)).not.toMatch(/[0-9a-f]{12}/)
    expect(journal).toMatchObject([{ kind: 'alert', heater: id, text, data: { rule: 'leak', event: 'raised' } }])
    expect(news.map(({ kind }) => kind)).toEqual(['alert'])

    await live(minutes(11))
    await until(alerts, 2)
    expect(told()).toEqual(['raised Cellar: water leak', 'ended Cellar: water leak – over'])
    expect(messages[1]?.text).toBe(`It is over, after 1 min. It was: ${text}`)
    expect(await alerts.list({ open: true })).toEqual([])
    expect(await alerts.list()).toMatchObject([{ rule: 'leak', ended: noon + minutes(4), told: 2 }])
    expect(journal.at(-1)).toMatchObject({ text: `It is over: ${text}`, data: { event: 'ended' } })
  })

  it('waits for its hold, and is repeated while it lasts', async () => {
    const { url, told } = await receiver()
    const { alerts, live } = await watch({ ...hook(url), rules: { 'hot-water-low': { repeat: '2h' } } })
    await live(minutes(5), low)
    expect(await alerts.list()).toEqual([])
    await live(minutes(1), low)
    expect(await alerts.list()).toMatchObject([{ since: noon + minutes(1), text: expect.stringContaining('10 %') }])
    await until(alerts, 1)
    await live(minutes(119), low)
    expect(told()).toHaveLength(1)
    await live(minutes(2), low)
    await until(alerts, 2)
    expect(told()).toEqual(['raised Cellar: hot water is low', 'repeated Cellar: hot water is low'])
    // In the clearance it goes on.
    await live(minutes(30), { dhwChargePer: 22 })
    expect(await alerts.list({ open: true })).toHaveLength(1)
    await live(minutes(1), { dhwChargePer: 25 })
    expect(await alerts.list({ open: true })).toEqual([])
  })

  it('waits until the night is over, and an alarm does not', async () => {
    const { url, told } = await receiver()
    const { alerts, live } = await watch({ ...hook(url), quietHours: '22:00-07:00' })
    await live(hours(11))
    await live(minutes(10), low)
    await live(minutes(2), { ...low, ...leaking })
    await until(alerts, 1)
    await live(minutes(30))
    await until(alerts, 2)
    expect(told()).toEqual(['raised Cellar: water leak', 'ended Cellar: water leak – over'])
    // That the water was low at night is told in the morning.
    await clock.advance(hours(7.5))
    await until(alerts, 3)
    expect(told().at(-1)).toBe('ended Cellar: hot water is low – over')
  })

  it('is told no more when somebody knows, or wants to hear nothing for a while', async () => {
    const { url, told } = await receiver()
    const { alerts, live, journal } = await watch(hook(url))
    await live(minutes(1), leaking)
    await until(alerts, 1)
    const [alert] = await alerts.list()
    const later = new Date(clock.now() + hours(3))
    expect(await alerts.snooze(alert?.id ?? '', later, 'api token Kitchen')).toMatchObject({
      snoozedUntil: later.getTime(),
    })
    await live(minutes(179), leaking)
    expect(told()).toHaveLength(1)
    await live(minutes(1), leaking)
    await until(alerts, 2)
    expect(told()[1]).toBe('repeated Cellar: water leak')
    const known = await alerts.acknowledge(alert?.id ?? '', 'command line')
    expect(known).toMatchObject({ acknowledged: clock.now(), acknowledgedBy: 'command line' })
    await live(hours(5), leaking)
    expect(told()).toHaveLength(2)
    expect(journal.slice(1).map(({ data }) => [data?.event, data?.by])).toEqual([
      ['snoozed', 'api token Kitchen'],
      ['acknowledged', 'command line'],
    ])
    expect(await alerts.acknowledge('nothing', 'me')).toBeUndefined()
    expect(await store.alerts({})).toMatchObject([{ acknowledgedBy: 'command line', snoozedUntil: later.getTime() }])
  })

  it('is another one with another error code', async () => {
    const { alerts, live } = await watch()
    await live(minutes(1), { errorCode: 480, subErrorCode: 1 })
    await live(minutes(1), { errorCode: 596 })
    expect(await alerts.list({ open: true })).toMatchObject([
      { text: expect.stringContaining('E596'), since: noon + minutes(2) },
      { text: expect.stringContaining('E480') },
    ])
    // That the first will not come back is sure a while later.
    await live(minutes(15), { errorCode: 596 })
    expect(await alerts.list()).toMatchObject([
      { text: expect.stringContaining('E596') },
      { text: expect.stringContaining('E480'), ended: noon + minutes(2) },
    ])
  })

  it('is one for each code that comes and goes, and is told once', async () => {
    const { url, told } = await receiver()
    const { alerts, live } = await watch(hook(url))
    for (let passed = 0; passed < 30; passed++) {
      await live(minutes(1), { errorCode: 480, subErrorCode: 1 })
      await live(minutes(1), { errorCode: 480, subErrorCode: 2 })
    }
    await until(alerts, 2)
    expect(await alerts.list()).toHaveLength(2)
    await live(minutes(16))
    await until(alerts, 4)
    expect(told()).toEqual([
      ...Array(2).fill('raised Cellar: an error'),
      ...Array(2).fill('ended Cellar: an error – over'),
    ])
    await alerts.stop()
    expect(await store.memory('alerts')).toEqual({ states: {}, entries: [] })
  })

  it('that counts by the day is over at midnight, and nobody is told', async () => {
    const { url, told } = await receiver()
    const { alerts, live, journal } = await watch({ ...hook(url), rules: { 'elements-running': { enabled: false } } })
    await live(hours(9))
    await live(minutes(125), { currentInstPower: 4000 })
    await until(alerts, 1)
    await live(hours(2))
    expect(told()).toEqual(['raised Cellar: elements ran long today'])
    expect(await alerts.list()).toMatchObject([{ rule: 'elements-daily', ended: noon + hours(12), told: 1 }])
    expect(journal.at(-1)?.data).toMatchObject({ event: 'ended' })
  })

  it('goes only where its rule and its severity let it go', async () => {
    const [one, two] = [await receiver(), await receiver()]
    const { alerts, live } = await watch({
      channels: {
        one: { type: 'webhook', url: one.url, least: 'alarm' },
        two: { type: 'webhook', url: two.url },
      },
      rules: { leak: { channels: ['one'] } },
    })
    await live(minutes(7), { ...leaking, ...low })
    await expect.poll(() => alerts.channels.map(({ sent }) => sent)).toEqual([1, 1])
    expect([one.told(), two.told()]).toEqual([['raised Cellar: water leak'], ['raised Cellar: hot water is low']])
  })
})

describe('a heater and the way to it', () => {
  it('is offline, unless the link is down', async () => {
    const { alerts, world, live } = await watch()
    await live(minutes(1))
    world.presence = 'offline'
    await clock.advance(minutes(11))
    expect(await alerts.list()).toMatchObject([{ rule: 'heater-offline', heater: id }])
    world.presence = 'online'
    await live(minutes(4))
    expect(await alerts.list({ open: true })).toEqual([])
    world.presence = 'offline'
    world.link = 'waiting'
    await both(minutes(30))
    expect(await alerts.list({ open: true })).toMatchObject([{ rule: 'station-deaf', heater: undefined }])
    world.link = 'online'
    world.presence = 'online'
    await live(minutes(2))
    await wall.advance(minutes(1))
    await live(minutes(1))
    expect(await alerts.list({ open: true })).toEqual([])
  })

  it('was refused: that is told at once, with what to do, and once', async () => {
    const { alerts, world, live } = await watch()
    await live(minutes(1))
    world.state = 'refused'
    world.link = 'auth-failed'
    await both(minutes(1))
    const text =
      'The sign-in of account home was refused. Mend its e-mail or password and reload the station; where the password comes from the environment, restart it.'
    expect(await alerts.list()).toMatchObject([{ rule: 'account-refused', severity: 'warning', text }])
    await both(hours(1))
    expect(await alerts.list()).toHaveLength(1)
    world.state = 'ready'
    world.link = 'online'
    await live(minutes(1))
    expect(await alerts.list({ open: true })).toEqual([])
  })

  it('is heard though REST is down: there is nothing to tell', async () => {
    const { alerts, world, live } = await watch()
    await live(minutes(1))
    world.state = 'unreachable'
    for (let passed = 0; passed < 20; passed++) {
      await wall.advance(minutes(1))
      await live(minutes(1))
    }
    expect(await alerts.list()).toEqual([])
  })

  it('is silent though the link is open', async () => {
    const { alerts, live } = await watch()
    await live(minutes(1))
    await both(minutes(17))
    expect(await alerts.list()).toMatchObject([
      { rule: 'station-deaf', text: expect.stringContaining('Nothing was heard from account home') },
    ])
  })

  it('is watched no more: its alerts end, and nobody is told', async () => {
    const { url, told } = await receiver()
    const { alerts, world, live } = await watch(hook(url))
    await live(minutes(1), leaking)
    await until(alerts, 1)
    world.heaters = false
    await clock.advance(minutes(1))
    expect(await alerts.list({ open: true })).toEqual([])
    expect(told()).toHaveLength(1)
  })
})

describe('a clock that was set', () => {
  const heats = { currentInstPower: 4000 }

  it('back delays no alert by more than its hold', async () => {
    const { alerts, live } = await watch({ rules: { 'elements-running': { hold: '30m' } } })
    await live(minutes(5), heats)
    clock.step(-hours(6))
    await live(minutes(31), heats)
    expect(await alerts.list()).toMatchObject([{ rule: 'elements-running', since: noon + minutes(6) - hours(6) }])
  })

  it('a year ahead and right again leaves nothing that waits for that year', async () => {
    const { url } = await receiver()
    const energy: AlertsOptions['history']['energy'] = async () => {
      asked++
      return []
    }
    let asked = 0
    const rules = { leak: { repeat: '1h' }, 'never-hot': { enabled: false } }
    const { alerts, live } = await watch(
      { ...hook(url), rules },
      { history: { chart: async () => ({ at: [], series: {} }) as never, energy } },
    )
    await live(minutes(2), heats)
    clock.step(days(365))
    await live(minutes(2), { ...heats, ...leaking })
    await until(alerts, 1)
    clock.step(-days(365))
    asked = 0
    await live(minutes(1), { ...heats, ...leaking })
    const [leak] = await alerts.list({ open: true })
    expect(leak).toMatchObject({ rule: 'leak', since: clock.now(), toldAt: clock.now() })
    await live(minutes(121), { ...heats, ...leaking })
    await until(alerts, 5)
    expect(asked).toBeGreaterThan(7)
    expect((await alerts.list({ open: true })).map(({ rule }) => rule).sort()).toEqual([
      'elements-daily',
      'elements-running',
      'leak',
    ])
  })

  it('back while the station was off is noticed at its start', async () => {
    const { url } = await receiver()
    const first = await watch({ ...hook(url), rules: { leak: { repeat: '1h' } } })
    await first.live(minutes(2), leaking)
    await until(first.alerts, 1)
    await first.alerts.stop()
    clock.step(-days(1))
    const second = await watch({ ...hook(url), rules: { leak: { repeat: '1h' } } })
    await second.live(minutes(59), leaking)
    expect(second.alerts.channels[0]?.sent).toBe(0)
    await second.live(minutes(2), leaking)
    await until(second.alerts, 1)
  })

  it('back hides no silence', async () => {
    const { alerts, live } = await watch()
    await live(minutes(1))
    clock.step(-hours(6))
    await both(minutes(17))
    expect((await alerts.list()).map(({ rule }) => rule)).toEqual(['station-deaf'])
  })
})

describe('the memory', () => {
  it('survives a restart: what is open stays open, nothing is told twice, and holds go on', async () => {
    const { url, told } = await receiver()
    const first = await watch(hook(url))
    await first.live(minutes(3), { ...leaking, ...low })
    await until(first.alerts, 1)
    await first.alerts.stop()
    await clock.advance(minutes(3))
    const second = await watch(hook(url))
    // No heater is known yet.
    second.world.heaters = false
    second.world.state = 'signing-in'
    await clock.advance(minutes(1))
    second.world.heaters = true
    second.world.state = 'ready'
    await second.live(minutes(1), { ...leaking, ...low })
    await until(second.alerts, 1)
    expect(told()).toEqual(['raised Cellar: water leak', 'raised Cellar: hot water is low'])
    expect(await second.alerts.list({ open: true })).toMatchObject([
      { since: noon + minutes(1) },
      { since: noon + minutes(1) },
    ])
    await second.live(minutes(12))
    await until(second.alerts, 3)
    expect(await second.alerts.list({ open: true })).toEqual([])
  })

  it('survives a crash', async () => {
    const { url, told } = await receiver()
    const first = await watch(hook(url))
    await first.live(minutes(1), leaking)
    await until(first.alerts, 1)
    await expect.poll(() => store.memory('alerts.letters')).toEqual({})
    // Dropped as it is, with its clocks.
    const [dropped] = opened.splice(0)
    closers.push(() => dropped?.stop())
    clock = manualClock(clock.now() + minutes(1))
    wall = manualClock(wall.now() + minutes(1))
    const second = await watch(hook(url))
    await second.live(minutes(30), leaking)
    expect(told()).toEqual(['raised Cellar: water leak'])
    expect(await store.alerts({})).toHaveLength(1)
  })

  it('keeps what could not be sent, over a restart too', async () => {
    const { url, told, refuse, next } = await receiver()
    refuse(true)
    const first = await watch(hook(url))
    const refused = next()
    first.say(leaking)
    await refused
    await expect.poll(() => first.alerts.channels[0]).toMatchObject({ failures: 1, waiting: 1, sent: 0 })
    // One that fails keeps nothing from being looked at.
    await first.live(minutes(1), { ...leaking, errorCode: 96 })
    expect(await first.alerts.list()).toHaveLength(2)
    await first.alerts.stop()
    refuse(false)
    const second = await watch(hook(url))
    await until(second.alerts, 2)
    expect(told()).toEqual(['raised Cellar: water leak', 'raised Cellar: an error'])
  })

  it('waits for a store that takes nothing, and warns meanwhile', async () => {
    const { url, told } = await receiver()
    const { write } = store
    const state = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(store), 'state')
    const { alerts, live } = await watch(hook(url))
    store.write = async () => {
      throw new StoreError('full', 'The disk is full.')
    }
    Object.defineProperty(store, 'state', { get: () => 'full', configurable: true })
    await live(minutes(2), leaking)
    await until(alerts, 1)
    await wall.advance(minutes(2))
    await live(minutes(1), leaking)
    await until(alerts, 2)
    expect(told().sort()).toEqual(['raised Cellar: water leak', 'raised Station: nothing is recorded'])
    expect(await alerts.list({ open: true })).toHaveLength(2)
    expect(await store.alerts({})).toEqual([])
    store.write = write
    Object.defineProperty(store, 'state', { ...state, configurable: true })
    await live(minutes(1), leaking)
    await expect.poll(() => store.alerts({})).toHaveLength(2)
  })

  it('asks the record when the tank was hot, and what a day usually takes', async () => {
    const day = (n: number, heatPumpEnergy: number) => ({
      heater: id,
      day: new Date(noon - days(n)).toISOString().slice(0, 10),
      heatPumpEnergy,
      elementEnergy: 0,
      otherEnergy: 0,
      observed: 86_400,
      unobserved: 0,
    })
    const asked: string[] = []
    const { alerts, live } = await watch(
      {},
      {
        history: {
          chart: async () =>
            ({
              at: [noon - days(40), noon - days(20), noon - days(1)],
              series: {
                tankUpperTemperature: { mean: [], min: [], max: [50, 61, 55] },
                tankLowerTemperature: { mean: [], min: [], max: [null, 40, 40] },
              },
            }) as never,
          energy: async ({ from }) => {
            asked.push(from ?? '')
            return [...[1, 2, 3, 4, 5, 6, 7, 8].map(n => day(n, 2000)), day(0, 5000)]
          },
        },
      },
    )
    await live(minutes(3))
    expect(new Set(asked)).toEqual(new Set(['2025-08-29']))
    expect((await alerts.list()).map(({ rule, text }) => [rule, text.split('.')[0]])).toEqual(
      expect.arrayContaining([
        ['never-hot', expect.stringContaining('The tank was not seen at 60')],
        ['energy-unusual', 'It has used 5'],
      ]),
    )
  })
})

describe('the config', () => {
  it('may change while it runs: waiting messages stay, a rule that is switched off is over in silence', async () => {
    const { url, told, refuse, next } = await receiver()
    const { alerts, live, journal } = await watch({
      channels: { hook: { type: 'webhook', url: 'http://127.0.0.1:2/' } },
    })
    await live(minutes(1), leaking)
    await expect.poll(() => alerts.channels[0]?.problem).toContain('ECONNREFUSED')
    refuse(false)
    const arrived = next()
    alerts.reconfigure(alertsConfig.parse({ ...hook(url), rules: { leak: { enabled: false } } }))
    await arrived
    await until(alerts, 1)
    await clock.settle()
    expect(told()).toEqual(['raised Cellar: water leak'])
    expect(await alerts.list({ open: true })).toEqual([])
    expect(journal.at(-1)?.data).toMatchObject({ event: 'dropped' })
    expect(alerts.rules.find(({ name }) => name === 'leak')?.enabled).toBe(false)
  })

  it('is tried out with a test message', async () => {
    const { url, told } = await receiver()
    const { alerts } = await watch({
      channels: { hook: { type: 'webhook', url }, broken: { type: 'webhook', url: 'http://127.0.0.1:2/' } },
    })
    expect(await alerts.test()).toEqual([
      { channel: 'hook', sent: true },
      { channel: 'broken', sent: false, problem: '127.0.0.1:2 could not be reached: ECONNREFUSED.' },
    ])
    expect(await alerts.test('pigeon')).toEqual([
      { channel: 'pigeon', sent: false, problem: 'There is no such channel; there are: hook, broken.' },
    ])
    expect(told()).toEqual(['test Station: a test'])
  })
})

it('lets a channel that hangs hold nobody up, not even its own end', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close().closeAllConnections())
  const { url, told } = await receiver()
  const { alerts, live } = await watch({
    channels: {
      hangs: { type: 'webhook', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
      hook: { type: 'webhook', url },
    },
  })
  await live(minutes(1), leaking)
  await live(minutes(1), { ...leaking, errorCode: 96 })
  await expect.poll(told).toEqual(['raised Cellar: water leak', 'raised Cellar: an error'])
  expect(alerts.channels).toMatchObject([{ waiting: 2, sent: 0 }, {}])
  const stopped = alerts.stop()
  await wall.advance(seconds(2))
  await stopped
  expect(await store.memory('alerts.letters')).toMatchObject({ hangs: [{ attempts: 1 }, { attempts: 0 }] })
})
