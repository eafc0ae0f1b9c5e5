import { expect, it } from 'vitest'
import { firmwareDetailSchema, firmwareListSchema } from './firmware-records.ts'

it('reads firmware, and leaves out what is none', () => {
  const part = {
    deviceType: 52,
    deviceGroup: null,
    curSwCode: 33556241,
    curVersion: 167837696,
    downloadedVersion: null,
  }
  const list = firmwareListSchema.parse({ firmwares: [part, 'odd', null, part] })
  expect(list).toHaveLength(2)
  expect(list[0]).toMatchObject({ curSwCode: 33556241, curVersion: 167837696 })
  expect(list[0]?.downloadedVersion).toBeUndefined()
  expect(firmwareListSchema.parse({})).toEqual([])
})

it('reads what one version is about, any of it null', () => {
  const detail = {
    description: 'Fixes.',
    runTime: 10,
    swCode: 33556241,
    swVersion: 167837696,
    registerAt: 1735689600000,
  }
  expect(firmwareDetailSchema.parse({ ...detail, modelNumber: null, modelType: null })).toEqual(detail)
  expect(firmwareDetailSchema.parse({ description: '', runTime: null })).toEqual({})
})
