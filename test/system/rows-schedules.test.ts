/** The rows of the reliability list about schedules: none is wiped by a read that failed, none doubled, no day lost. */
import { describe, expect, it } from 'vitest'
import { type Reservation, type ReservationSchedule, reservationFields } from '#schema/reservation'
import { type Weekday, weekByte, weekdays } from '#schema/weekdays'
import type { SimulatorOptions } from '#simulator/index'
import { hours, minutes, seconds } from '#time/duration'
import { asleep, scannedCloud } from '../fixtures/scanned-cloud.ts'
import { versions } from '../fixtures/virtual-cloud.ts'

const entry = (time: string, days: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri']): Reservation => ({
  enabled: true,
  days,
  time,
  mode: 'heat-pump',
  temperature: 52.5,
})
const held: ReservationSchedule = { enabled: false, entries: [entry('06:30'), entry('17:00', ['sat', 'sun'])] }

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async (options: SimulatorOptions = {}) => {
    const virtual = await scannedCloud({ heaters: [asleep], ...options })
    const { client, wait, heaterOf, tank } = virtual
    if (!tank) throw new Error('There is no heater.')
    tank.panel.setReservations(held)
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    // Another program of the account hears every schedule that is written.
    const written: string[] = []
    await wait(client().link.subscribe('cmd/52/+/ctrl/rsv/rd', (_, payload) => void written.push(String(payload))))
    return { ...virtual, tank, navilink, heater, written, reservations: heater.reservations }
  }

  it.each([
    ['the heater stays silent', 'heater-deaf'],
    ['the heater is offline', 'offline'],
    ['the gateway drops the connection again and again', 'drop'],
  ] as const)('row 35: when %s, the schedule can’t be read, and none is written', async (_, trouble) => {
    const { cloud, tank, wait, heater, reservations, written, clock } = await setUp()
    await wait(heater.info())
    if (trouble === 'offline') tank.connected = false
    else if (trouble === 'heater-deaf') cloud.faults.on('heater-deaf')
    else cloud.faults.on('gateway-away')
    if (trouble === 'drop') cloud.faults.on('drop')
    const edits = [
      reservations.add(entry('12:00')),
      reservations.clear(),
      reservations.enable(),
      reservations.apply({ enabled: true, entries: [] }),
    ]
    const outcomes = await wait(Promise.all(edits), hours(1))
    for (const { result, attempts, reason } of outcomes) {
      expect(['failed', 'offline']).toContain(result)
      expect(attempts).toBe(0)
      expect(reason).toContain('nothing was written')
    }
    cloud.faults.off()
    tank.connected = true
    await clock.advance(minutes(10))
    expect(written).toEqual([])
    expect(tank.reservations).toEqual(held)
  })

  it('row 36: nothing is doubled, and the master switch stays off', async () => {
    const { wait, tank, reservations, written } = await setUp()
    const again = await wait(
      Promise.all([reservations.add(entry('06:30')), reservations.add(entry('17:00', ['sun', 'sat']))]),
    )
    expect(again.map(({ result, attempts }) => [result, attempts])).toEqual(again.map(() => ['confirmed', 0]))
    expect(written).toEqual([])
    const outcomes = await wait(
      Promise.all([
        reservations.add([entry('12:00'), entry('06:30'), entry('12:00')]),
        reservations.add(entry('12:00')),
        reservations.replace(entry('06:30'), entry('06:45')),
      ]),
    )
    expect(outcomes.map(({ result, attempts }) => [result, attempts])).toEqual([
      ['confirmed', 1],
      ['confirmed', 0],
      ['confirmed', 1],
    ])
    expect(tank.reservations).toEqual({
      enabled: false,
      entries: [entry('06:45'), entry('17:00', ['sat', 'sun']), entry('12:00')],
    })
    expect(written.length).toBe(2)
  })

  it('row 36: a write that is lost is seen on reading back and made once more, and is in there once', async () => {
    const { cloud, wait, tank, reservations } = await setUp()
    cloud.faults.on('heater-loses-write', { count: 1 })
    expect(await wait(reservations.add(entry('12:00')))).toMatchObject({ result: 'confirmed', attempts: 2 })
    expect(tank.reservations.entries.map(({ time }) => time)).toEqual(['06:30', '17:00', '12:00'])
    cloud.faults.on('heater-loses-write', { count: 2 })
    const lost = await wait(reservations.remove(0))
    expect(lost).toMatchObject({ result: 'unconfirmed', attempts: 2, after: { entries: { length: 3 } } })
  })

  it('row 36: what somebody else writes meanwhile is neither lost nor passed over in silence', async () => {
    const { wait, clock, tank, reservations } = await setUp()
    const base = await wait(reservations.read())
    const theirs: ReservationSchedule = { enabled: true, entries: [entry('05:00')] }
    tank.panel.setReservations(theirs)
    const refused = await wait(reservations.apply({ entries: [entry('12:00')] }, { base }))
    expect(refused).toMatchObject({
      result: 'refused',
      attempts: 0,
      conflict: { master: { after: { enabled: true } } },
    })
    expect(tank.reservations).toEqual(theirs)
    expect(await wait(reservations.add(entry('12:00'), { base, onConflict: 'retry' }))).toMatchObject({
      result: 'confirmed',
    })
    expect(tank.reservations).toEqual({ enabled: true, entries: [entry('05:00'), entry('12:00')] })
    const edited = reservations.add(entry('13:00'))
    await clock.until(() => tank.reservations.entries.length === 3, minutes(1))
    tank.panel.setReservations(theirs)
    const overtaken = await wait(edited)
    expect(overtaken.result).toBe('unconfirmed')
    expect(overtaken.conflict).toMatchObject({ removed: [entry('12:00'), entry('13:00')] })
  })

  it('row 36: a list that waited while the link was away isn’t written over what somebody else wrote', async () => {
    const { cloud, wait, clock, tank, navilink, reservations, written } = await setUp()
    const theirs: ReservationSchedule = { enabled: true, entries: [...held.entries, entry('05:00')] }
    const away = (onConflict: 'refuse' | 'retry') => {
      let isFirst = true
      return reservations.edit(
        async found => {
          if (isFirst) {
            const lost = new Promise(resolve => navilink.link.on('state', resolve))
            cloud.faults.on('gateway-away')
            cloud.faults.on('drop')
            await lost
          }
          isFirst = false
          return { ...found, entries: [...found.entries, entry('12:00')] }
        },
        { onConflict },
      )
    }
    for (const onConflict of ['refuse', 'retry'] as const) {
      tank.panel.setReservations(held)
      const edited = away(onConflict)
      await clock.advance(seconds(12))
      tank.panel.setReservations(theirs)
      cloud.faults.off()
      const { result, attempts } = await wait(edited, hours(1))
      if (onConflict === 'refuse') expect([result, attempts, tank.reservations]).toEqual(['refused', 0, theirs])
      else expect(tank.reservations).toEqual({ ...theirs, entries: [...theirs.entries, entry('12:00')] })
    }
    expect(written.length).toBeLessThanOrEqual(1)
  })

  it('row 37: each day, and each set of days, comes back as it was written', async () => {
    const { wait, tank, reservations } = await setUp()
    const sets: readonly (readonly Weekday[])[] = [
      ...weekdays.map(day => [day]),
      weekdays,
      ['sat', 'sun'],
      ['mon', 'sun'],
    ]
    const entries = sets.map((days, i) => entry(`0${i % 10}:1${i % 7}`, days))
    expect(await wait(reservations.apply({ enabled: true, entries }))).toMatchObject({
      result: 'confirmed',
      attempts: 1,
    })
    expect(tank.reservations).toEqual({ enabled: true, entries })
    expect(await wait(reservations.read())).toEqual({ enabled: true, entries })
    // Sunday is the highest bit, and the lowest one has no day.
    const bytes = reservationFields(tank.reservations).reservation.map(raw => (raw as { week: number }).week)
    expect(bytes).toEqual([64, 32, 16, 8, 4, 2, 128, 254, 130, 192])
    expect(bytes).toEqual(sets.map(weekByte))
  })

  it('row 37: so do the days of a time-of-use plan, at the heater and in the cloud’s books', async () => {
    const { wait, tank, heater } = await setUp()
    const periods = weekdays.map((day, i) => ({
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      days: [day],
      start: '00:00',
      end: '23:59',
      priceMin: `0.1${i}`,
      priceMax: `0.1${i}`,
    }))
    expect(await wait(heater.tou.set(periods, { enable: true }))).toMatchObject({
      result: 'confirmed',
      registered: true,
    })
    expect(tank.touPlan).toEqual({ enabled: true, periods })
    expect((await wait(heater.tou.read()))?.periods).toEqual(periods)
    await expect(wait(heater.tou.set([]))).rejects.toThrow('never sent')
    expect(tank.touPlan.periods.length).toBe(7)
  })

  it('row 37: and those of a recirculation schedule', async () => {
    const { wait, tank, heater } = await setUp({ heaters: [{ ...asleep, recirculation: true }] })
    const entries = weekdays.flatMap(day => [
      { enabled: true, days: [day], time: '06:00', pump: 'on' as const },
      { enabled: true, days: [day], time: '06:20', pump: 'off' as const },
    ])
    expect(await wait(heater.recirculation.apply({ enabled: true, entries }), minutes(2))).toMatchObject({
      result: 'confirmed',
      attempts: 1,
    })
    expect(tank.recirculationSchedule).toEqual({ enabled: true, entries })
    expect(await wait(heater.recirculation.read(), seconds(30))).toEqual({ enabled: true, entries })
  })
})
