import { expect, it } from 'vitest'
import { LocalTime } from '#physics/schedule/local-time'
import type { EnergyRow, EnergyUsage } from '#schema/energy'
import { ConnectionError, UnsupportedError } from '#schema/errors'
import { days, hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import type { EnergyDay } from '../history/energy-day.ts'
import type { StationHeater } from '../station-view.ts'
import type { Store } from '../store/store.ts'
import { Reconciliation } from './reconciliation.ts'
import { questionsFor, unsettledDays } from './unsettled-days.ts'

/** 04:00 in Los Angeles. */
const start = Date.UTC(2026, 0, 10, 12)
const timeZone = 'America/Los_Angeles'

function bench() {
  const clock = manualClock(start)
  const ledger = new Map<string, EnergyDay>()
  const asked: string[] = []
  const warned: string[] = []
  let answer = async (year: number, months: readonly number[]): Promise<EnergyUsage> => {
    const rows: EnergyRow[] = months.flatMap(month =>
      Array.from({ length: new Date(Date.UTC(year, month, 0)).getUTCDate() }, (_, i) => ({
        year,
        month,
        day: i + 1,
        heatPumpEnergy: 1000,
      })),
    )
    return { total: {}, rows }
  }
  const device = {
    energy: {
      daily: (year: number, months: readonly number[]) => {
        asked.push(`${year}: ${months}`)
        return answer(year, months)
      },
    },
  }
  const history = {
    async energy({ from = '', until = '9' }: { from?: string | undefined; until?: string | undefined }) {
      return [...ledger.values()].filter(({ day }) => day >= from && day < until)
    },
    async told(heater: string, rows: readonly EnergyRow[], toldAt: number) {
      for (const { year, month, day, ...told } of rows) {
        const name = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
        ledger.set(name, { heater, day: name, toldAt, told } as unknown as EnergyDay)
      }
    },
  }
  const heater = { id: 'cafe0001', timeZone, device } as unknown as StationHeater
  const reconciliation = new Reconciliation({
    store: {} as Store,
    history,
    clock,
    logger: { ...silentLogger, warn: (_, message) => void warned.push(message) },
    heaters: () => [heater],
    random: () => 0.5,
  })
  return {
    clock,
    ledger,
    asked,
    warned,
    reconciliation,
    fails: (error: Error | undefined) => {
      const before = answer
      if (error) answer = async () => Promise.reject(error)
      return () => {
        answer = before
      }
    },
  }
}

it('asks at the start for all that isn’t known of the last two months, a question a year', async () => {
  const { clock, ledger, asked, reconciliation } = bench()
  reconciliation.start()
  await clock.advance(minutes(5))
  expect(asked).toEqual(['2025: 11,12', '2026: 1'])
  const known = [...ledger.keys()].sort()
  expect([known[0], known.at(-1), known.length]).toEqual(['2025-11-11', '2026-01-10', 61])
  await reconciliation.close()
  await reconciliation.close()
  expect(clock.pending).toBe(0)
})

it('asks some minutes after midnight, and once more when the day is final; then never again for that day', async () => {
  const { clock, ledger, asked, reconciliation } = bench()
  reconciliation.start()
  await clock.advance(minutes(5))
  asked.length = 0
  // 00:20 there, on the 11th.
  await clock.advance(hours(20.25))
  expect(asked).toEqual(['2026: 1'])
  await clock.advance(hours(2.25))
  expect(asked).toEqual(['2026: 1', '2026: 1'])
  const time = new LocalTime(timeZone)
  expect(unsettledDays([...ledger.values()], time, clock.now())).toEqual([])
  await clock.advance(days(3))
  expect(asked).toHaveLength(8)
  await reconciliation.close()
})

it('makes up for the days when nobody asked', async () => {
  const { clock, ledger, reconciliation } = bench()
  reconciliation.start()
  await clock.advance(minutes(5))
  await reconciliation.close()
  const later = clock.now() + days(12)
  expect(unsettledDays([...ledger.values()], new LocalTime(timeZone), later)).toHaveLength(12)
})

it('tries again in an hour, and says so once', async () => {
  const { clock, ledger, asked, warned, fails, reconciliation } = bench()
  const mend = fails(new ConnectionError('no link'))
  reconciliation.start()
  await clock.advance(hours(3.5))
  expect(asked).toHaveLength(4)
  expect(warned).toHaveLength(1)
  mend()
  await clock.advance(hours(1))
  expect(ledger.size).toBe(61)
  await reconciliation.close()
})

it('leaves a heater alone that keeps no records, until tomorrow', async () => {
  const { clock, asked, warned, fails, reconciliation } = bench()
  fails(new UnsupportedError('It keeps no records.'))
  reconciliation.start()
  await clock.advance(hours(12))
  expect(asked).toHaveLength(1)
  expect(warned).toEqual([])
  await reconciliation.close()
})

it('groups days by years and months', () => {
  const day = (text: string) => Date.parse(text) / days(1)
  expect(questionsFor([day('2025-12-31'), day('2026-01-01'), day('2026-02-01'), day('2025-11-30')])).toEqual([
    { year: 2025, months: [11, 12] },
    { year: 2026, months: [1, 2] },
  ])
  expect(questionsFor([])).toEqual([])
})
