import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CommandQueue } from '#heater/command-queue'
import { commands } from '#schema/commands'
import { type Reservation, type ReservationSchedule, readReservations, reservationFields } from '#schema/reservation'
import { scheduleHash } from '#schema/schedule'
import { millis, seconds } from '#time/duration'
import { FakeHeaterLink } from '../../test/fixtures/fake-heater-link.ts'
import { ScheduleKeeper } from '../../test/fixtures/schedule-keeper.ts'
import { TestHeater, type TestHeaterOptions } from '../../test/fixtures/test-heater.ts'

const morning: Reservation = {
  enabled: true,
  days: ['mon', 'tue'],
  time: '06:30',
  mode: 'heat-pump',
  temperature: 55.5,
}
const evening: Reservation = { ...morning, time: '21:00', temperature: 50 }
const weekend: Reservation = { enabled: true, days: ['sat', 'sun'], time: '08:00', mode: 'off' }
const schedule = (...entries: readonly Reservation[]): ReservationSchedule => ({ enabled: true, entries })
const wire = reservationFields

async function setUp(held: ReservationSchedule, options: TestHeaterOptions = {}) {
  const link = new FakeHeaterLink()
  const test = await new TestHeater({ link, ...options }).start()
  const heater = new ScheduleKeeper(test, { reservations: wire(held) })
  const { clock, device } = test
  const wait: TestHeater['wait'] = (promise, limit) => test.wait(promise, limit)
  const now = () => readReservations(heater.held.reservations)
  const theyWrite = (...entries: readonly Reservation[]) => {
    heater.held.reservations = wire(schedule(...entries))
  }
  return { test, heater, link, clock, wait, now, theyWrite, reservations: device.reservations }
}

describe('a list that could not be sent at once', () => {
  it('isn’t written over what somebody else wrote while the link was away', async () => {
    const { reservations, heater, link, clock, now, wait, theyWrite } = await setUp(schedule(morning))
    const away = (found: ReservationSchedule) => {
      if (heater.reads === 1) link.lose()
      return { ...found, entries: [...found.entries, weekend] }
    }
    const edited = reservations.edit(away)
    await clock.advance(seconds(8))
    theyWrite(morning, evening)
    link.come()
    expect(await wait(edited)).toMatchObject({ result: 'refused', attempts: 0, conflict: { added: [evening] } })
    expect([heater.writes, now()]).toEqual([[], schedule(morning, evening)])
  })

  it('is made anew on what they wrote when that is asked for', async () => {
    const { reservations, heater, link, clock, now, wait, theyWrite } = await setUp(schedule(morning))
    const edited = reservations.edit(
      found => {
        if (heater.reads === 1) link.lose()
        return { ...found, entries: [...found.entries, weekend] }
      },
      { onConflict: 'retry' },
    )
    await clock.advance(seconds(8))
    theyWrite(morning, evening)
    link.come()
    expect(await wait(edited)).toMatchObject({ result: 'confirmed', attempts: 1 })
    expect(now()).toEqual(schedule(morning, evening, weekend))
  })

  it('is written when the link comes back and nothing changed', async () => {
    const { reservations, heater, link, clock, now, wait } = await setUp(schedule(morning))
    const edited = reservations.edit(found => {
      if (heater.reads === 1) link.lose()
      return { ...found, entries: [...found.entries, weekend] }
    })
    await clock.advance(seconds(20))
    link.come()
    expect(await wait(edited)).toMatchObject({ result: 'confirmed', attempts: 1 })
    expect(now()).toEqual(schedule(morning, weekend))
  })

  it('is given up after half a minute, and at once when the queue is full', async () => {
    const { reservations, heater, link, wait, test } = await setUp(schedule(morning), { queue: new CommandQueue(1) })
    const adding = (then: () => void) => (found: ReservationSchedule) => {
      then()
      return { ...found, entries: [...found.entries, weekend] }
    }
    const late = await wait(reservations.edit(adding(() => link.lose())))
    expect(late).toMatchObject({ result: 'expired', attempts: 0, reason: 'It could not be sent within 30 s.' })
    expect(late.took).toBeLessThan(seconds(40))
    link.come()
    await wait(test.device.status())
    const crowd = adding(() => {
      link.lose()
      setImmediate(() => void test.device.setTemperature(50))
    })
    const pushedOut = await wait(reservations.edit(crowd))
    expect(pushedOut).toMatchObject({ result: 'expired', attempts: 0 })
    expect(pushedOut.reason).toContain('The queue was full')
    expect(heater.writes).toEqual([])
  })

  it('isn’t written over what they wrote while it waited for its turn', async () => {
    const { reservations, test, heater, clock, now, wait, theyWrite } = await setUp(schedule(morning), {
      controlGap: seconds(25),
    })
    await wait(test.device.setTemperature(50))
    const edited = reservations.add(weekend)
    await clock.advance(seconds(10))
    theyWrite(morning, evening)
    expect(await wait(edited)).toMatchObject({ result: 'refused', attempts: 0 })
    expect([heater.writes, now()]).toEqual([[], schedule(morning, evening)])
  })
})

describe('a link that comes and goes, with another writer', () => {
  const moment = fc.integer({ min: 0, max: 80 }).map(halves => halves * 500)
  const course = fc.record({
    loses: moment,
    comes: moment,
    theirs: moment,
    gap: fc.constantFrom(0, 0, 20_000),
    lost: fc.constantFrom(0, 0, 1),
    onConflict: fc.constantFrom('refuse' as const, 'retry' as const),
  })

  it('costs nothing that was there some seconds before our write, and confirms only what is there', async () => {
    await fc.assert(
      fc.asyncProperty(course, async ({ loses, comes, theirs, gap, lost, onConflict }) => {
        const { reservations, test, heater, link, clock, now } = await setUp(schedule(morning), {
          controlGap: millis(gap),
        })
        await test.device.setTemperature(50)
        const began = clock.now()
        heater.loses = lost
        const written: number[] = []
        heater.between = when => void (when === 'written' && written.push(clock.now() - began))
        const edited = reservations.add(weekend, { onConflict })
        let settled = false
        const over = () => {
          settled = true
        }
        edited.then(over, over)
        for (let at = 0; !settled || at <= 80 * 500; at += 500) {
          if (at === loses) link.lose()
          if (at === loses + comes) link.come()
          if (at === theirs) heater.held.reservations = wire({ ...now(), entries: [...now().entries, evening] })
          await clock.advance(500)
        }
        const { result, attempts, conflict } = await edited
        expect(attempts).toBe(written.length)
        expect(now().entries).toContainEqual(morning)
        const [first = Number.POSITIVE_INFINITY] = written
        if (theirs + 7000 < first || theirs > (written.at(-1) ?? 0)) expect(now().entries).toContainEqual(evening)
        if (result === 'confirmed') expect(now().entries).toContainEqual(weekend)
        if (result === 'refused') expect([written, conflict?.added]).toEqual([[], [evening]])
      }),
      { numRuns: 80 },
    )
  })
})

describe('an edit', () => {
  it('takes a change that was made in place', async () => {
    const { reservations, wait, now } = await setUp(schedule(morning))
    const outcome = await wait(
      reservations.edit(found => {
        ;(found.entries as Reservation[]).push(weekend)
        return found
      }),
    )
    expect(outcome).toMatchObject({ result: 'confirmed', attempts: 1, before: schedule(morning) })
    expect(now()).toEqual(schedule(morning, weekend))
  })

  it('leaves the half degrees of other entries alone on a heater that takes whole ones', async () => {
    const highest: Reservation = { ...evening, temperature: 65.5 }
    const { reservations, test, wait, now } = await setUp(schedule(morning, highest))
    test.hear(`cmd/52/navilink-${test.mac}/res/did`, {
      sessionID: '1',
      response: { feature: { volumeCode: 2, dhwTemperatureSettingUse: 3, dhwTemperatureMax: 131 } },
    })
    expect(test.device.capabilities?.setpoint?.step).toBe(1)
    const outcome = await wait(reservations.add(weekend))
    expect(outcome).toMatchObject({ result: 'confirmed', difference: { added: [weekend], changed: [], removed: [] } })
    expect(now()).toEqual(schedule(morning, highest, weekend))
    const rounded = await wait(reservations.add({ ...morning, time: '09:00' }))
    expect(rounded.difference?.added).toEqual([{ ...morning, time: '09:00', temperature: 56 }])
    const most = await wait(reservations.add({ ...morning, time: '10:00', temperature: 65.5 }))
    expect(most.difference?.added).toEqual([{ ...morning, time: '10:00', temperature: 65.5 }])
  })

  it('takes no master switch over from what doesn’t say it', async () => {
    const { reservations, heater, wait } = await setUp({ enabled: false, entries: [morning] })
    expect(await wait(reservations.apply({ use: 7, entries: [evening] }))).toMatchObject({ result: 'confirmed' })
    expect(heater.held.reservations.reservationUse).toBe(1)
  })

  it('knows by a hash that the order is another one, where a place names the entry', async () => {
    const { reservations, heater, wait, now, theyWrite } = await setUp(schedule(morning, evening))
    const base = scheduleHash(await wait(reservations.read()))
    theyWrite(evening, morning)
    await expect(wait(reservations.remove(0, { base }))).rejects.toThrow('Give the schedule that was read as base')
    expect([heater.writes, now()]).toEqual([[], schedule(evening, morning)])
  })

  it('doubles nothing when an entry is replaced by one that is there already', async () => {
    const { reservations, wait, now } = await setUp(schedule(morning, evening))
    expect(await wait(reservations.replace(morning, evening))).toMatchObject({ result: 'confirmed', attempts: 1 })
    expect(now()).toEqual(schedule(evening))
    expect(await wait(reservations.replace(evening, evening))).toMatchObject({ result: 'confirmed', attempts: 0 })
    expect(now()).toEqual(schedule(evening))
  })
})

describe('what is read back', () => {
  const afterTheWrite = (heater: ScheduleKeeper, theirs: ReservationSchedule | ReturnType<typeof wire>) => {
    heater.between = when => {
      if (when === 'written') heater.held.reservations = 'entries' in theirs ? wire(theirs) : theirs
    }
  }

  it('confirms the removal of one of two equal entries only when one is left', async () => {
    const { reservations, heater, wait } = await setUp(schedule(morning, morning))
    afterTheWrite(heater, schedule(morning, morning, weekend))
    expect(await wait(reservations.remove(0))).toMatchObject({
      result: 'unconfirmed',
      conflict: { added: [morning, weekend] },
    })
  })

  it('is told, and not thrown, when the change can’t be made again on what somebody else wrote', async () => {
    const { reservations, heater, wait } = await setUp(schedule(morning, evening))
    afterTheWrite(heater, schedule(evening))
    const outcome = await wait(reservations.replace(morning, weekend, { onConflict: 'retry' }))
    expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: 1, after: schedule(evening) })
    expect(outcome.reason).toContain('The schedule has no such entry')
  })

  it('confirms what isn’t understood to be gone only when it is', async () => {
    const { reservations, heater, wait } = await setUp(schedule())
    heater.held.reservations = { reservationUse: 2, reservation: ['what is this'] }
    afterTheWrite(heater, { reservationUse: 2, reservation: ['what is this', ...wire(schedule(weekend)).reservation] })
    expect(await wait(reservations.clear())).toMatchObject({ result: 'unconfirmed' })
  })

  it('doesn’t confirm a schedule of which something is gone, and lays that on nobody for certain', async () => {
    const { reservations, heater, wait } = await setUp(schedule(morning, evening))
    afterTheWrite(heater, schedule(evening, weekend))
    const outcome = await wait(reservations.add(weekend))
    expect(outcome.conflict?.removed).toEqual([morning])
    expect(outcome).toMatchObject({ result: 'unconfirmed' })
    expect(outcome.reason).toContain('or it did not take this one as it was')
  })
})

describe('an answer that the gateway kept for an earlier process of the same client id', () => {
  it('isn’t taken for what the heater holds', async () => {
    const { reservations, heater, test, wait, now } = await setUp(schedule(morning))
    const react = test.reacts
    test.reacts = sent => {
      const { responseTopic, request } = sent.envelope
      if (request.command === commands.reservations.code && heater.reads === 0)
        test.hear(responseTopic, {
          sessionID: '1700000000000',
          response: { macAddress: test.mac, reservationUse: 1, reservation: [] },
        })
      react(sent)
    }
    expect(await wait(reservations.add(weekend))).toMatchObject({ result: 'confirmed', before: schedule(morning) })
    expect(now()).toEqual(schedule(morning, weekend))
  })
})
