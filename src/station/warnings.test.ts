import { expect, it } from 'vitest'
import { readStatus } from '#heater/reading'
import { minutes } from '#time/duration'
import type { Sample } from './sample.ts'
import { Warnings } from './warnings.ts'

const start = Date.UTC(2025, 8, 26, 20)
const after = (min: number, raw: Record<string, number>): Sample => {
  const at = new Date(start + minutes(min))
  return { heater: '0a1b2c3d', at, status: readStatus(raw, at, 'answer'), connected: true }
}

it('tells each trouble once when it begins, and again when it comes back', () => {
  const warnings = new Warnings(minutes(5), start)
  expect(warnings.sample(after(0, { dhwChargePer: 19 }))).toEqual(['Charge is under 20 %: 19 %.'])
  expect(warnings.sample(after(5, { dhwChargePer: 15 }))).toEqual([])
  expect(warnings.sample(after(10, { dhwChargePer: 20 }))).toEqual([])
  expect(warnings.sample(after(15, { dhwChargePer: 12 }))).toEqual(['Charge is under 20 %: 12 %.'])
})

it('says what an error code means, and says so again when the code changes', () => {
  const warnings = new Warnings(minutes(5), start)
  expect(warnings.sample(after(0, { errorCode: 799 }))).toEqual([
    'E799 water leak. Shut the water off and look for the leak.',
  ])
  expect(warnings.sample(after(5, { errorCode: 799 }))).toEqual([])
  expect(warnings.sample(after(10, { errorCode: 990 }))).toEqual([
    'E990 condensate overflow. Clear the condensate hose.',
  ])
})

it('notices an element at 208 V too, which draws less than 4000 W', () => {
  const warnings = new Warnings(minutes(5), start)
  expect(warnings.sample(after(0, { currentInstPower: 470 }))).toEqual([])
  expect(warnings.sample(after(5, { currentInstPower: 3755 }))).toEqual(['An element is running: 3755 W.'])
})

it('notices a heater that is offline, or silent for three intervals', () => {
  const warnings = new Warnings(minutes(5), start)
  expect(warnings.connection(true)).toEqual([])
  expect(warnings.connection(false)).toHaveLength(1)
  expect(warnings.connection(false)).toEqual([])
  expect(warnings.silence(start + minutes(14))).toEqual([])
  expect(warnings.silence(start + minutes(15))).toEqual(['The heater has said nothing for 15 min.'])
  expect(warnings.silence(start + minutes(20))).toEqual([])
  warnings.sample(after(21, {}))
  expect(warnings.silence(start + minutes(40))).toHaveLength(1)
})
