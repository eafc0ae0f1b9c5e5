/** What a heater's own schedules do, minute by minute; evidence as in the rules of its controller. */
import { describe, expect, it } from 'vitest'
import type { Reservation } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import { chooseMode, powerOff, setPeak } from '../controller/writes.ts'
import { asked, initialMachine, type Machine } from '../machine.ts'
import { followPlans } from './follow.ts'
import { LocalTime } from './local-time.ts'

const time = new LocalTime('UTC')
/** A Monday, 7:00. */
const seven = Date.UTC(2026, 0, 5, 7) / 1000
const weekday = ['mon', 'tue', 'wed', 'thu', 'fri'] as const

const entry = (changed: Partial<Reservation> = {}): Reservation => ({
  enabled: true,
  days: ['mon'],
  time: '07:00',
  mode: 'energy-saver',
  temperature: 58,
  ...changed,
})
const at = (machine: Machine, moment: number, ...entries: Reservation[]) =>
  followPlans({ time, reservations: { enabled: true, entries } })(machine, moment)
const shown = ({ controller: { settings } }: Machine) => [settings.mode, settings.setpoint, settings.held?.mode]

const begun = initialMachine({ setpoint: 55, upper: 54.9, lower: 54 })
const off = asked(begun, powerOff)
const inWindow = asked(begun, setPeak, true)
const saving = asked(asked(begun, chooseMode, 'energy-saver'), setPeak, true)

describe('a reservation', () => {
  it.each([
    ['sets the setpoint, then the mode, in its minute', begun, entry(), 0, ['energy-saver', 58, undefined]],
    ['not in the one before', begun, entry(), -60, ['heat-pump', 55, undefined]],
    ['nor in the one after: what was missed is skipped', begun, entry(), 60, ['heat-pump', 55, undefined]],
    ['nor within it', begun, entry(), 30, ['heat-pump', 55, undefined]],
    ['nor on another day', begun, entry({ days: ['tue'] }), 0, ['heat-pump', 55, undefined]],
    ['nor when it is disabled', begun, entry({ enabled: false }), 0, ['heat-pump', 55, undefined]],
    ['switches a heater on that is off [P, 2 runs]', off, entry(), 0, ['energy-saver', 58, undefined]],
    ['switches it off', begun, entry({ mode: 'off' }), 0, ['off', 55, undefined]],
    ['lands its setpoint in a window, and its mode waits', inWindow, entry(), 0, ['heat-pump', 58, 'energy-saver']],
    ['so does one of heat pump', saving, entry({ mode: 'heat-pump' }), 0, ['energy-saver', 58, 'heat-pump']],
    ['of a mode that nobody knows is none', begun, entry({ mode: 'unknown-9' }), 0, ['heat-pump', 55, undefined]],
  ] as const)('%s', (_, machine, reservation, later, after) => {
    expect(shown(at(machine, seven + later, reservation))).toEqual(after)
  })

  it('that repeats the present state does nothing [P]', () => {
    expect(at(begun, seven, entry({ mode: 'heat-pump', temperature: 55 }))).toBe(begun)
  })

  it('is skipped on vacation', () => {
    const away = asked(begun, chooseMode, 'vacation', 3)
    expect(at(away, seven, entry(), entry({ mode: 'off' }))).toBe(away)
  })

  it('goes before a later one of the same minute', () => {
    expect(shown(at(begun, seven, entry(), entry({ mode: 'high-demand', temperature: 50 })))).toEqual([
      'high-demand',
      50,
      undefined,
    ])
  })
})

describe('a time-of-use plan', () => {
  const period = (start: string, end: string, price: string) => ({
    months: [1],
    days: [...weekday],
    start,
    end,
    priceMin: price,
    priceMax: price,
  })
  const tou = {
    enabled: true,
    periods: [period('00:00', '06:59', '0.2'), period('07:00', '08:59', '0.5'), period('09:00', '23:59', '0.3')],
  } as unknown as TouSchedule
  const follow = followPlans({ time, tou })
  const peakAt = (moment: number) => follow(begun, moment).controller.settings.peak

  it('is in force while its dearest price is, by the heater’s own clock', () => {
    expect([-60, 0, 7140, 7200].map(later => peakAt(seven + later))).toEqual([false, true, true, false])
    // On a Sunday it has no period.
    expect(peakAt(seven - 86_400)).toBe(false)
  })

  it('leaves the machine alone where nothing changes', () => {
    expect(follow(begun, seven - 60)).toBe(begun)
    expect(follow(inWindow, seven)).toBe(inWindow)
  })

  it('is looked at before the reservations of the minute', () => {
    const both = followPlans({ time, tou, reservations: { enabled: true, entries: [entry()] } })
    expect(shown(both(begun, seven))).toEqual(['heat-pump', 58, 'energy-saver'])
  })
})

it('minute by minute, plans do what they do when each minute is looked at alone, also where clocks are changed', () => {
  const newYork = new LocalTime('America/New_York')
  const every = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
  const period = (
    months: readonly number[],
    days: readonly (typeof every)[number][],
    start: string,
    price: string,
  ) => ({
    ...{ months, days, start, end: '23:59', priceMin: price, priceMax: price },
  })
  const plans = {
    time: newYork,
    tou: {
      enabled: true,
      periods: [
        { ...period([10, 11], every, '00:00', '0.2'), end: '15:44' },
        { ...period([10, 11], weekday, '15:45', '0.5'), end: '20:59' },
        period([11], ['sat'], '01:30', '0.5'),
      ],
    } as unknown as TouSchedule,
    reservations: {
      enabled: true,
      entries: [
        entry({ days: [...every], time: '01:30', mode: 'electric', temperature: 45 }),
        entry({ days: [...every], time: '12:00', mode: 'heat-pump', temperature: 58 }),
      ],
    },
  }
  const follow = followPlans(plans)
  let [lived, looked] = [begun, begun]
  let windows = 0
  // From the last Saturday of October over the end of summer time on 1 November.
  const from = Date.UTC(2026, 9, 31, 4) / 1000
  for (let minute = 0; minute < 9 * 1440; minute++) {
    const moment = from + minute * 60
    const before = lived.controller.settings.peak
    lived = follow(lived, moment)
    looked = followPlans(plans)(looked, moment)
    expect(lived.controller.settings).toEqual(looked.controller.settings)
    if (lived.controller.settings.peak && !before) windows++
  }
  expect(windows).toBe(6)
})
