import { describe, expect, it } from 'vitest'
import { fanRunOn } from '#physics/controller/control'
import { chooseMode, chooseSetpoint, raise } from '#physics/controller/writes'
import { asked, type Beginning, initialMachine, type Machine, step } from '#physics/machine'
import { decode } from '#schema/codec'
import { elementRuns, heating } from '#schema/derived'
import { statusFields } from '#schema/status'
import { baseStatus, capturedFrames, capturedStatus } from '../../test/fixtures/frames.ts'
import { type FirmwareSet, statusFrame } from './report.ts'

const calm = { air: 25.8, humidity: 50, inlet: 14.4, litres: 0, tapLitres: 0 }
const command = 16_777_219
const frameOf = (machine: Machine, firmware: FirmwareSet = 'old') => statusFrame({ machine, firmware, command })
/** The tank of the captured frames. */
const capturedTank: Beginning = { setpoint: 60.5, upper: 58.6, lower: 53.6, air: 25.8, firmware: '10.1' }

describe('beside the recorded heater', () => {
  const running = step(asked(initialMachine(capturedTank), chooseMode, 'heat-pump'), calm, 60)

  it('has its fields in its order', () => {
    expect(Object.keys(frameOf(running))).toEqual(Object.keys(baseStatus))
  })

  it('counts charge and energy as it did', () => {
    const frame = frameOf(initialMachine(capturedTank))
    expect(frame).toMatchObject({ dhwChargePer: 92, dhwTemperature: 117, totalEnergyCapacity: 1791 + 70 })
    expect(Math.abs(Number(frame.availableEnergyCapacity) - 379)).toBeLessThanOrEqual(1)
    for (const captured of capturedFrames.map(capturedStatus)) {
      const { tankUpperTemperature: upper, tankLowerTemperature: lower, dhwTemperatureSetting: setpoint } = captured
      const same = { setpoint: setpoint / 2, upper: upper / 10, lower: lower / 10 }
      expect(frameOf(initialMachine(same)).dhwChargePer).toBe(captured.dhwChargePer)
    }
  })

  it('says nothing else at rest, save what a window in force and the air do', () => {
    const frame = frameOf(initialMachine(capturedTank))
    const other = Object.keys(frame).filter(key => frame[key] !== baseStatus[key as keyof typeof baseStatus])
    expect(other.sort()).toEqual(
      [
        // Its recorded self waits for the end of the compressor's rest, with the circuit still warm.
        ...['operationMode', 'operationBusy', 'currentStatenum'],
        ...['dischargeTemperature', 'suctionTemperature', 'evaporatorTemperature', 'ambientTemperature'],
        ...['currentSuperHeat', 'availableEnergyCapacity', 'wifiRssi'],
        // A peak window was in force.
        ...['touStatus', 'hpUpperOnTempSetting', 'hpLowerOnTempSetting', 'heUpperOnTempSetting'],
      ].sort(),
    )
  })

  it('runs as it ran', () => {
    let machine = running
    for (let minute = 0; minute < 20; minute++) machine = { ...step(machine, calm, 60), tank: running.tank }
    const frame = frameOf(machine) as Record<string, number>
    const captured = capturedFrames.map(capturedStatus).find(status => status.compUse === 2)
    const near = (key: keyof typeof baseStatus, by: number) =>
      expect(Math.abs((frame[key] ?? 0) - (captured?.[key] ?? 0)), key).toBeLessThanOrEqual(by)
    for (const key of ['compUse', 'evaFanUse', 'operationMode', 'operationBusy', 'currentHeatUse'] as const)
      near(key, 0)
    for (const key of ['currentStatenum', 'targetFanRpm', 'targetSuperHeat'] as const) near(key, 0)
    near('eevStep', 4)
    near('fanPwm', 12)
    near('currentInstPower', 20)
    near('dischargeTemperature', 10)
    near('suctionTemperature', 10)
    near('evaporatorTemperature', 10)
    near('ambientTemperature', 5)
    near('currentSuperHeat', 3)
  })
})

describe('fields', () => {
  it('are 103 with the new firmware, each readable and none odd', () => {
    const { values, oddities, extra } = decode(statusFields, frameOf(initialMachine(), 'new'))
    expect(Object.keys(values)).toEqual(Object.keys(statusFields))
    expect([oddities, extra]).toEqual([[], {}])
  })

  it('carry a fault and say why they are sent', () => {
    const machine = asked(initialMachine(), raise, { code: 480, part: 1 })
    const frame = statusFrame({ machine, firmware: 'new', command: 0x4000013 })
    expect(frame).toMatchObject({ errorCode: 480, subErrorCode: 1, command: 67_108_883 })
  })

  it('hide differences on the new firmware', () => {
    const saver = initialMachine({ mode: 'energy-saver' })
    expect(frameOf(saver, 'old')).toMatchObject({ hpUpperOnDiffTempSetting: 4, heUpperOnDiffTempSetting: 4 })
    expect(frameOf(saver, 'new')).toMatchObject({ hpUpperOnDiffTempSetting: 0, heUpperOnDiffTempSetting: 0 })
  })
})

it('tells one story by power, relays and modes through a whole recovery', () => {
  const seen = new Set<string>()
  for (const mode of ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'off'] as const) {
    let machine = asked(initialMachine({ upper: 45, lower: 30 }), chooseMode, mode)
    for (let minute = 0; minute < 300; minute++) {
      machine = step(machine, calm, 60)
      const { values: status } = decode(statusFields, frameOf(machine, 'new'))
      const { compressor, element } = machine.controller.control
      expect(status.compUse === 'on').toBe(heating(status).startsWith('heat-pump'))
      expect(elementRuns(status)).toBe(element !== 'none')
      if (compressor || element !== 'none') expect(status.operationBusy).toBe('on')
      seen.add(`${mode}: ${heating(status)}`)
    }
  }
  expect([...seen].sort()).toEqual([
    'electric: element',
    'electric: nothing',
    'energy-saver: heat-pump',
    'energy-saver: heat-pump-and-element',
    'energy-saver: nothing',
    'heat-pump: heat-pump',
    'heat-pump: nothing',
    'high-demand: heat-pump',
    'high-demand: heat-pump-and-element',
    'high-demand: nothing',
    'off: nothing',
  ])
})

it('names the states of the controller', () => {
  const short = asked(initialMachine({ upper: 50, lower: 40 }), chooseMode, 'heat-pump')
  const number = (machine: Machine) => frameOf(machine).currentStatenum
  const stopped = step(asked(step(short, calm, 600), chooseMode, 'off'), calm, 10)
  expect(number(initialMachine())).toBe(20)
  expect(number(step(short, calm, 10))).toBe(30)
  expect(number(step(short, calm, 60))).toBe(40)
  expect(number(step(short, calm, 600))).toBe(50)
  expect(number(stopped)).toBe(60)
  expect(number(step(asked(stopped, chooseMode, 'heat-pump'), calm, fanRunOn + 10))).toBe(70)
})

it('keeps the charge between 0 and 100 and full once the setpoint lies below the tank', () => {
  const full = asked(initialMachine({ upper: 60, lower: 55 }), chooseSetpoint, 50)
  expect(frameOf(full)).toMatchObject({ dhwChargePer: 100, availableEnergyCapacity: 0 })
  expect(frameOf(initialMachine({ upper: 20, lower: 15 })).dhwChargePer).toBe(0)
  expect(frameOf(initialMachine({ setpoint: 35, upper: 30, lower: 15 })).dhwChargePer).toBe(0)
})
