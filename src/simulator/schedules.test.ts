/** Schedules that steer a simulated heater by its own clock and calendar, over days and over the ends of summer time. */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Reservation } from '#schema/reservation'
import type { TouPeriod } from '#schema/tou'
import type { Weekday } from '#schema/weekdays'
import { type Duration, days, hours, minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type HeaterOptions, type SimulatedHeater, startSimulator } from './index.ts'

/** A Monday. */
const monday = Date.UTC(2026, 0, 5)
const everyDay: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const weekdays = everyDay.slice(0, 5)

async function setUp(heater: HeaterOptions = {}, start = monday) {
  const clock = manualClock(start)
  const simulator = await startSimulator({ clock, heaters: [{ household: 'nobody', past: 'none', ...heater }] })
  onTestFinished(() => simulator.close())
  const [tank] = simulator.heaters
  if (tank === undefined) throw new Error('There is no heater.')
  /** Passes time; the heater lives through each minute of it. */
  const pass = (span: Duration): SimulatedHeater['machine']['controller']['settings'] => {
    clock.step(span)
    return tank.machine.controller.settings
  }
  /** The moments at which something of it became different, within a span, to the minute. */
  const turns = <Value>(span: Duration, look: (heater: SimulatedHeater) => Value): [string, Value][] => {
    const seen: [string, Value][] = []
    let last = look(tank)
    for (let passed = 0; passed < span; passed += minutes(1)) {
      clock.step(minutes(1))
      const now = look(tank)
      if (now !== last) seen.push([new Date(clock.now()).toISOString().slice(5, 16), now])
      last = now
    }
    return seen
  }
  return { clock, tank, pass, turns }
}

const at = (time: string, rest: Partial<Reservation> = {}): Reservation => ({
  ...{ enabled: true, days: everyDay, time, mode: 'heat-pump' },
  ...rest,
})
const schedule = (...entries: Reservation[]) => ({ enabled: true, entries })
const setpoint = ({ machine }: SimulatedHeater) => machine.controller.settings.setpoint
const mode = ({ machine }: SimulatedHeater) => machine.controller.settings.mode

describe('a reservation', () => {
  it('falls due on its minute, on its days, again and again: setpoint and mode', async () => {
    const { turns } = await setUp({
      reservations: schedule(
        at('06:30', { days: weekdays, mode: 'energy-saver', temperature: 60 }),
        at('22:00', { days: ['mon', 'thu'], mode: 'heat-pump', temperature: 45.5 }),
      ),
    })
    expect(turns(days(4), heater => `${mode(heater)} ${setpoint(heater)}`)).toEqual([
      ['01-05T06:30', 'energy-saver 60'],
      ['01-05T22:00', 'heat-pump 45.5'],
      ['01-06T06:30', 'energy-saver 60'],
      ['01-08T22:00', 'heat-pump 45.5'],
    ])
  })

  it('is seen within seconds', async () => {
    const { pass } = await setUp({ reservations: schedule(at('00:10', { temperature: 50 })) })
    expect(pass((minutes(10) - 1) as Duration).setpoint).toBe(54.5)
    expect(pass(seconds(1)).setpoint).toBe(50)
  })

  it('leaves alone what is so already, as the age of electric mode', async () => {
    const { pass } = await setUp({
      mode: 'electric',
      reservations: schedule(at('06:00', { mode: 'electric', temperature: 54.5 })),
    })
    expect(pass(hours(71)).mode).toBe('electric')
    expect(pass(hours(2)).mode).toBe('energy-saver')
  })

  it('turns a heater on that is off, and one for off turns it off', async () => {
    const { tank, turns } = await setUp({
      reservations: schedule(at('06:00', { mode: 'high-demand' }), at('09:00', { mode: 'off' })),
    })
    tank.panel.power(false)
    expect(turns(days(1), mode)).toEqual([
      ['01-05T06:00', 'high-demand'],
      ['01-05T09:00', 'off'],
    ])
  })

  it('is skipped on vacation, after which the next one counts', async () => {
    const { tank, turns } = await setUp({ reservations: schedule(at('06:00', { mode: 'off' })) })
    tank.panel.setMode('vacation', 2)
    expect(turns(days(3), mode)).toEqual([
      ['01-07T00:00', 'heat-pump'],
      ['01-07T06:00', 'off'],
    ])
  })

  it('is missed in a power cut', async () => {
    const { tank, pass, turns } = await setUp({ reservations: schedule(at('06:00', { temperature: 60 })) })
    pass(hours(5))
    tank.powered = false
    expect(pass(hours(2)).setpoint).toBe(54.5)
    tank.powered = true
    expect(turns(days(1), setpoint)).toEqual([['01-06T06:00', 60]])
  })

  it('does nothing while the schedule or it itself is switched off', async () => {
    const { tank, pass } = await setUp({
      reservations: schedule(at('06:00', { enabled: false, temperature: 60 }), at('07:00', { temperature: 50 })),
    })
    tank.panel.setReservations({ ...tank.reservations, enabled: false })
    expect(pass(days(1)).setpoint).toBe(54.5)
    tank.panel.setReservations({ ...tank.reservations, enabled: true })
    expect(pass(days(1)).setpoint).toBe(50)
  })

  it.each([
    ['a mode that nobody knows', at('06:00', { mode: 'unknown-6', temperature: 60 })],
    ['a setpoint beyond the limits', at('06:00', { temperature: 66 })],
    ['a minute that no clock shows', at('06:75', { temperature: 60 })],
    ['no day', at('06:00', { days: [], temperature: 60 })],
  ])('does nothing with %s', async (_, entry) => {
    const { pass } = await setUp({ reservations: schedule(entry) })
    expect(pass(days(8))).toMatchObject({ mode: 'heat-pump', setpoint: 54.5 })
  })

  it('does not choose what the unit hasn’t got', async () => {
    const { pass } = await setUp({
      capabilities: { electric: false },
      reservations: schedule(at('06:00', { mode: 'electric', temperature: 50 })),
    })
    expect(pass(days(1))).toMatchObject({ mode: 'heat-pump', setpoint: 50 })
  })
})

describe('the heater’s own clock', () => {
  const reservations = schedule(at('06:00', { temperature: 60 }), at('18:00', { temperature: 50 }))

  it('is that of its zone', async () => {
    const { turns } = await setUp({ timeZone: 'America/Denver', reservations })
    expect(turns(days(1), setpoint)).toEqual([
      ['01-05T01:00', 50],
      ['01-05T13:00', 60],
    ])
  })

  it('may be wrong by hours', async () => {
    const { turns } = await setUp({ timeZone: 'America/Denver', clockOffset: hours(-3), reservations })
    expect(turns(days(1), setpoint)).toEqual([
      ['01-05T04:00', 50],
      ['01-05T16:00', 60],
    ])
  })

  it('skips an hour in spring, with what falls into it, and keeps to the wall afterwards', async () => {
    const beforeSpring = Date.UTC(2026, 2, 7, 12)
    const night = schedule(at('02:30', { temperature: 40 }), ...reservations.entries)
    const { turns } = await setUp({ timeZone: 'America/New_York', reservations: night }, beforeSpring)
    expect(turns(days(3), setpoint)).toEqual([
      ['03-07T23:00', 50],
      // Sunday: from 1:59 straight to 3:00.
      ['03-08T10:00', 60],
      ['03-08T22:00', 50],
      ['03-09T06:30', 40],
      ['03-09T10:00', 60],
      ['03-09T22:00', 50],
      ['03-10T06:30', 40],
      ['03-10T10:00', 60],
    ])
  })

  it('shows an hour twice in autumn, and heeds what it shows', async () => {
    const beforeAutumn = Date.UTC(2026, 9, 31, 22)
    const night = schedule(at('01:30', { temperature: 60 }), at('01:40', { temperature: 50 }))
    const { turns } = await setUp({ timeZone: 'America/New_York', reservations: night }, beforeAutumn)
    expect(turns(days(2), setpoint)).toEqual([
      ['11-01T05:30', 60],
      ['11-01T05:40', 50],
      ['11-01T06:30', 60],
      ['11-01T06:40', 50],
      ['11-02T06:30', 60],
      ['11-02T06:40', 50],
    ])
  })
})

const period = (start: string, end: string, price: string, rest: Partial<TouPeriod> = {}): TouPeriod => ({
  ...{ months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], days: weekdays, start, end },
  ...{ priceMin: price, priceMax: price },
  ...rest,
})
/** Three prices on weekdays, and one at the weekend. */
const plan: TouPeriod[] = [
  period('00:00', '11:59', '0.10'),
  period('12:00', '15:59', '0.20'),
  period('16:00', '20:59', '0.40'),
  period('21:00', '23:59', '0.10'),
  period('00:00', '23:59', '0.10', { days: ['sat', 'sun'] }),
]
const tou = { enabled: true, periods: plan }
const rate = ({ appliance }: SimulatedHeater) => appliance.tou.rate

describe('a time-of-use plan', () => {
  it('has its window in the dearest hours, by the heater’s clock', async () => {
    const { turns } = await setUp({ timeZone: 'America/Denver', tou }, Date.UTC(2026, 0, 9, 12))
    expect(turns(days(4), rate)).toEqual([
      ['01-09T19:00', 'mid-peak'],
      ['01-09T23:00', 'on-peak'],
      ['01-10T04:00', 'off-peak'],
      ['01-12T19:00', 'mid-peak'],
      ['01-12T23:00', 'on-peak'],
      ['01-13T04:00', 'off-peak'],
    ])
  })

  it('has the windows of the season, and none where there is one price', async () => {
    const periods = [
      period('00:00', '23:59', '0.10', { months: [1], days: everyDay }),
      period('00:00', '15:59', '0.10', { months: [2], days: everyDay }),
      period('16:00', '23:59', '0.11', { months: [2], days: everyDay }),
    ]
    const { turns } = await setUp({ tou: { enabled: true, periods } }, Date.UTC(2026, 0, 30))
    expect(turns(days(4), rate)).toEqual([
      ['02-01T16:00', 'on-peak'],
      ['02-02T00:00', 'off-peak'],
      ['02-02T16:00', 'on-peak'],
      ['02-03T00:00', 'off-peak'],
    ])
  })

  it('counts for nothing while it is off, and can be put aside by hand', async () => {
    const { tank, pass } = await setUp({ tou: { ...tou, enabled: false } })
    pass(hours(17))
    expect(rate(tank)).toBe('tou-off')
    tank.touWindow = true
    expect(rate(tank)).toBe('on-peak')
    tank.touWindow = undefined
    expect(rate(tank)).toBe('tou-off')
    tank.panel.setTou(tou)
    expect(tank.touWindow).toBe(true)
    tank.touWindow = false
    expect(rate(tank)).toBe('off-peak')
    tank.touWindow = undefined
    expect(rate(tank)).toBe('on-peak')
  })

  it('is in force again after a power cut that hid the beginning of its window', async () => {
    const { tank, pass } = await setUp({ tou })
    pass(hours(15))
    tank.powered = false
    pass(hours(2))
    expect(rate(tank)).toBe('mid-peak')
    tank.powered = true
    expect(rate(tank)).toBe('on-peak')
  })
})

describe('in a window', () => {
  const cool = { tou, setpoint: 60, upper: 54, lower: 40 } as const

  it('the heat pump waits until the upper half is 8 K short, and for the end otherwise', async () => {
    const waiting = await setUp({ ...cool, upper: 56, lower: 33 }, monday + hours(16))
    expect(waiting.pass(hours(4.9)).peak).toBe(true)
    expect(waiting.tank.machine.controller.control.compressor).toBe(false)
    waiting.pass(minutes(8))
    expect(waiting.tank.machine.controller.control.compressor).toBe(true)
    const short = await setUp({ ...cool, upper: 51.9, lower: 33 }, monday + hours(16))
    short.pass(minutes(2))
    expect(short.tank.machine.controller.control.compressor).toBe(true)
  })

  it('a recovery ends 2 K short of the setpoint, at 90 % charge', async () => {
    const { tank, pass } = await setUp({ ...cool, upper: 51, lower: 50 }, monday + hours(16))
    pass(minutes(2))
    expect(tank.machine.controller.control.compressor).toBe(true)
    while (tank.machine.controller.control.compressor) pass(minutes(1))
    expect(tank.touWindow).toBe(true)
    expect(tank.statusFrame(0).availableEnergyCapacity).toBeLessThan(60)
    expect(tank.machine.probes.upper).toBeGreaterThan(57.5)
    expect(tank.machine.probes.upper).toBeLessThan(58.1)
    expect(Number(tank.statusFrame(0).dhwChargePer)).toBeCloseTo(91, -1)
  })

  it.each(['electric', 'energy-saver', 'high-demand'] as const)(
    '%s that heats falls back to the heat pump when it opens',
    async mode => {
      const { tank, pass } = await setUp({ ...cool, mode, upper: 50, lower: 30 }, monday + hours(15.9))
      pass(minutes(5))
      expect(tank.machine.controller.settings.mode).toBe(mode)
      pass(minutes(1.1))
      expect(tank.machine.controller.settings).toMatchObject({ mode: 'heat-pump', peak: true })
      pass(seconds(20))
      expect(tank.machine.controller.control.element).toBe('none')
    },
  )

  it('a reservation’s setpoint applies and its mode waits, until the window ends', async () => {
    const { turns } = await setUp(
      { tou, reservations: schedule(at('17:00', { mode: 'high-demand', temperature: 60 })) },
      monday + hours(16),
    )
    expect(turns(hours(6), heater => `${mode(heater)} ${setpoint(heater)}`)).toEqual([
      ['01-05T17:00', 'heat-pump 60'],
      ['01-05T21:00', 'high-demand 60'],
    ])
  })

  it('a reservation turns a heater on that is off, and its mode waits', async () => {
    const { tank, turns } = await setUp(
      { tou, reservations: schedule(at('17:00', { mode: 'electric' })) },
      monday + hours(16),
    )
    tank.panel.power(false)
    expect(turns(hours(6), mode)).toEqual([
      ['01-05T17:00', 'heat-pump'],
      ['01-05T21:00', 'electric'],
    ])
  })

  it('the firmware of 2025 keeps nothing back, and heats as ever', async () => {
    const { tank, pass } = await setUp({ ...cool, firmware: 'old', mode: 'energy-saver' }, monday + hours(16))
    expect(tank.statusFrame(0)).toMatchObject({ touStatus: 3, hpUpperOnTempSetting: 120 })
    expect(pass(minutes(1))).toMatchObject({ mode: 'energy-saver', peak: true, held: undefined })
    expect(tank.machine.controller).toMatchObject({
      aim: { saving: 'nothing' },
      control: { compressor: true, element: 'upper' },
    })
  })

  it('a vacation goes on, and its last hours heat as ever', async () => {
    const { tank, pass } = await setUp({ ...cool, upper: 45, lower: 30 })
    tank.panel.setMode('vacation', 1)
    pass(hours(16.5))
    expect(tank.machine.controller.settings).toMatchObject({ mode: 'vacation', peak: true })
    expect(tank.machine.controller.control.compressor).toBe(true)
  })
})

describe('the recirculation schedule', () => {
  const run = (time: string, pump: 'on' | 'off') => ({ enabled: true, days: weekdays, time, pump })
  const recirculationSchedule = { enabled: true, entries: [run('06:00', 'on'), run('07:30', 'off')] }
  const running = ({ appliance }: SimulatedHeater) => appliance.recirculation?.running

  it('runs the pump from one entry to the other, in its mode', async () => {
    const { tank, turns } = await setUp({ recirculation: true, recirculationSchedule })
    expect(turns(days(1), running)).toEqual([])
    tank.change(appliance => {
      const { recirculation: pump } = appliance
      return pump ? { ...appliance, recirculation: { ...pump, mode: 'schedule' } } : appliance
    })
    expect(turns(days(1), running)).toEqual([
      ['01-06T06:01', true],
      ['01-06T07:31', false],
    ])
    tank.panel.setRecirculation({ ...recirculationSchedule, enabled: false })
    expect(turns(days(1), running)).toEqual([])
  })
})
