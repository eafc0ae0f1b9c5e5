/** What a person read on the panel or measured, against what we make of the same frames: a wrong scale shows here and nowhere else. */
import { describe, expect, it } from 'vitest'
import { captured, capturedStatuses } from '../../test/fixtures/frames.ts'
import { decode } from './codec.ts'
import { heating, usableEnergy } from './derived.ts'
import { statusFields } from './status.ts'
import { panelFahrenheit, unitOf } from './units.ts'

const typed = (raw: Record<string, unknown>) => decode(statusFields, raw).values

describe('at rest', () => {
  const status = typed(captured.atRest)

  it('is 137 °F on the panel: 117 on the wire, 58.5 °C', () => {
    expect(status.dhwTemperature).toBe(58.5)
    expect(panelFahrenheit(captured.atRest.dhwTemperature, status.tempFormulaType)).toBe(137)
  })

  it('has 58.6 and 53.6 °C in the tank and 60.5 °C as its setpoint', () => {
    expect(status).toMatchObject({
      tankUpperTemperature: 58.6,
      tankLowerTemperature: 53.6,
      dhwTemperatureSetting: 60.5,
      dhwTargetTemperatureSetting: 60.5,
    })
  })

  it('draws 1 W, and nothing heats though the mode says heat pump', () => {
    expect(status).toMatchObject({ currentInstPower: 1, operationMode: 'heat-pump', compUse: 'off' })
    expect(heating(status)).toBe('nothing')
  })

  it('is in the dearest period, which the raised threshold shows too', () => {
    expect(status.touStatus).toBe('on-peak')
    expect(status.touOverrideStatus).toBe('followed')
    expect(status.hpUpperOnTempSetting).toBe(status.dhwTemperatureSetting)
  })

  it('guards that are armed are on, and what it doesn’t say is not off', () => {
    expect(status).toMatchObject({ ecoUse: 'on', scaldUse: 'on', freezeProtectionUse: 'on' })
    expect(status).toMatchObject({ dhwUseSustained: 'unknown', drOverrideStatus: 'unknown' })
  })
})

it('air of 70.5 °F by a thermometer was 214 on the wire', () => {
  const { ambientTemperature } = typed({ ambientTemperature: 214 })
  expect(ambientTemperature).toBe(21.4)
  expect(unitOf('temperature', 'us').from(ambientTemperature ?? Number.NaN)).toBeCloseTo(70.5, 1)
})

describe('what heats', () => {
  it('is the heat pump at 0.43 kW', () => {
    const status = typed(captured.elementAfter)
    expect(status.currentInstPower).toBe(434)
    expect(heating(status)).toBe('heat-pump')
  })

  it('is heat pump and element at 5.4 kW', () => {
    const status = typed(captured.element)
    expect(status.currentInstPower).toBe(5378)
    expect(heating(status)).toBe('heat-pump-and-element')
  })

  it('is nothing once it was switched off, while the fan still runs', () => {
    const status = typed(captured.off)
    expect(status).toMatchObject({ dhwOperationSetting: 'off', operationMode: 'standby', evaFanUse: 'on' })
    expect(heating(status)).toBe('nothing')
  })
})

describe('the running refrigerant circuit', () => {
  const status = typed(captured.heatPump)

  it('is at plausible temperatures', () => {
    expect(status).toMatchObject({
      dischargeTemperature: 69,
      suctionTemperature: 13.5,
      evaporatorTemperature: 11.1,
      ambientTemperature: 25.8,
    })
  })

  it('tells superheat as a difference, in kelvins', () => {
    expect(status.currentSuperHeat).toBe(4.6)
    expect(status.targetSuperHeat).toBe(5)
    expect(unitOf('temperature-difference', 'us').from(4.6)).toBeCloseTo(8.28)
    const resting = typed(captured.atRest)
    expect(resting.currentSuperHeat).toBe(-0.1)
  })
})

describe('energy', () => {
  it('is 4 Wh a count: 1861 and 386 on the wire', () => {
    const status = typed(captured.atRest)
    expect(status.totalEnergyCapacity).toBe(7444)
    expect(status.availableEnergyCapacity).toBe(1544)
    expect(usableEnergy(status)).toBe(5900)
  })

  it('of the tank hardly moves while the target jumps by a kelvin', () => {
    expect(usableEnergy(typed(captured.elementAfter))).toBe(5928)
    expect(usableEnergy(typed(captured.element))).toBe(5956)
  })
})

it('the charge is the upper tank between 35 °C and the setpoint, in every frame', () => {
  for (const raw of capturedStatuses) {
    const { dhwChargePer, tankUpperTemperature = 0, dhwTemperatureSetting = 0 } = typed(raw)
    const fitted = (100 * (tankUpperTemperature - 35)) / (dhwTemperatureSetting - 35)
    expect(Math.abs((dhwChargePer ?? 0) - fitted)).toBeLessThan(1)
  }
})
