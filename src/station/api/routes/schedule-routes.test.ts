import { describe, expect, it } from 'vitest'
import { AskedStation } from '../../../../test/fixtures/asked-station.ts'

const morning = { enable: 2, week: 124, hour: 6, min: 30, mode: 1, param: 104 }
/** Something else wrote this: no panel would. */
const boiling = { enable: 1, week: 124, hour: 9, min: 0, mode: 1, param: 200 }
const odd = { ...morning, hour: 7, extra: 5 }

async function setUp(reservation: readonly unknown[] = [], reservationUse = 2) {
  const asked = await AskedStation.open()
  const { keeper } = asked.station.wire
  keeper.held.reservations = { reservationUse, reservation }
  const path = `/api/v1/heaters/${asked.id}/reservations`
  const token = 'control-token-of-the-command-line'
  const put = async (body: object) => {
    const answer = await asked.ask(path, { method: 'PUT', body, token })
    const told = (await answer.json()) as { result?: string; error?: { code: string; message: string } }
    return { status: answer.status, result: told.result, ...told.error }
  }
  const read = async () =>
    (await (await asked.ask(path, { token })).json()) as { entries: Record<string, unknown>[]; unreadable?: object[] }
  return { asked, keeper, put, read }
}

const days = ['mon', 'tue', 'wed', 'thu', 'fri']
const plain = { enabled: true, days, time: '06:30', mode: 'heat-pump', temperature: 52 }
const refused = (message: string | RegExp) => ({
  status: 422,
  code: 'not-taken',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})

describe('a schedule through the API', () => {
  it.each([
    ['an entry that was made up', { ...plain, temperature: 100, raw: { ...morning, param: 200 } }],
    ['another raw beside good values', { ...plain, raw: { ...morning, param: 200 } }],
    ['a raw that is no entry', { ...plain, raw: { nonsense: [1] } }],
    ['an empty raw', { ...plain, raw: null }],
  ])('takes no raw of %s', async (_, entry) => {
    const { keeper, put } = await setUp([morning])
    const ended = await put({ entries: [plain, entry] })
    expect(ended).toMatchObject(refused('entries[1].raw is not what the heater holds; leave it out.'))
    expect(keeper.writes).toEqual([])
  })

  it.each([
    [{ ...plain, temperature: 100 }],
    [{ ...plain, temperature: 66 }],
    [{ ...plain, mode: 'off', temperature: 100 }],
    [{ ...plain, mode: 'OFF', temperature: 90 }],
    [{ ...plain, mode: false, temperature: 90 }],
  ])('takes no temperature beyond the limits: %j', async entry => {
    const { keeper, put } = await setUp([morning])
    expect(await put({ entries: [entry] })).toMatchObject(
      refused(/^entries\[0\]\.temperature is .*; it must be 40\.5 °C to 65\.5 °C\.$/),
    )
    expect(keeper.writes).toEqual([])
  })

  it('gives back what the heater holds, however odd, and makes no more of it', async () => {
    const { keeper, put, read } = await setUp([boiling, odd, 'nonsense', morning])
    const { entries, unreadable } = await read()
    expect(entries[1]).toHaveProperty('raw')
    const [first, second, third] = entries
    expect(await put({ entries: [...entries, { ...plain, time: '10:00' }], unreadable })).toMatchObject({
      status: 200,
      result: 'confirmed',
    })
    expect(keeper.held.reservations.reservation).toEqual(
      expect.arrayContaining([boiling, odd, 'nonsense', morning, { ...morning, hour: 10, min: 0 }]),
    )
    const writes = keeper.writes.length
    // On, earlier or twice, it would be something new.
    expect(await put({ entries: [{ ...first, enabled: true }, second, third] })).toMatchObject(
      refused(/^entries\[0\]\.temperature is 100 °C/),
    )
    expect(await put({ entries: [first, second, second, third] })).toMatchObject(
      refused('entries[2].raw is not what the heater holds; leave it out.'),
    )
    expect(await put({ entries, unreadable: [...(unreadable ?? []), ...(unreadable ?? [])] })).toMatchObject(
      refused(/^unreadable\[1\] \(index 2\) is not what the heater holds/),
    )
    expect(await put({ entries: [], unreadable: [{ index: 0, raw: boiling }] })).toMatchObject(
      refused(/^unreadable\[0\] \(index 0\) is not what the heater holds/),
    )
    expect(keeper.writes).toHaveLength(writes)
    // What is right by itself may be changed, and keeps what nobody understands.
    expect(await put({ entries: [first, { ...second, time: '08:30' }] })).toMatchObject({ result: 'confirmed' })
    expect(keeper.held.reservations.reservation).toEqual([boiling, { ...odd, hour: 8 }])
  })

  it('takes no number of a master switch that the heater hasn’t got, and no endless list', async () => {
    const { keeper, put } = await setUp([morning], 7)
    expect(await put({ enabled: false, use: 9, entries: [plain] })).toMatchObject(refused(/^use is not the number/))
    const many = Array.from({ length: 33 }, (_, i) => ({ ...plain, time: `10:${10 + i}` }))
    expect(await put({ entries: many })).toMatchObject(refused('entries are 33; 32 at most are taken.'))
    expect(keeper.writes).toEqual([])
    expect(await put({ enabled: false, use: 7, entries: [plain] })).toMatchObject({ result: 'confirmed' })
  })

  it('is not written while the heater has not told its limits', async () => {
    const { asked, keeper, put } = await setUp([morning])
    const { test } = asked.station.wire
    const reacts = test.reacts
    test.reacts = sent => {
      if (!sent.envelope.requestTopic.endsWith('/st/did')) reacts(sent)
    }
    expect(await put({ entries: [plain] })).toMatchObject({ status: 409, code: 'not-supported' })
    expect(keeper.writes).toEqual([])
  })

  it('holds for recirculation and for time-of-use plans too', async () => {
    const { asked, keeper } = await setUp()
    const token = 'control-token-of-the-command-line'
    const put = async (path: string, body: object) => {
      const answer = await asked.ask(`/api/v1/heaters/${asked.id}/${path}`, { method: 'PUT', body, token })
      return { status: answer.status, ...((await answer.json()) as { error?: object }).error }
    }
    const event = { days: 'daily', time: '07:00', pump: 'on', raw: { ...morning, mode: 9, param: -1 } }
    expect(await put('recirculation', { entries: [event] })).toMatchObject(refused(/^entries\[0\]\.raw is not/))
    const period = { months: 'all year', days: 'every day', start: '00:00', end: '23:59', price: 0.3 }
    const raw = { season: 4095, week: 254, startHour: 0, startMinute: 0, endHour: 23, endMinute: 59, other: 1 }
    expect(await put('tou', { periods: [{ ...period, raw }] })).toMatchObject(refused(/^periods\[0\]\.raw is not/))
    expect(await put('tou', { periods: [period], unreadable: [{ index: 0, raw: 'x' }] })).toMatchObject(
      refused(/^unreadable\[0\]/),
    )
    const many = Array.from({ length: 41 }, () => period)
    expect(await put('tou', { periods: many })).toMatchObject(refused('periods are 41; 40 at most are taken.'))
    expect(keeper.writes).toEqual([])
  })
})
