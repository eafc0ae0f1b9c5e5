/** What the flags of `navilink simulate` make of a heater. */
import { describe, expect, test } from 'vitest'
import { heaterOptions } from './simulated-heater.ts'

describe('a simulated heater', () => {
  test('is as its flags say', async () => {
    expect(await heaterOptions({})).toEqual({})
    expect(
      await heaterOptions({
        size: '80',
        firmware: 'old',
        recirculation: true,
        without: ['electric,reservations', 'vacation'],
        timeZone: 'America/Los_Angeles',
        minimumTemperature: '110F',
        panelUnit: 'celsius',
      }),
    ).toEqual({
      size: '80-gal',
      firmware: 'old',
      recirculation: true,
      capabilities: { electric: false, reservations: false, vacation: false },
      timeZone: 'America/Los_Angeles',
      minimumOperation: 43.5,
      temperatureUnit: 'celsius',
    })
  })

  test.each([
    [{ without: ['steam'] }, '--without steam is no capability; there are power, vacation,'],
    [{ timeZone: 'Mars/Olympus' }, '--time-zone Mars/Olympus is no time zone'],
    [{ minimumTemperature: '20F' }, '--minimum-temperature 20F is beyond what there is: 35C to 65.5C.'],
    [{ minimumTemperature: 'warm' }, '"warm" is no temperature'],
  ])('%j is refused', async (flags, says) => {
    await expect(heaterOptions(flags)).rejects.toThrow(says)
  })
})
