import { expect, it } from 'vitest'
import { isMacAddress, macAddress } from './mac-address.ts'

it.each(['04:78:63:AA:BB:CC', '04-78-63-aa-bb-cc', '0478.63aa.bbcc', ' 047863AABBCC\n'])('%j is one address', text => {
  expect(macAddress(text)).toBe('047863aabbcc')
  expect(isMacAddress(macAddress(text))).toBe(true)
})

it.each(['04:78', '', 'Cellar', '0478630000aag', '047863AABBCC'])('%j is none', text =>
  expect(isMacAddress(text)).toBe(false),
)
