import { describe, expect, test } from 'vitest'
import type { RecirculationSchedule } from '#schema/recirculation'
import { checkRecirculation } from '#schema/recirculation-check'
import { checkReservations } from '#schema/reservation-check'
import type { Schedule } from '#schema/schedule'
import { checkTou } from '#schema/tou-check'
import { warningSentences } from './schedule-warnings.ts'

const told = (
  { value, warnings }: { value: Schedule | undefined; warnings: Parameters<typeof warningSentences>[0] },
  units: 'us' | 'metric' = 'us',
) => {
  expect(warnings).not.toEqual([])
  return warningSentences(warnings, value, units)
}
const allYear = { months: 'all year', priceMin: '0.2', priceMax: '0.2' }

describe('a warning', () => {
  test('names entries by their words, since their numbers are not known yet', () => {
    const entries = [
      { days: 'mon-fri', time: '06:30', mode: 'heat-pump', temperature: 51.5 },
      { days: 'mon', time: '06:30', mode: 'off' },
    ]
    expect(told(checkReservations({ enabled: true, entries }))).toEqual([
      'mon–fri 06:30 heat pump 125 °F and mon 06:30 off fire at mon 06:30; which one wins is unknown',
    ])
  })

  test.each([
    ['us', 'mon 06:30 off 125 °F: temperature is 125 °F, and nothing is heated with the mode off'],
    ['metric', 'mon 06:30 off 51.5 °C: temperature is 51.5 °C, and nothing is heated with the mode off'],
  ] as const)('has its temperature in the units %s', (units, sentence) => {
    const entries = [{ days: 'mon', time: '06:30', mode: 'off', temperature: 51.5 }]
    expect(told(checkReservations({ enabled: true, entries }), units)).toEqual([sentence])
  })

  test('of the same on several days is one', () => {
    const entries: RecirculationSchedule['entries'] = [
      { enabled: true, days: ['mon', 'tue', 'wed'], time: '07:15', pump: 'off' },
      { enabled: true, days: ['sat'], time: '08:00', pump: 'on' },
      { enabled: true, days: ['sat'], time: '09:00', pump: 'off' },
    ]
    expect(told(checkRecirculation({ enabled: true, entries }))).toEqual([
      'mon–wed 07:15 switches the pump off, which it is already',
    ])
  })

  test('of an empty list says what is left', () => {
    expect(told(checkReservations({ enabled: true, entries: [] }))).toEqual(['The heater would hold none.'])
  })

  test('of too many entries counts them', () => {
    const entries = Array.from({ length: 33 }, (_, i) => ({ days: 'mon', time: `10:${10 + i}`, mode: 'off' }))
    expect(told(checkReservations({ enabled: true, entries }))).toEqual([
      'There would be 33 entries; more than 32 were never tried',
    ])
  })

  test('of periods names them too', () => {
    const periods = [
      { ...allYear, days: 'daily', start: '00:00', end: '15:59' },
      { ...allYear, days: 'sat', start: '12:00', end: '17:59', priceMin: '0.3', priceMax: '0.3' },
    ]
    const [overlap, gap] = told(checkTou({ enabled: true, periods }))
    expect(overlap).toMatch(/^all year every day 00:00–15:59 0\.2 and all year sat 12:00–17:59 0\.3 overlap: .*12:00/)
    expect(gap).toMatch(/^The periods leave a gap: /)
  })
})
