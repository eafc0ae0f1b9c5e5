/** A few days of a station among misfortunes; `npm run soak:station` lives for as long as anybody likes. */
import { expect, it } from 'vitest'
import { days } from '#time/duration'
import { brokenLaws, stationSoak } from '../soak/station/station-soak.ts'

it('keeps what it acknowledged, and every number follows from it', { timeout: 120_000 }, async () => {
  const report = await stationSoak({ length: days(2), seed: 5 })
  const { acknowledged, crashes, stops, fullDisks, clockSteps, gaps } = report
  expect({ acknowledged: acknowledged > 2000, gaps: gaps.facts > 3 }).toEqual({ acknowledged: true, gaps: true })
  expect(crashes + stops + fullDisks + clockSteps).toBeGreaterThan(3)
  expect(brokenLaws(report)).toEqual([])
})
