import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type FaultName, faultKinds, faultNames, settingsOf } from './fault-kinds.ts'
import { cloudClock, Faults } from './faults.ts'

const setUp = (...chances: number[]) => {
  const clock = manualClock()
  return { clock, faults: new Faults(clock, () => chances.shift() ?? 0) }
}

describe('a fault', () => {
  it('strikes only while it is on', () => {
    const { faults } = setUp()
    expect(faults.strike('upgrade-403')).toBeUndefined()
    const off = faults.on('upgrade-403')
    for (let i = 0; i < 3; i++) expect(faults.strike('upgrade-403')).toEqual({})
    expect(faults.strike('upgrade-hang')).toBeUndefined()
    off()
    off()
    expect(faults.strike('upgrade-403')).toBeUndefined()
  })

  it('is over when its count is used up', () => {
    const { faults } = setUp()
    faults.on('puback-missing', { count: 2 })
    expect(faults.list()).toMatchObject([{ name: 'puback-missing', struck: 0, countLeft: 2, timeLeft: undefined }])
    expect(faults.strike('puback-missing')).toEqual({ count: 2 })
    expect(faults.list()).toMatchObject([{ struck: 1, countLeft: 1 }])
    expect(faults.strike('puback-missing')).toBeDefined()
    expect(faults.list()).toEqual([])
    expect(faults.strike('puback-missing')).toBeUndefined()
  })

  it('is over when its time is', async () => {
    const { clock, faults } = setUp()
    faults.on('rest-hang', { duration: seconds(30), count: 5 })
    await clock.advance(seconds(29))
    expect(faults.list()).toMatchObject([{ timeLeft: seconds(1), countLeft: 5 }])
    await clock.advance(seconds(1))
    expect(faults.strike('rest-hang')).toBeUndefined()
    expect(clock.pending).toBe(0)
  })

  it('strikes by chance, and using nothing up when it does not', () => {
    const { faults } = setUp(0.2, 0.3, 0.29)
    faults.on('deliver-twice', { probability: 0.3, count: 2 })
    expect([1, 2, 3].map(() => faults.strike('deliver-twice') !== undefined)).toEqual([true, false, true])
    expect(faults.list()).toEqual([])
  })

  it.each([
    ['puback-missing', { clientId: 'a' }, { clientId: 'a', topic: 'x' }, { clientId: 'b', topic: 'x' }],
    ['heater-deaf', { macAddress: '024e57500500' }, { macAddress: '024e57500500' }, { macAddress: '024e57500501' }],
    ['rest-5xx', { call: 'POST /device/list' }, { call: 'POST /device/list' }, { call: 'POST /device/info' }],
    ['publish-denied', { filter: 'cmd/+/x/#' }, { topic: 'cmd/52/x/st' }, { topic: 'cmd/52/x' }],
    ['subscribe-denied', { filter: 'cmd/52/x/#' }, { topic: 'cmd/52/x/#' }, { topic: 'evt/52/x/#' }],
    ['suback-missing', { filter: 'a', clientId: 'b' }, { topic: 'a', clientId: 'b' }, { topic: 'a' }],
  ] as const)('%s with %j strikes where it fits', (name, scope, fits, other) => {
    const { faults } = setUp()
    faults.on(name, { ...scope, count: 1 })
    expect(faults.strike(name, other)).toBeUndefined()
    expect(faults.strike(name)).toBeUndefined()
    expect(faults.strike(name, fits)).toMatchObject(scope)
    expect(faults.strike(name, fits)).toBeUndefined()
  })

  it('may be on for two, and is switched off for one or for both', () => {
    const { faults } = setUp()
    const off = faults.on('silence', { clientId: 'a' })
    faults.on('silence', { clientId: 'b' })
    faults.on('storm')
    off()
    expect(faults.list().map(({ settings }) => settings.clientId)).toEqual(['b', undefined])
    faults.off('silence')
    expect(faults.list().map(({ name }) => name)).toEqual(['storm'])
    faults.off()
    expect(faults.list()).toEqual([])
  })

  it('brings its defaults, which what is set replaces', () => {
    const { faults } = setUp()
    faults.on('suback-late', { count: 1 })
    expect(faults.strike('suback-late')).toEqual({ count: 1, delay: seconds(5) })
    faults.on('heater-refuses', { code: 7 })
    expect(faults.strike('heater-refuses')).toEqual({ code: 7 })
  })
})

describe('who listens', () => {
  const heard = (faults: Faults) => {
    const told: (readonly [string, boolean, object])[] = []
    return { told, stop: faults.onSwitch((...what) => told.push(what)) }
  }

  it('hears what acts at once, which is not kept', () => {
    const { faults } = setUp()
    const { told, stop } = heard(faults)
    faults.on('kick', { clientId: 'a', count: 2 })()
    faults.on('backlog')
    expect(told).toEqual([
      ['kick', true, { clientId: 'a', count: 2 }],
      ['backlog', true, { count: 100 }],
    ])
    expect(faults.list()).toEqual([])
    stop()
    faults.on('drop')
    expect(told).toHaveLength(2)
  })

  it('hears a state begin and end, whatever ends it, and sees it as it is then', async () => {
    const { clock, faults } = setUp()
    const told: boolean[] = []
    faults.onSwitch((name, on) => told.push(on, faults.holds(name) !== undefined))
    faults.on('maintenance', { duration: minutes(1) })
    await clock.advance(minutes(1))
    faults.on('maintenance')()
    faults.on('storm', { count: 1 })
    faults.strike('storm')
    expect(told).toEqual([true, true, false, false, true, true, false, false, true, true, false, false])
  })
})

it('close() leaves no timer and no listener, and may come twice', () => {
  const { clock, faults } = setUp()
  faults.onSwitch(() => expect.unreachable())
  faults.close()
  faults.on('rest-hang', { duration: seconds(30) })
  faults.on('drop')
  expect([clock.pending, faults.list(), faults.strike('rest-hang')]).toEqual([0, [], undefined])
  const other = setUp()
  other.faults.on('rest-hang', { duration: seconds(30) })
  other.faults.close()
  other.faults.close()
  expect(other.clock.pending).toBe(0)
})

describe('what makes no sense is refused in a sentence', () => {
  const on = (name: string, settings: object) => () => setUp().faults.on(name as FaultName, settings)

  it.each([
    ['earthquake', {}, /^There is no fault called "earthquake"; there are upgrade-403, .*, old-firmware\.$/],
    ['toString', {}, /^There is no fault called "toString"/],
    ['kick', { duration: 1 }, /^kick doesn't take "duration"; it takes count, clientId\.$/],
    [
      'upgrade-403',
      { clientId: 'a' },
      /^upgrade-403 doesn't take "clientId"; it takes count, duration, probability\.$/,
    ],
    ['maintenance', { count: 1 }, /it takes duration\.$/],
    ['rest-5xx', { cuont: 1 }, /"cuont"; it takes count, duration, probability, call, code\.$/],
    ['storm', { count: 0 }, /^The count of storm must be a whole number from 1\.$/],
    ['storm', { count: '3' }, /whole number/],
    ['storm', { duration: 0 }, /above zero/],
    ['storm', { probability: 1.1 }, /at most 1/],
    ['skewed-clock', { skew: 0 }, /other than none/],
    ['heater-deaf', { macAddress: '02:4e:57:50:05:00' }, /twelve lower-case hex digits/],
    ['silence', { clientId: '' }, /not empty/],
    ['rest-5xx', { call: '/device/list' }, /such as POST \/device\/list\.$/],
    ['rest-5xx', { code: -1 }, /whole number from 0/],
  ])('%s with %j', (name, settings, sentence) => {
    expect(on(name, settings)).toThrow(RangeError)
    expect(on(name, settings)).toThrow(sentence)
  })

  it('off with a name that there is not', () => {
    expect(() => setUp().faults.off('earthquake' as FaultName)).toThrow(RangeError)
  })
})

it('every kind says in a sentence what it does, and takes its own defaults', () => {
  for (const name of faultNames) {
    const { says, ...kind } = faultKinds[name]
    expect(says).toMatch(/^[A-Z].*\.$/)
    const defaults = 'defaults' in kind ? kind.defaults : {}
    for (const setting of Object.keys(defaults)) expect(settingsOf(name)).toContain(setting)
    setUp().faults.on(name)
  }
})

it('the clock of the cloud is off while its clock is skewed, and its spans are not', async () => {
  const { clock, faults } = setUp()
  const cloud = cloudClock(faults, clock)
  expect(cloud.now()).toBe(clock.now())
  faults.on('skewed-clock', { skew: minutes(-7) })
  expect(cloud.now()).toBe(clock.now() - minutes(7))
  let rang = 0
  cloud.after(seconds(1), () => rang++)
  cloud.every(seconds(1), () => rang++)
  await clock.advance(seconds(2))
  expect(rang).toBe(3)
  faults.off()
  expect(cloud.now()).toBe(clock.now())
})
