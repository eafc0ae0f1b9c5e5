import { expect, test } from 'vitest'
import { statusFields } from '#schema/status'
import { statusGroups } from './status-groups.ts'

test('every field of a status stands in one group, and no group is empty', () => {
  const keys = statusGroups().flatMap(group => group.keys)
  expect([...keys].sort()).toEqual(Object.keys(statusFields).sort())
  for (const { title, keys: inGroup } of statusGroups()) expect(inGroup.length, title).toBeGreaterThan(0)
})

test('nothing falls to the last group that has a better one', () => {
  expect(statusGroups().at(-1)).toEqual({
    title: 'Unit',
    keys: ['command', 'specialFunctionStatus', 'didReload', 'wifiRssi', 'temperatureType', 'tempFormulaType'],
  })
})
