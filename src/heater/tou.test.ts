import { describe, expect, it } from 'vitest'
import type { Caller, Rest } from '#cloud/rest'
import { commands } from '#schema/commands'
import { NaviLinkError, UnsupportedError } from '#schema/errors'
import type { TouPeriod } from '#schema/tou'
import { seconds } from '#time/duration'
import { ScheduleKeeper } from '../../test/fixtures/schedule-keeper.ts'
import { TestHeater, type TestHeaterOptions } from '../../test/fixtures/test-heater.ts'

const everyDay: TouPeriod['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const allYear: TouPeriod['months'] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const period = (start: string, end: string, price: string): TouPeriod => ({
  months: allYear,
  days: everyDay,
  start,
  end,
  priceMin: price,
  priceMax: price,
})
const flat = [period('00:00', '23:59', '0.20')]
const peak = [period('00:00', '15:59', '0.20'), period('16:00', '20:59', '0.50'), period('21:00', '23:59', '0.20')]

interface Registered {
  touInfo: Record<string, unknown>
}

/** A heater, and the cloud's copy of its plan, in the form that the cloud tells it. */
async function setUp(plan: Registered | undefined, options: TestHeaterOptions = {}) {
  const books = {
    plan,
    calls: [] as string[],
    refuse: undefined as Error | undefined,
    keeps: true,
    emptied: undefined as Registered | undefined,
    answersRemoval: true,
    /** Whether nothing can be asked any more after a removal. */
    dark: false,
  }
  const rest = {
    touPlans: {
      async plan(_: Caller, __: object, controller: string) {
        books.calls.push(`plan ${controller}`)
        if (books.refuse) throw books.refuse
        return books.plan
      },
      async register(_: Caller, __: object, { sourceData, ...touInfo }: Record<string, unknown>) {
        books.calls.push(`register ${JSON.stringify(sourceData)}`)
        if (books.refuse) throw books.refuse
        if (books.keeps) books.plan = { touInfo }
      },
      async remove() {
        books.calls.push('remove')
        if (books.keeps) books.plan = books.emptied
        if (books.dark) books.refuse = new NaviLinkError('The cloud is out of order.')
        if (!books.answersRemoval) throw new NaviLinkError('The answer was lost.')
      },
    },
  } as unknown as Rest
  const test = new TestHeater({
    timeZone: 'America/Los_Angeles',
    cloud: call => call(rest, { email: 'owner@example.com', token: 'token' }),
    ...options,
  })
  const heater = new ScheduleKeeper(test)
  const react = test.reacts
  test.reacts = sent => {
    const { command } = sent.envelope.request
    const { sessionID, responseTopic } = sent.envelope
    if (command === commands.deviceInfo.code)
      return test.hear(responseTopic, {
        sessionID,
        response: { feature: { controllerSerialNumber: 'SN1', volumeCode: 2 } },
      })
    if (command === commands.touOn.code || command === commands.touOff.code) {
      test.fields = { ...test.fields, touStatus: command === commands.touOn.code ? 1 : 0 }
      return test.echo(sent)
    }
    react(sent)
  }
  await test.start({ told: false })
  const { clock, device } = test
  const wait: TestHeater['wait'] = (promise, limit) => test.wait(promise, limit)
  return { test, heater, books, wait, clock, device, tou: device.tou }
}

const interval = (startHour: number, endHour: number, price: number) => ({
  week: 254,
  startHour,
  startMinute: 0,
  endHour,
  endMinute: 59,
  priceMin: price,
  priceMax: price,
  decimalPoint: 2,
})
/** Members that were not told are there, and undefined: so come records of the cloud. */
const kept = (): Registered => ({
  touInfo: {
    name: 'Flat',
    utility: 'Example Power',
    zipCode: '02101',
    schedule: [{ season: 4095, interval: [{ season: undefined, ...interval(0, 23, 20) }] }],
  },
})

describe('the plan', () => {
  it('is read from the cloud, with the serial number of the controller, which is asked for once', async () => {
    const { tou, books, wait, test } = await setUp(kept())
    expect(await wait(tou.read())).toEqual({ name: 'Flat', utility: 'Example Power', zipCode: '02101', periods: flat })
    expect(await wait(tou.plan())).toBe(books.plan)
    expect(books.calls).toEqual(['plan SN1', 'plan SN1'])
    expect(test.sent('info')).toHaveLength(1)
    books.plan = undefined
    expect([await wait(tou.read()), await wait(tou.now())]).toEqual([undefined, undefined])
  })

  it('can’t be asked for without that number, nor of another product', async () => {
    const test = await new TestHeater().start()
    await expect(test.device.tou.read()).rejects.toBeInstanceOf(UnsupportedError)
    const other = new TestHeater({ record: { deviceType: 2 } })
    for (const call of [other.device.tou.read(), other.device.tou.apply({ periods: peak }), other.device.tou.remove()])
      await expect(call).rejects.toThrow('not an NWP500')
    expect(other.link.sent).toEqual([])
  })

  it('says what a kilowatt-hour costs now, on the clock of the time zone', async () => {
    const { tou, wait, books, clock } = await setUp(kept())
    books.plan = {
      touInfo: {
        ...kept().touInfo,
        schedule: [{ season: 4095, interval: [interval(0, 15, 20), interval(16, 20, 50), interval(21, 23, 20)] }],
      },
    }
    // 20:00 UTC in September.
    expect(new Date(clock.now()).toISOString()).toContain('T20:')
    expect(await wait(tou.now())).toMatchObject({
      price: { priceMin: '0.20', rank: 'cheapest' },
      next: { minutes: 16 * 60, price: { priceMin: '0.50', dearestOfAll: true } },
      timeZone: 'America/Los_Angeles',
    })
    expect(await wait(tou.now({ timeZone: 'America/New_York' }))).toMatchObject({ price: { priceMin: '0.50' } })
    await expect(tou.now({ timeZone: 'Nowhere' })).rejects.toThrow('Nowhere is no time zone')
  })
})

describe('applying a plan', () => {
  it('writes it to the heater, then to the cloud, and compares both', async () => {
    const { tou, heater, books, wait } = await setUp(kept())
    const outcome = await wait(
      tou.apply({ periods: peak, name: 'Peak', utility: 'Other', zipCode: '94103', source: { label: 'x' } }),
    )
    expect(outcome).toMatchObject({
      result: 'confirmed',
      command: 'writeTou',
      attempts: 1,
      registered: true,
      before: { enabled: true, periods: flat },
      after: { enabled: true, periods: peak },
    })
    expect(outcome.reason).toBeUndefined()
    expect(heater.writes).toMatchObject([{ reservationUse: 2, reservation: [{ season: 4095 }, {}, { endHour: 23 }] }])
    expect(books.calls).toEqual(['plan SN1', 'register {"label":"x"}', 'plan SN1'])
    expect(await wait(tou.read())).toEqual({ name: 'Peak', utility: 'Other', zipCode: '94103', periods: peak })
  })

  it('takes name, utility and ZIP code from the plan that is there', async () => {
    const { tou, wait, books } = await setUp(kept())
    expect(await wait(tou.set(peak))).toMatchObject({ result: 'confirmed', registered: true })
    expect(books.plan?.touInfo).toMatchObject({ name: 'Flat', utility: 'Example Power', zipCode: '02101' })
    books.plan = undefined
    await expect(wait(tou.set(peak))).rejects.toThrow('no plan yet whose ZIP code could be taken')
    expect(await wait(tou.set(peak, { dryRun: true }).catch(error => error))).toBeInstanceOf(RangeError)
    expect(await wait(tou.apply({ periods: peak, zipCode: '94103' }))).toMatchObject({ result: 'confirmed' })
    expect(books.plan).toMatchObject({ touInfo: { name: 'Own plan', utility: 'Own prices' } })
  })

  it('leaves it on or off as it is, and switches it when that is asked', async () => {
    const { tou, heater, wait, test } = await setUp(kept())
    test.fields = { ...test.fields, touStatus: 0 }
    expect(await wait(tou.set(peak))).toMatchObject({ result: 'confirmed', before: { enabled: false } })
    expect(await wait(tou.set(peak, { enable: true }))).toMatchObject({ result: 'confirmed', after: { enabled: true } })
    expect(heater.writes.map(({ reservationUse }) => reservationUse)).toEqual([1, 2])
    expect(test.device.latest?.touStatus).toBe('off-peak')
    expect(await wait(tou.off())).toMatchObject({ result: 'confirmed', command: 'touOff' })
  })

  it('never sends a plan without periods, nor anything when the old one can’t be read', async () => {
    const { tou, heater, books, wait, test } = await setUp(kept())
    await expect(wait(tou.set([]))).rejects.toThrow('would wipe')
    await expect(wait(tou.set([{ ...(peak[0] as TouPeriod), end: '25:00' }]))).rejects.toThrow(
      'periods[0].end is 25:00',
    )
    books.refuse = new NaviLinkError('The cloud is out of order.')
    const unread = await wait(tou.set(peak))
    expect(unread).toMatchObject({ result: 'failed', attempts: 0, registered: false })
    expect(unread.reason).toContain('nothing was written. The cloud is out of order.')
    books.refuse = undefined
    books.plan = { touInfo: { name: 'x', schedule: 7 } }
    expect(await wait(tou.set(peak))).toMatchObject({ result: 'failed', attempts: 0 })
    books.plan = kept()
    const { touStatus: _, ...silent } = test.fields
    test.fields = silent
    expect(await wait(tou.set(peak))).toMatchObject({ result: 'failed', attempts: 0 })
    expect(heater.writes).toEqual([])
  })

  it('changes nothing in the cloud when the heater didn’t take it', async () => {
    const { tou, heater, books, wait, test } = await setUp(kept())
    const react = test.reacts
    test.reacts = sent => {
      if (!sent.topic.endsWith('ctrl/tou/rd')) react(sent)
    }
    expect(await wait(tou.set(peak))).toMatchObject({ result: 'unconfirmed', attempts: 1, registered: false })
    test.reacts = sent => {
      const { sessionID, responseTopic } = sent.envelope
      if (!sent.topic.endsWith('ctrl/tou/rd')) return react(sent)
      test.hear(responseTopic, {
        sessionID,
        response: { reservationUse: 2, reservation: [{ season: 4095, ...interval(0, 23, 20) }] },
      })
    }
    const changed = await wait(tou.set(peak))
    expect(changed).toMatchObject({ result: 'unconfirmed', after: { periods: flat } })
    expect(changed.conflict?.removed.length).toBeGreaterThan(0)
    expect(books.calls.some(call => call.startsWith('register'))).toBe(false)
    expect(heater.writes).toEqual([])
  })

  it('says when the heater took it and the cloud didn’t', async () => {
    const { tou, books, wait } = await setUp(kept())
    books.keeps = false
    const other = await wait(tou.set(peak))
    expect(other).toMatchObject({ result: 'unconfirmed', attempts: 1, registered: false })
    expect(other.reason).toContain('the cloud keeps another plan')
  })

  it('refuses to overwrite a plan that another one has replaced meanwhile', async () => {
    const { tou, heater, wait, books } = await setUp(kept())
    const base = await wait(tou.read())
    books.plan = { touInfo: { ...kept().touInfo, schedule: [{ season: 4095, interval: [interval(0, 23, 30)] }] } }
    expect(await wait(tou.set(peak, { base }))).toMatchObject({
      result: 'refused',
      attempts: 0,
      conflict: { changed: [{ before: { priceMin: '0.20' }, after: { priceMin: '0.30' } }] },
    })
    expect(heater.writes).toEqual([])
    expect(await wait(tou.set(peak, { base: await wait(tou.read()) }))).toMatchObject({ result: 'confirmed' })
  })

  it('shows in a dry run what it would send', async () => {
    const { tou, heater, books, wait } = await setUp(kept(), { readOnly: true })
    await expect(tou.set(peak)).rejects.toBeInstanceOf(UnsupportedError)
    await expect(tou.remove()).rejects.toBeInstanceOf(UnsupportedError)
    const { drawnUp, result } = await wait(tou.set(peak, { dryRun: true }))
    expect(result).toBe('dry-run')
    expect(drawnUp?.envelope.request).toMatchObject({
      command: 0x2000007,
      controllerSerialNumber: 'SN1',
      reservationUse: 2,
    })
    expect([heater.writes, books.calls]).toEqual([[], ['plan SN1']])
  })
})

describe('what isn’t understood of a plan', () => {
  const odd = { ...interval(1, 2, 30), decimalPoint: undefined }
  const oddPlan = (): Registered => ({
    touInfo: { ...kept().touInfo, schedule: [{ season: 4095, interval: [interval(0, 23, 20), odd] }] },
  })

  it('goes to the heater and into the books as it came, where the plan that is given has it', async () => {
    const { tou, heater, books, wait } = await setUp(oddPlan())
    const read = await wait(tou.read())
    expect(read?.unreadable).toHaveLength(1)
    books.plan = kept()
    const outcome = await wait(tou.apply({ periods: read?.periods ?? [], unreadable: read?.unreadable }))
    expect(outcome).toMatchObject({ result: 'confirmed', registered: true })
    const { decimalPoint: _, ...raw } = odd
    expect(heater.writes[0]?.reservation).toEqual([expect.anything(), { season: 4095, ...raw }])
    expect((await wait(tou.read()))?.unreadable).toHaveLength(1)
  })
})

it('is removed after it was written, when both were asked for at once', async () => {
  const { tou, books, wait } = await setUp(kept())
  const [applied, removed] = await wait(Promise.all([tou.set(peak), tou.remove()]))
  expect(applied).toMatchObject({ result: 'confirmed', registered: true })
  expect(removed).toMatchObject({ result: 'confirmed', command: 'removeTou' })
  expect(books.plan).toBeUndefined()
})

it('is looked for again when the answer to its removal is lost', async () => {
  const { tou, books, wait } = await setUp(kept())
  books.answersRemoval = false
  expect(await wait(tou.remove())).toMatchObject({ result: 'confirmed' })
  expect(books.plan).toBeUndefined()
  books.plan = kept()
  books.keeps = false
  const refused = await wait(tou.remove())
  expect(refused).toMatchObject({ result: 'failed', reason: 'The answer was lost.' })
  books.dark = true
  expect(await wait(tou.remove())).toMatchObject({ result: 'unconfirmed' })
})

it('is gone when the cloud answers with a record that has no plan in it', async () => {
  const { tou, books, wait } = await setUp(kept())
  books.emptied = { touInfo: undefined as never }
  expect(await wait(tou.remove())).toMatchObject({ result: 'confirmed' })
  expect(await wait(tou.remove())).toMatchObject({ result: 'confirmed', reason: 'There was none.' })
  expect(books.calls.filter(call => call === 'remove')).toHaveLength(1)
})

it('is removed from the cloud’s books only', async () => {
  const { tou, heater, books, wait } = await setUp(kept())
  expect(await wait(tou.remove())).toMatchObject({ result: 'confirmed', command: 'removeTou' })
  const none = await wait(tou.remove())
  expect(none).toMatchObject({ result: 'confirmed', reason: 'There was none.' })
  books.plan = kept()
  books.keeps = false
  expect(await wait(tou.remove())).toMatchObject({ result: 'unconfirmed' })
  expect(heater.writes).toEqual([])
})

describe('a mode that is held', () => {
  const inWindow = { touStatus: 3, hpUpperOnTempSetting: 109 }
  const plan = (): Registered => ({
    touInfo: {
      ...kept().touInfo,
      schedule: [{ season: 4095, interval: [interval(0, 11, 20), interval(12, 13, 50), interval(14, 23, 20)] }],
    },
  })

  it('says when the window should end, by the plan', async () => {
    const { test, device, wait, books } = await setUp(plan())
    test.fields = { ...test.fields, ...inWindow }
    await wait(device.status())
    const react = test.reacts
    test.reacts = sent => (sent.envelope.request.command === commands.dhwMode.code ? test.echo(sent) : react(sent))
    // 13:00 in California.
    expect(await wait(device.setMode('electric'))).toMatchObject({
      result: 'held',
      heldUntil: new Date('2025-09-26T21:00:00Z'),
    })
    await wait(device.setMode('electric'))
    expect(books.calls).toEqual(['plan SN1'])
  })

  it('says nothing of it when the plan isn’t known', async () => {
    const { test, device, wait, books } = await setUp(plan())
    books.refuse = new NaviLinkError('The cloud is out of order.')
    test.fields = { ...test.fields, ...inWindow }
    await wait(device.status())
    const react = test.reacts
    test.reacts = sent => (sent.envelope.request.command === commands.dhwMode.code ? test.echo(sent) : react(sent))
    const outcome = await wait(device.setMode('electric'))
    expect([outcome.result, outcome.heldUntil]).toEqual(['held', undefined])
    expect(outcome.took).toBe(seconds(30))
  })
})
