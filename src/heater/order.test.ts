import { describe, expect, it } from 'vitest'
import { capabilities } from '#schema/capabilities'
import type { Control } from '#schema/command'
import { type ControlName, commands, controlNames } from '#schema/commands'
import type { DeviceInfo } from '#schema/device-info'
import { UnsupportedError } from '#schema/errors'
import { bodyOrder, order } from './order.ts'

const controls = controlNames.map(name => [name, commands[name] as Control] as const)
/** Some value that the row takes. */
const taken = ({ parameter }: Control) =>
  parameter === undefined
    ? undefined
    : parameter.type === 'choice'
      ? Object.keys(parameter.choices)[0]
      : parameter.highest

describe.each(controls)('%s', (name, control) => {
  it('takes what is in its range', () => {
    const made = order(name, taken(control))
    expect(made.fields).toMatchObject({ mode: control.mode, paramStr: '' })
    expect(made.shows === undefined).toBe(control.confirmedBy.length === 0)
  })

  it('is refused by a unit without what it needs, which says where to look', () => {
    if (control.needs === undefined) return expect(() => order(name, taken(control), { hpwhUse: 'yes' })).not.toThrow()
    const without: DeviceInfo = { hpwhUse: 'yes', [capabilities[control.needs]]: 'no' }
    const words = control.needs.replaceAll('-', ' ')
    const sentence = `This heater has no ${words}; its capabilities tell what it has.`
    for (const info of [without, { ...without, [capabilities[control.needs]]: 'not-fitted' } as DeviceInfo])
      expect(() => order(name, taken(control), info)).toThrow(new UnsupportedError(sentence))
    expect(() => order(name, taken(control)).check(without)).toThrow(new UnsupportedError(sentence))
  })

  it('refuses what is out of its range', () => {
    const { parameter } = control
    if (parameter === undefined) return expect(order(name, 'anything').value).toBeUndefined()
    const wrong =
      parameter.type === 'choice'
        ? ['', 'off', 5, undefined]
        : [parameter.lowest - 1, parameter.highest + 1, '7', undefined, Number.NaN]
    for (const value of wrong) expect(() => order(name, value), String(value)).toThrow(RangeError)
  })
})

it('says a range in the caller’s unit, with its step', () => {
  const sentences: readonly [ControlName, unknown, string][] = [
    ['dhwTemperature', 34, 'The setpoint is 35 to 65.5 °C in steps of 0.5 °C, not 34 °C.'],
    ['dhwTemperature', { celsius: 70 }, 'The setpoint is 35 to 65.5 °C in steps of 0.5 °C, not 70 °C.'],
    ['dhwTemperature', { fahrenheit: 160 }, 'The setpoint is 95 to 150 °F in steps of 0.5 °C (0.9 °F), not 160 °F.'],
    ['vacation', 100, 'It takes 1 to 99 days in whole numbers, not 100.'],
    ['vacationDays', 0, 'It takes 1 to 99 days in whole numbers, not 0.'],
    ['antiLegionellaOn', 7.5, 'It takes 1 to 30 days in whole numbers, not 7.5.'],
    ['airFilterLife', 1250, 'It takes 1000 to 10000 hours in steps of 500, or 0 to switch it off, not 1250.'],
  ]
  for (const [name, value, sentence] of sentences) expect(() => order(name, value)).toThrow(new RangeError(sentence))
})

describe('a setpoint', () => {
  const of = (given: unknown, info?: DeviceInfo) => order('dhwTemperature', given, info).value

  it('is taken in either unit, and rounded to the heater’s step', () => {
    expect([54.6, { celsius: 54.8 }, { fahrenheit: 125 }, { fahrenheit: 150 }].map(given => of(given))).toEqual([
      54.5, 55, 51.5, 65.5,
    ])
    expect(of(54.4, { dhwTemperatureSettingUse: 'one-degree' })).toBe(54)
    expect(order('dhwTemperature', { fahrenheit: 125 }).fields.param).toEqual([103])
  })

  it('stays inside of the heater’s own limits', () => {
    const info: DeviceInfo = { dhwTemperatureMin: 40.5, dhwTemperatureMax: 60, dhwTemperatureSettingUse: 'one-degree' }
    // Rounding to whole degrees would leave them.
    expect(of(40.5, info)).toBe(41)
    expect(of(60, info)).toBe(60)
    expect(() => of(40, info)).toThrow('40.5 to 60 °C in steps of 1 °C, not 40 °C')
    expect(() => of({ fahrenheit: 150 }, info)).toThrow('105 to 140 °F in steps of 1 °C (1.8 °F), not 150 °F')
    expect(() => of(50, { dhwTemperatureSettingUse: 'not-settable' })).toThrow(UnsupportedError)
  })
})

it('says a mode that this unit has in place of one that it hasn’t', () => {
  const info: DeviceInfo = { electricUse: 'no', highDemandUse: 'not-fitted' }
  expect(() => order('dhwMode', 'electric', info)).toThrow(
    new UnsupportedError('This heater can’t be set to electric; it has heat-pump, energy-saver.'),
  )
})

it('takes the answer of a whole body for its confirmation', () => {
  const made = bodyOrder('writeReservations', { reservationUse: 2, reservation: [] })
  expect(made).toMatchObject({ value: undefined, shows: undefined, fields: { reservationUse: 2 } })
  expect(() => made.check({ programReservationUse: 'no' })).toThrow(UnsupportedError)
})
