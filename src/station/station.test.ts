import { afterEach, describe, expect, it } from 'vitest'
import type { NaviLinkClient } from '#heater/client'
import { AuthenticationError, ConnectionError, UnsupportedError } from '#schema/errors'
import { hours, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { TestHeater } from '../../test/fixtures/test-heater.ts'
import { alertsConfig } from './alerts/alerts-config.ts'
import { heaterId } from './heater-id.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import { Station } from './station.ts'
import type { AccountSetting } from './station-account.ts'
import { openStore } from './store/sqlite/open-store.ts'
import type { Store } from './store/store.ts'
import { StoreError } from './store/store-error.ts'

const start = Date.UTC(2026, 10, 21, 12)
const macs = { Cellar: '0123456789ab', Attic: '0123456789cd' }

/** A client of an account: what its list says, or why there is none. */
function clientOf(devices: () => readonly TestHeater[]): NaviLinkClient {
  const link = { state: 'online', on: () => {}, off: () => {} }
  const list = async () => devices().map(({ device }) => device)
  return { link, devices: list, close: async () => {} } as unknown as NaviLinkClient
}

class Bench {
  readonly clock = manualClock(start)
  readonly cellar = this.heater('Cellar')
  readonly attic = this.heater('Attic')
  readonly store: Store
  readonly station: Station
  refuses: () => Error | undefined = () => undefined

  constructor(store: Store, accounts: (bench: Bench) => readonly AccountSetting[]) {
    const write: Store['write'] = async batch => {
      const refusal = this.refuses()
      if (refusal) throw refusal
      return store.write(batch)
    }
    this.store = new Proxy(store, {
      get: (target, key) => {
        if (key === 'write') return write
        const value = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    this.station = new Station({
      accounts: accounts(this),
      alerts: alertsConfig.parse({}),
      readOnly: false,
      store: this.store,
      clock: this.clock,
      wallClock: this.clock,
      random: () => 0.5,
      logger: silentLogger,
      version: '1',
    })
  }

  heater(name: keyof typeof macs): TestHeater {
    return new TestHeater({ clock: this.clock, record: { macAddress: macs[name], deviceName: name } })
  }

  async reload(accounts: readonly AccountSetting[], changes?: readonly string[]): Promise<void> {
    const done = this.station.reconfigure({ accounts, alerts: alertsConfig.parse({}), readOnly: false, changes })
    await this.clock.settle()
    await done
  }

  async texts(...kinds: JournalEntry['kind'][]): Promise<string[]> {
    await this.clock.settle()
    const entries = await this.station.journal.read({ limit: 1000, kinds })
    return entries.map(({ text }) => text).toReversed()
  }

  get watched(): string[] {
    return this.station.heaters.map(({ name, account }) => `${account}/${name}`)
  }
}

const account = (client: NaviLinkClient, over: Partial<AccountSetting> = {}): AccountSetting => ({
  name: 'home',
  client,
  timeZone: 'UTC',
  interval: minutes(1),
  ...over,
})

const open: Bench[] = []
async function bench(accounts: (bench: Bench) => readonly AccountSetting[]): Promise<Bench> {
  const made = new Bench(await openStore(':memory:', { logger: silentLogger }), accounts)
  open.push(made)
  await made.station.start()
  await made.clock.advance(minutes(2))
  return made
}
afterEach(async () => {
  for (const { station, cellar, attic, clock } of open.splice(0)) {
    for (const heater of [cellar, attic]) heater.close()
    await station.close()
    expect(clock.pending).toBe(0)
  }
})

describe('a reload', () => {
  it('leaves heaters alone of which nothing changed, and says what did', async () => {
    let client!: NaviLinkClient
    const it = await bench(({ cellar, attic }) => {
      client = clientOf(() => [cellar, attic])
      return [account(client)]
    })
    const [cellar, attic] = it.station.heaters
    const asked = it.cellar.sent('status').length
    const heaters = [{ match: 'Cellar' }, { match: 'Attic', interval: minutes(5), name: 'Roof' }]
    await it.reload([account(client, { heaters })], ['interval of Attic'])
    expect(it.station.heaters[0]).toBe(cellar)
    expect(it.station.heaters[1]).not.toBe(attic)
    expect(it.station.heaters[1]).toMatchObject({ name: 'Roof', interval: minutes(5) })
    await it.clock.advance(seconds(10))
    expect(it.cellar.sent('status')).toHaveLength(asked)
    expect(cellar?.samples).toBeGreaterThan(2)
    expect((await it.texts('station')).at(-1)).toBe('The station took over a changed config: interval of Attic.')
    expect((await it.store.heaters()).map(({ name }) => name)).toEqual(['Cellar', 'Roof'])
  })

  it('that leaves a heater out and brings it back makes a gap that says so', async () => {
    let client!: NaviLinkClient
    const it = await bench(({ cellar, attic }) => {
      client = clientOf(() => [cellar, attic])
      return [account(client)]
    })
    await it.reload([account(client, { heaters: [{ match: 'Cellar' }] })])
    expect(it.watched).toEqual(['home/Cellar'])
    await it.clock.advance(minutes(10))
    await it.reload([account(client)])
    await it.clock.advance(minutes(2))
    const heater = heaterId(macs.Attic)
    expect(await it.store.gaps({})).toMatchObject([{ heater, cause: 'not-watched', until: expect.any(Number) }])
  })
})

describe('an account', () => {
  it('that shares a heater with another has it watched once, and says so once', async () => {
    const it = await bench(({ cellar, attic }) => [
      account(clientOf(() => [cellar, attic])),
      account(
        clientOf(() => [cellar]),
        { name: 'partner' },
      ),
    ])
    expect(it.watched).toEqual(['home/Cellar', 'home/Attic'])
    await it.clock.advance(hours(3))
    expect(await it.texts('station')).toEqual([
      'The station 1 started.',
      'The heater is in account partner too; it is watched in account home only.',
    ])
  })

  it('loses a heater that two lists leave out, and has it again when it returns', async () => {
    let there = true
    const it = await bench(({ cellar, attic }) => [account(clientOf(() => (there ? [cellar, attic] : [cellar])))])
    there = false
    await it.clock.advance(hours(1))
    expect(it.watched).toEqual(['home/Cellar', 'home/Attic'])
    await it.clock.advance(hours(2))
    expect(it.watched).toEqual(['home/Cellar'])
    there = true
    await it.clock.advance(hours(1))
    expect(it.watched).toEqual(['home/Cellar', 'home/Attic'])
    expect(await it.texts('presence')).toEqual([
      'The heater is not in account home any more, and is watched no longer.',
      'The heater is in account home again, and is watched.',
    ])
    expect(await it.store.gaps({})).toMatchObject([{ cause: 'not-watched' }])
  })

  it('hears which name of the config no heater has, without its MAC address', async () => {
    const it = await bench(({ cellar, attic }) => [
      account(
        clientOf(() => [cellar, attic]),
        { heaters: [{ match: 'Celar' }, { match: '0123456789ef' }] },
      ),
    ])
    await it.clock.advance(hours(2))
    expect((await it.texts('station')).slice(1)).toEqual([
      'The config names «Celar», which is no heater of account home: it has Cellar, Attic.',
      'The config names «‹mac›», which is no heater of account home: it has Cellar, Attic.',
    ])
  })

  it('that is refused is told with what to do, and trouble of the cloud once with its end', async () => {
    let trouble: Error | undefined = new ConnectionError('The cloud is away.')
    const it = await bench(({ cellar }) => [
      account(
        clientOf(() => {
          if (trouble) throw trouble
          return [cellar]
        }),
      ),
    ])
    await it.clock.advance(minutes(20))
    trouble = undefined
    await it.clock.advance(minutes(10))
    trouble = new AuthenticationError('The password of owner@example.com was refused.')
    await it.clock.advance(hours(2))
    expect(await it.texts('link')).toEqual([
      'Account home can’t be listed at the moment, and is tried again: The cloud is away.',
      expect.stringMatching(/^Account home is there again after 2\d min/),
      expect.stringMatching(/refused, and is not tried again: The password of ‹email› was refused\. Mend its e-mail/),
    ])
    expect(it.station.accounts[0]?.state).toBe('refused')
  })
})

it('enters a heater into the store as soon as that takes something', async () => {
  const it = await bench(() => [])
  it.refuses = () => new StoreError('full', 'The disk is full.')
  await it.reload([account(clientOf(() => [it.cellar]))])
  await it.clock.advance(minutes(3))
  expect(await it.store.heaters()).toEqual([])
  it.refuses = () => undefined
  await it.clock.advance(minutes(1))
  expect(await it.store.heaters()).toMatchObject([{ name: 'Cellar', timeZone: 'UTC', account: 'home' }])
})

it('knows a heater that it had no time to ask from one that is silent', async () => {
  const it = await bench(({ cellar, attic }) => [account(clientOf(() => [cellar, attic]))])
  // The messages of one wait for room, and the other takes them and says nothing.
  it.cellar.link.gateway = () => new Promise(() => {})
  it.attic.reacts = () => {}
  await it.clock.advance(minutes(3))
  const causes = new Map((await it.store.gaps({})).map(({ heater, cause }) => [heater, cause]))
  expect([causes.get(heaterId(macs.Cellar)), causes.get(heaterId(macs.Attic))]).toEqual(['not-asked', 'heater-silent'])
  const [cellar] = it.station.heaters
  expect([cellar?.missed, cellar?.device.presence]).toEqual([2, 'online'])
})

it('says of a deed that it refused itself that it was not sent', async () => {
  const it = await bench(({ cellar }) => [account(clientOf(() => [cellar]))])
  const [heater] = it.station.heaters
  if (!heater) throw new Error('There is no heater.')
  const deed = { heater, by: 'api token Kitchen', command: 'dhwTemperature', value: 99 }
  const refused = [new RangeError('35 to 65.5 °C.'), new UnsupportedError('It can’t.'), new ConnectionError('Gone.')]
  for (const error of refused) await it.station.act(deed, () => Promise.reject(error)).catch(() => {})
  expect(await it.texts('command')).toEqual([
    '«set temperature 99 °C», for api token Kitchen: not sent. 35 to 65.5 °C.',
    '«set temperature 99 °C», for api token Kitchen: not sent. It can’t.',
    '«set temperature 99 °C», for api token Kitchen: failed after 0 s. Gone.',
  ])
})
