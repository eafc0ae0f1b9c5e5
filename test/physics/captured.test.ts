/** The recorded heater, frame by frame: running, switched off, waiting. 65 gal, 58.6/53.6 °C, setpoint 60.5 °C, 25.8 °C air. */
import { describe, expect, it } from 'vitest'
import { superheatOf } from '#physics/circuit'
import { chooseMode, powerOff, powerOn } from '#physics/controller/writes'
import { advance, asked, copyMachine, type Machine } from '#physics/machine'
import { type CapturedStatus, capturedStatuses } from '../fixtures/frames.ts'
import { calm, heater, passed, until } from './watched.ts'

const around = calm({ air: 25.8, inlet: 20 })
const near = (what: string, is: number, told: number, within: number) =>
  expect(Math.abs(is - told), `${what}: ${is} for ${told}`).toBeLessThanOrEqual(within)

/** Each field of the circuit, and how far off it may be. */
function expectCircuit({ circuit }: Machine, status: CapturedStatus, within: Readonly<Record<string, number>>): void {
  const fields = {
    discharge: [circuit.discharge, status.dischargeTemperature / 10],
    suction: [circuit.suction, status.suctionTemperature / 10],
    evaporator: [circuit.evaporator, status.evaporatorTemperature / 10],
    intake: [circuit.intake, status.ambientTemperature / 10],
    superheat: [superheatOf(circuit), status.currentSuperHeat / 10],
    eev: [circuit.eev, status.eevStep],
    rpm: [circuit.fanRpm, status.currentFanRpm],
    pwm: [circuit.fanPwm, status.fanPwm],
  } as const
  for (const [name, [is, told]] of Object.entries(fields)) near(name, is, told, within[name] ?? 0.5)
}

/** In the recorded state, by a recovery that has come as far. */
function recorded(): Machine {
  const machine = heater({ upper: 58.9, lower: 46, setpoint: 60.5, air: 25.8, firmware: '10.1', mode: 'high-demand' })
  const warm = copyMachine(asked(machine, chooseMode, 'heat-pump'))
  until(warm, ({ probes }) => probes.lower >= 53.6, around)
  return warm
}

const running = recorded()

describe('running', () => {
  it('reads the tank', () => {
    near('upper', running.probes.upper, 58.6, 0.3)
    near('lower', running.probes.lower, 53.6, 0.1)
  })

  it('draws 432–435 W', () => {
    near('power', running.moment.power, 433.5, 10)
    expect(running.controller.control.element).toBe('none')
  })

  it('is field by field what it was', () => {
    const frames = capturedStatuses.filter(({ compUse }) => compUse === 2)
    expect(frames).toHaveLength(13)
    const within = { suction: 1.7, evaporator: 1.3, discharge: 1, intake: 0.6, eev: 5, rpm: 2.5, pwm: 6.1 }
    for (const frame of frames) expectCircuit(running, frame, within)
  })
})

describe('switched off, and on again', () => {
  const off = copyMachine(asked(running, powerOff))
  const stop = until(off, ({ controller }) => !controller.control.compressor, around, 1)

  it('stops within seconds, its fan still turning', () => {
    expect(stop).toBeLessThan(15)
    near('power', off.moment.power, 12, 5)
    expect(off.circuit.fanRpm).toBeGreaterThan(500)
  })

  // 65 s and 172 s after power off was chosen.
  const waiting = copyMachine(off)
  passed(waiting, 65 - stop, around)
  const again = copyMachine(asked(waiting, powerOn))
  const later = copyMachine(again)
  passed(later, 107, around)

  it('is field by field what it was a minute after', () => {
    const within = { discharge: 1.6, suction: 1, evaporator: 0.9, superheat: 1, rpm: 1 }
    for (const frame of capturedStatuses.slice(14, 16)) expectCircuit(again, frame, within)
    near('power', again.moment.power, 1, 0.5)
  })

  it('waits for its rest, and is then what it was', () => {
    expect(later.controller.control.compressor).toBe(false)
    expect(later.controller.control.calls.heatPump).toBe(true)
    const within = { discharge: 1.2, suction: 0.8, evaporator: 0.6, superheat: 0.6, rpm: 0.1 }
    for (const frame of capturedStatuses.slice(16)) expectCircuit(later, frame, within)
    near('power', later.moment.power, 1, 0.5)
  })

  it('runs again when its rest is over', () => {
    const rest = until(later, ({ controller }) => controller.control.compressor, around, 1)
    near('rest', rest + 172 - stop, 330, 12)
  })
})

describe('elements', () => {
  it('take the unit to 5.4 kW together with the compressor, as the recording has it with 4944 W', () => {
    const hot = { ...running, parameters: { ...running.parameters, elementPower: 4944 } }
    const both = copyMachine(asked(hot, chooseMode, 'high-demand'))
    const seconds = until(both, ({ controller }) => controller.control.element === 'upper', around, 1)
    expect(seconds).toBeLessThan(10)
    advance(both, around, 1)
    near('power', both.moment.power, 5378, 60)
  })
})
