import { describe, expect, it } from 'vitest'
import { decode } from './codec.ts'
import { deviceInfoFields } from './device-info.ts'
import * as enums from './enums.ts'
import type { Labels } from './field.ts'
import { statusFields } from './status.ts'

const lists: [string, Labels][] = Object.entries(enums).flatMap(([name, value]) =>
  typeof value === 'object' ? [[name, value]] : [],
)

it.each(lists)('%s has plain names, each once', (_, labels) => {
  const names = Object.values(labels)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
})

describe('codes that are easily got wrong', () => {
  const status = (raw: Record<string, number>) => decode(statusFields, raw).values

  it('1 is off, 2 is on, and 0 is neither', () => {
    expect([0, 1, 2].map(dhwUse => status({ dhwUse }).dhwUse)).toEqual(['unknown', 'off', 'on'])
  })

  it('no on/off field takes 0 for off', () => {
    for (const [key, field] of Object.entries(statusFields))
      if (field.labels?.[2] === 'on') expect(status({ [key]: 0 })[key as 'dhwUse'], key).toBe('unknown')
  })

  it('the time-of-use override is inverted', () => {
    expect([1, 2].map(touOverrideStatus => status({ touOverrideStatus }).touOverrideStatus)).toEqual([
      'overridden',
      'followed',
    ])
  })

  it('a setting and an activity of the same number are different things', () => {
    expect(status({ dhwOperationSetting: 1, operationMode: 1 })).toEqual({
      dhwOperationSetting: 'heat-pump',
      operationMode: 'unknown-1',
    })
    expect(status({ dhwOperationSetting: 32, operationMode: 32 })).toEqual({
      dhwOperationSetting: 'unknown-32',
      operationMode: 'heat-pump',
    })
  })

  it('a capability of 0 or 1 is one that isn’t there', () => {
    const { values } = decode(deviceInfoFields, { powerUse: 2, recirculationUse: 0, title24Use: 1, volumeCode: 2 })
    expect(values).toEqual({
      powerUse: 'yes',
      recirculationUse: 'not-fitted',
      title24Use: 'no',
      volumeCode: '65-gal',
    })
  })
})
