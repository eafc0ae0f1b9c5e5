/** The recorded afternoon walked through: somebody changes the mode, switches off and on again, and each message says what the heater did. */
import { expect, it } from 'vitest'
import { capturedFrames, capturedStatus } from '../../../test/fixtures/frames.ts'
import { fanRuns, inDemand, stateNumber } from './control.ts'
import { advanceController, beginController, type Controller } from './controller.ts'
import type { Readings } from './readings.ts'
import type { Mode } from './settings.ts'
import { chooseMode, powerOff, powerOn, setPeak } from './writes.ts'

/** In the wire's own numbers. */
const activities = { standby: 0, 'heat-pump': 32, 'hybrid-efficiency': 64, 'hybrid-boost': 96 } as const
const modes: readonly (Mode | undefined)[] = [
  undefined,
  'heat-pump',
  'electric',
  'energy-saver',
  'high-demand',
  'vacation',
  'off',
]
const [modeCommand, offCommand, onCommand] = [33554437, 33554433, 33554434] as const
const push = { activity: 0x4000013, source: 0x400001c } as const
const onOff = (on: boolean) => (on ? 2 : 1)

const readings: Readings = {
  upper: 58.6,
  lower: 53.6,
  intake: 25.8,
  discharge: 69,
  suction: 13.5,
  evaporator: 11.1,
  power: 5378,
  fan: 543,
  leak: false,
  condensate: false,
}

/** What the frames tell of the controller. */
const shown = ({ settings, control }: Controller) => ({
  dhwOperationSetting: modes.indexOf(settings.mode),
  operationMode: activities[control.activity as keyof typeof activities],
  operationBusy: onOff(inDemand(control)),
  compUse: onOff(control.compressor),
  evaFanUse: onOff(fanRuns(control)),
  heatUpperUse: onOff(control.element === 'upper'),
  heatLowerUse: onOff(control.element === 'lower'),
  currentStatenum: stateNumber(control),
})

it('says what the heater said, message by message', () => {
  let controller = beginController({ mode: 'heat-pump', setpoint: 60.5, firmware: '10.1' })
  controller = setPeak(controller, readings, true)
  Object.assign(controller.control, chooseMode(controller, readings, 'heat-pump').control)
  // It has been running for a while when the recording begins.
  for (let second = 0; second < 1000; second++) advanceController(controller, readings, 1)

  let now = 0
  /** What is said unasked, in the order of the changes. */
  let pushed: object[] = []
  const liveUntil = (then: number) => {
    for (; now < then; now++) {
      const { activity, compressor, element } = controller.control
      advanceController(controller, readings, 1)
      const { control } = controller
      const relays = control.compressor !== compressor || control.element !== element
      if (control.activity !== activity) pushed.push({ command: push.activity, ...shown(controller) })
      else if (relays) pushed.push({ command: push.source, ...shown(controller) })
    }
  }
  const recorded = capturedFrames.map(frame => {
    const status = capturedStatus(frame)
    const said = Object.fromEntries(
      Object.keys(shown(controller)).map(key => [key, status[key as keyof typeof status]]),
    )
    return { frame, command: status.command, said, mode: modes[status.dhwOperationSetting] ?? 'off' }
  })
  const begins = Number(recorded[0]?.frame.sessionID)
  let awaited: object[] = []
  let compared = 0
  for (const { frame, command, said, mode } of recorded) {
    // One digit: unasked. Those of a status request say nothing new.
    if (frame.sessionID.length === 1) {
      if (command !== 0) awaited.push({ command, ...said })
      continue
    }
    liveUntil(Math.floor((Number(frame.sessionID) - begins) / 1000))
    expect(pushed, `before ${frame.about}`).toEqual(awaited)
    compared += awaited.length
    pushed = []
    awaited = []
    if (command === modeCommand) controller = chooseMode(controller, readings, mode)
    if (command === offCommand) controller = powerOff(controller, readings)
    if (command === onCommand) controller = powerOn(controller, readings)
    expect(shown(controller), frame.about).toEqual(said)
  }
  expect(compared).toBeGreaterThanOrEqual(8)
})
