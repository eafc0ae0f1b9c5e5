import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectionError, UnsupportedError } from '#schema/errors'
import type { Reservation, ReservationSchedule } from '#schema/reservation'
import { readReservations, reservationFields } from '#schema/reservation'
import { sameSchedule, scheduleHash } from '#schema/schedule'
import { minutes, seconds } from '#time/duration'
import { FakeHeaterLink } from '../../test/fixtures/fake-heater-link.ts'
import { ScheduleKeeper } from '../../test/fixtures/schedule-keeper.ts'
import { TestHeater, type TestHeaterOptions } from '../../test/fixtures/test-heater.ts'

const morning: Reservation = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '06:30',
  mode: 'heat-pump',
  temperature: 55,
}
const evening: Reservation = { ...morning, time: '21:00', mode: 'energy-saver', temperature: 50 }
const weekend: Reservation = { enabled: false, days: ['sat', 'sun'], time: '08:00', mode: 'off' }
/** On the wire's terms, with what plain values can't say. */
const odd = { enable: 7, week: 65, hour: 6, min: 75, mode: 6, param: 0 }
const schedule = (...entries: readonly Reservation[]): ReservationSchedule => ({ enabled: true, entries })
const wire = (given: ReservationSchedule) => reservationFields(given)

async function setUp(entries = wire(schedule(morning, evening)), options: TestHeaterOptions = {}) {
  const test = await new TestHeater(options).start()
  const heater = new ScheduleKeeper(test, { reservations: entries })
  const { clock, device } = test
  const wait: TestHeater['wait'] = (promise, limit) => test.wait(promise, limit)
  const held = () => readReservations(heater.held.reservations)
  return { test, heater, clock, wait, held, reservations: device.reservations }
}

describe('reading', () => {
  it('tells plain values, from the list form and from the hex form', async () => {
    const { reservations, heater, wait } = await setUp()
    expect(await wait(reservations.read())).toEqual(schedule(morning, evening))
    heater.tells = () => ({ reservationUse: 1, reservation: '02' + '7c061e016e' + '000000000000' })
    expect(await wait(reservations.read())).toEqual({ enabled: false, entries: [morning] })
  })

  it.each([{}, { reservationUse: 2 }, { reservation: [] }, { reservationUse: 2, reservation: 7 }])(
    'fails for %j, which is no schedule',
    async body => {
      const { reservations, heater, wait } = await setUp()
      heater.tells = () => body
      await expect(wait(reservations.read())).rejects.toMatchObject({ name: 'ProtocolError' })
    },
  )

  it('asks nothing of another product', async () => {
    const test = new TestHeater({ record: { deviceType: 2 } })
    await expect(test.device.reservations.read()).rejects.toBeInstanceOf(UnsupportedError)
    await expect(test.device.reservations.clear()).rejects.toBeInstanceOf(UnsupportedError)
    expect(test.link.sent).toEqual([])
  })
})

describe('an edit', () => {
  it('reads, writes, reads back, and tells what changed', async () => {
    const { reservations, heater, wait, held } = await setUp()
    const outcome = await wait(reservations.add(weekend))
    expect(outcome).toMatchObject({
      result: 'confirmed',
      command: 'writeReservations',
      attempts: 1,
      before: schedule(morning, evening),
      after: schedule(morning, evening, weekend),
      difference: { added: [weekend], removed: [], changed: [] },
    })
    expect(outcome.reason).toBeUndefined()
    expect([heater.writes.length, held()]).toEqual([1, schedule(morning, evening, weekend)])
  })

  it.each([
    ['nothing answers', { deaf: true }],
    ['the answer is no schedule', { tells: () => ({ reservationUse: 2 }) }],
    ['the list is cut off', { tells: () => ({ reservationUse: 2, reservation: '027c06' }) }],
  ])('writes nothing when %s', async (_, trouble) => {
    const { reservations, heater, wait, held } = await setUp()
    Object.assign(heater, trouble)
    const outcomes = await wait(Promise.all([reservations.add(weekend), reservations.clear(), reservations.disable()]))
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ result: 'failed', attempts: 0 })
      expect(outcome.reason).toContain('could not be read, so nothing was written')
    }
    expect([heater.writes, held()]).toEqual([[], schedule(morning, evening)])
  })

  it('is offline without a link, and the list isn’t written when it comes back', async () => {
    const link = new FakeHeaterLink()
    const { reservations, heater, wait, clock } = await setUp(undefined, { link })
    link.lose()
    const outcome = await wait(reservations.add(weekend))
    expect(outcome).toMatchObject({ result: 'offline', attempts: 0 })
    expect(outcome.error).toBeInstanceOf(ConnectionError)
    link.come()
    await clock.advance(minutes(10))
    expect(heater.writes).toEqual([])
  })

  it('gives a list up that could not be sent within half a minute', async () => {
    const link = new FakeHeaterLink()
    const { reservations, heater, wait, clock } = await setUp(undefined, { link })
    const lose = () => {
      link.lose()
      return schedule(morning)
    }
    expect(await wait(reservations.edit(lose))).toMatchObject({ result: 'expired', attempts: 0 })
    link.come()
    await clock.advance(minutes(10))
    expect(heater.writes).toEqual([])
  })

  it('writes nothing when nothing changes', async () => {
    const { reservations, heater, wait } = await setUp()
    const mixed = { ...evening, days: ['fri', 'thu', 'wed', 'tue', 'mon', 'mon'] } as Reservation
    const outcomes = await wait(
      Promise.all([
        reservations.enable(),
        reservations.add([morning, mixed]),
        reservations.apply({ entries: [mixed, morning] }),
      ]),
    )
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ result: 'confirmed', attempts: 0 })
      expect(outcome.reason).toContain('so already')
    }
    expect(heater.writes).toEqual([])
  })

  it('keeps what it doesn’t understand, byte for byte', async () => {
    const reservation = [odd, ...wire(schedule(morning)).reservation, 'what is this']
    const { reservations, heater, wait } = await setUp({ reservationUse: 3, reservation })
    expect(await wait(reservations.add(evening))).toMatchObject({ result: 'confirmed' })
    expect(heater.held.reservations.reservationUse).toBe(3)
    expect(heater.held.reservations.reservation).toEqual([
      odd,
      ...wire(schedule(morning)).reservation,
      'what is this',
      ...wire(schedule(evening)).reservation,
    ])
  })

  it.each([true, false])('leaves the master switch as it is: %s', async enabled => {
    const { reservations, wait, held } = await setUp(wire({ enabled, entries: [morning] }))
    await wait(reservations.add(evening))
    await wait(reservations.replace(0, weekend))
    await wait(reservations.remove(evening))
    await wait(reservations.apply({ entries: [morning, weekend] }))
    await wait(reservations.clear())
    expect(held()).toEqual({ enabled, entries: [] })
    await wait(reservations.apply({ enabled: !enabled, entries: [morning] }))
    expect(held()).toEqual({ enabled: !enabled, entries: [morning] })
    await wait(enabled ? reservations.enable() : reservations.disable())
    expect(held()).toEqual({ enabled, entries: [morning] })
  })

  it('refuses what can’t be written, and what isn’t there, before anything is sent', async () => {
    const { reservations, heater, wait } = await setUp()
    const wrong: [() => Promise<unknown>, string][] = [
      [() => reservations.add({ ...morning, time: '25:00' }), 'entries[2].time is 25:00; it must be 00:00 to 23:59'],
      [() => reservations.add({ ...morning, temperature: 70 }), 'entries[2].temperature is 70 °C'],
      [() => reservations.add({ ...morning, mode: 'unknown-6' }), 'entries[2].mode is unknown-6'],
      [() => reservations.remove(weekend), 'no such entry'],
      [() => reservations.remove(2), 'has 2 entries'],
      [() => reservations.replace(-1, weekend), 'has 2 entries'],
    ]
    for (const [edit, text] of wrong) {
      const error = await wait(edit()).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(RangeError)
      expect((error as Error).message).toContain(text)
    }
    expect(heater.writes).toEqual([])
  })

  it('takes limits from the heater’s own device info', async () => {
    const { test, reservations, wait } = await setUp()
    // The heater of the tests says that 40.5 °C is its lowest.
    await wait(test.device.info())
    await expect(wait(reservations.add({ ...morning, time: '07:00', temperature: 38 }))).rejects.toThrow('40.5 °C')
  })

  it('is never made by a client that only reads, but can be tried', async () => {
    const { reservations, heater, wait } = await setUp(undefined, { readOnly: true })
    await expect(reservations.clear()).rejects.toBeInstanceOf(UnsupportedError)
    const outcome = await wait(reservations.add(weekend, { dryRun: true }))
    expect(outcome).toMatchObject({
      result: 'dry-run',
      attempts: 0,
      difference: { added: [weekend] },
      drawnUp: { envelope: { request: { ...wire(schedule(morning, evening, weekend)), command: 0x100000a } } },
    })
    expect(outcome.drawnUp?.topic).toMatch(/\/ctrl\/rsv\/rd$/)
    expect(heater.writes).toEqual([])
  })

  it('warns of what was never tried', async () => {
    const { reservations, wait } = await setUp()
    const many = Array.from({ length: 33 }, (_, i) => ({ ...morning, time: `10:${String(i + 10)}` }))
    const { warnings } = await wait(reservations.add([...many, { ...evening, mode: 'electric' }], { dryRun: true }))
    const texts = warnings.map(({ text }) => text)
    expect(texts.some(text => text.includes('more than 32 were never tried'))).toBe(true)
    expect(texts.some(text => text.includes('fire at'))).toBe(true)
  })

  it('ends when it is given up, at its deadline, and when the client is closed', async () => {
    const { test, reservations, heater, wait, clock } = await setUp()
    const stop = new AbortController()
    heater.loses = 9
    const stopped = reservations.add(weekend, { signal: stop.signal })
    await clock.advance(seconds(2))
    stop.abort(new Error('enough'))
    const outcome = await wait(stopped)
    expect(outcome).toMatchObject({ result: 'failed', attempts: 1 })
    expect(outcome.reason).toContain('whether the heater took it is not known')
    expect(await wait(reservations.add(weekend, { deadline: seconds(5) }))).toMatchObject({
      result: 'unconfirmed',
      attempts: 1,
      took: seconds(5),
    })
    heater.deaf = true
    expect(await wait(reservations.add(weekend, { deadline: seconds(5) }))).toMatchObject({
      result: 'expired',
      attempts: 0,
    })
    expect(await reservations.add(weekend, { signal: AbortSignal.abort() })).toMatchObject({ result: 'failed' })
    const left = reservations.add(weekend)
    const waiting = reservations.clear()
    await clock.settle()
    test.close()
    expect(await left).toMatchObject({ result: 'failed', attempts: 0 })
    expect(await waiting).toMatchObject({ result: 'failed', attempts: 0 })
    expect(clock.pending).toBe(0)
  })
})

describe('a write that is lost', () => {
  it('is seen on reading back, and made once more', async () => {
    const { reservations, heater, wait, held } = await setUp()
    heater.loses = 1
    expect(await wait(reservations.remove(0))).toMatchObject({ result: 'confirmed', attempts: 2 })
    expect(held()).toEqual(schedule(evening))
  })

  it('is unconfirmed when it is lost twice', async () => {
    const { reservations, heater, wait } = await setUp()
    heater.loses = 2
    const outcome = await wait(reservations.remove(0))
    expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: 2, after: schedule(morning, evening) })
    expect(outcome.reason).toContain('still holds what it held before, though it was written twice')
  })

  it('isn’t made once more when it can’t be read back', async () => {
    const { reservations, heater, wait } = await setUp()
    heater.between = when => {
      if (when === 'written') heater.deaf = true
    }
    const outcome = await wait(reservations.remove(0))
    expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: 1 })
    expect(outcome.reason).toContain('could not be read back')
  })

  it('is there when only its answer is lost', async () => {
    const { test, reservations, heater, wait } = await setUp()
    const react = test.reacts
    test.reacts = sent => {
      const isWrite = sent.topic.endsWith('ctrl/rsv/rd')
      if (!isWrite) return react(sent)
      heater.held.reservations = sent.envelope.request as never
    }
    expect(await wait(reservations.remove(0))).toMatchObject({ result: 'confirmed', attempts: 1 })
  })

  it('is refused when the heater says so', async () => {
    const { test, reservations, heater, wait } = await setUp()
    const react = test.reacts
    test.reacts = sent => (sent.topic.endsWith('ctrl/rsv/rd') ? test.refuse(sent, 2) : react(sent))
    expect(await wait(reservations.remove(0))).toMatchObject({ result: 'refused', failCode: 2, attempts: 1 })
    expect(heater.held.reservations).toEqual(wire(schedule(morning, evening)))
  })
})

describe('when somebody else writes', () => {
  it('an edit of what was read before is refused, and tells what they changed', async () => {
    const { reservations, heater, wait } = await setUp()
    const base = await wait(reservations.read())
    heater.held.reservations = wire(schedule(morning, weekend))
    for (const given of [base, scheduleHash(base)]) {
      const outcome = await wait(reservations.add(evening, { base: given }))
      expect(outcome).toMatchObject({ result: 'refused', attempts: 0, before: schedule(morning, weekend) })
      expect(outcome.failCode).toBeUndefined()
      expect(outcome.conflict).toEqual(
        typeof given === 'string' ? undefined : expect.objectContaining({ added: [weekend], removed: [evening] }),
      )
    }
    expect(heater.writes).toEqual([])
  })

  it('it is made on the new one when that is asked for, and a place means what it meant', async () => {
    const { reservations, heater, wait, held } = await setUp()
    const base = await wait(reservations.read())
    heater.held.reservations = wire(schedule(weekend, morning, evening))
    expect(await wait(reservations.remove(0, { base, onConflict: 'retry' }))).toMatchObject({ result: 'confirmed' })
    expect(held()).toEqual(schedule(weekend, evening))
    await expect(wait(reservations.remove(0, { onConflict: 'retry' }))).rejects.toBeInstanceOf(RangeError)
  })

  it('while a change is made up it is seen before the write', async () => {
    const { reservations, heater, wait, clock, held } = await setUp()
    const slowly =
      (change: (schedule: ReservationSchedule) => ReservationSchedule) => async (found: ReservationSchedule) => {
        await new Promise<void>(resolve => clock.after(minutes(2), resolve))
        return change(found)
      }
    const add = slowly(({ entries, ...rest }) => ({ ...rest, entries: [...entries, weekend] }))
    const refused = reservations.edit(add)
    await clock.advance(minutes(1))
    heater.held.reservations = wire(schedule(evening))
    expect(await wait(refused)).toMatchObject({ result: 'refused', conflict: { removed: [morning] } })
    const retried = reservations.edit(add, { onConflict: 'retry' })
    await clock.advance(minutes(1))
    heater.held.reservations = wire(schedule(morning))
    expect(await wait(retried)).toMatchObject({ result: 'confirmed' })
    expect(held()).toEqual(schedule(morning, weekend))
  })

  it('after ours it is reported: ours is gone, or is still there', async () => {
    const { reservations, heater, wait } = await setUp()
    const followed = (then: ReservationSchedule) => {
      heater.between = when => {
        if (when === 'written') heater.held.reservations = wire(then)
      }
    }
    followed(schedule(morning, weekend))
    const gone = await wait(reservations.remove(0))
    expect(gone).toMatchObject({
      result: 'unconfirmed',
      attempts: 1,
      conflict: { added: expect.arrayContaining([weekend]), removed: [evening] },
    })
    expect(gone.reason).toContain('somebody else')
    heater.held.reservations = wire(schedule(morning, evening))
    followed(schedule(evening, weekend))
    const there = await wait(reservations.remove(0))
    expect(there).toMatchObject({ result: 'confirmed', conflict: { added: [weekend], removed: [] } })
    expect(there.reason).toContain('Somebody else')
  })

  it('after ours the change is made again when that is asked for, and not for ever', async () => {
    const { reservations, heater, wait, held } = await setUp()
    let others = 1
    heater.between = moment => {
      if (moment === 'written' && others-- > 0) heater.held.reservations = wire(schedule(weekend))
    }
    const add = { ...morning, time: '12:00' }
    expect(await wait(reservations.add(add, { onConflict: 'retry' }))).toMatchObject({
      result: 'confirmed',
      attempts: 2,
    })
    expect(sameSchedule(held(), schedule(weekend, add))).toBe(true)
    others = 99
    expect(await wait(reservations.add(evening, { onConflict: 'retry' }))).toMatchObject({
      result: 'unconfirmed',
      attempts: 3,
    })
  })

  it('in the same client one edit waits for the other', async () => {
    const { reservations, wait, held } = await setUp()
    const outcomes = await wait(
      Promise.all([reservations.add(weekend), reservations.remove(morning), reservations.disable()]),
    )
    expect(outcomes.map(({ result, attempts }) => [result, attempts])).toEqual(outcomes.map(() => ['confirmed', 1]))
    expect(held()).toEqual({ enabled: false, entries: [evening, weekend] })
  })
})

describe('any sequence of edits with another writer in between', () => {
  const times = ['06:00', '06:30', '07:00', '21:00']
  const entry = fc.constantFrom(...times).map(time => ({ ...morning, time }))
  const step = fc.record({
    what: fc.constantFrom('add', 'remove', 'enable', 'disable'),
    entry,
    loses: fc.constantFrom(0, 0, 1),
    /** What somebody else adds: before our reading, or after our writing. */
    theirs: fc.option(fc.record({ when: fc.constantFrom('read', 'written'), entry }), { nil: undefined }),
    onConflict: fc.constantFrom('refuse', 'retry'),
  })

  it('loses nothing that was there at our last reading, and reports what came after our write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async steps => {
        const { reservations, heater, wait, held } = await setUp(wire(schedule(evening)))
        for (const { what, entry, loses, theirs, onConflict } of steps) {
          heater.loses = loses
          let lastRead: ReservationSchedule | undefined
          let mine: ReservationSchedule | undefined
          let overtaken = false
          let pending = theirs
          heater.between = when => {
            if (when === 'written' && mine === undefined) mine = readReservations(heater.writes.at(-1))
            if (pending?.when === when) {
              const before = held()
              heater.held.reservations = wire({ ...before, entries: [...before.entries, pending.entry] })
              overtaken = when === 'written'
              pending = undefined
            }
            if (when === 'read' && mine === undefined) lastRead = held()
          }
          const options = { onConflict: onConflict as 'refuse' | 'retry' }
          const outcome = await wait(
            what === 'add'
              ? reservations.add(entry, options)
              : what === 'remove'
                ? reservations.edit(
                    found => ({ ...found, entries: found.entries.filter(({ time }) => time !== entry.time) }),
                    options,
                  )
                : what === 'enable'
                  ? reservations.enable(options)
                  : reservations.disable(options),
          )
          // What was there is in what was written, but for what was to go.
          const kept = lastRead?.entries.filter(({ time }) => what !== 'remove' || time !== entry.time) ?? []
          for (const one of kept) if (mine) expect(mine.entries).toContainEqual(one)
          if (overtaken && outcome.attempts > 0) {
            const there = held()
            const same = outcome.wanted && sameSchedule(there, outcome.wanted)
            const told = outcome.conflict !== undefined || outcome.result === 'unconfirmed'
            expect(same || told).toBe(true)
            if (outcome.result === 'confirmed' && !same) expect(outcome.conflict).toBeDefined()
          } else expect(outcome.result).toBe('confirmed')
          if (outcome.result === 'confirmed' && outcome.after) expect(sameSchedule(held(), outcome.after)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})
