/** What a control does to a simulated heater. What makes no sense to it, or is about something it hasn't got, changes nothing. */
import type { Build } from '#physics/build'
import type { ChosenMode } from '#physics/controller/settings'
import {
  chooseVacationDays,
  powerOff,
  powerOn,
  resetCondenser,
  setDemandResponse,
  withAntiLegionella,
  withoutAntiLegionella,
  writeMode,
} from '#physics/controller/writes'
import { asked, type Machine } from '#physics/machine'
import { encodeValue } from '#schema/codec'
import type { Control } from '#schema/command'
import { type ControlName, commands } from '#schema/commands'
import { RecirculationMode } from '#schema/enums'
import { statusFields } from '#schema/status'
import { type Appliance, setTemperature, withMachine } from './appliance.ts'
import { type PumpMode, pressed } from './recirculation.ts'

type Param = readonly unknown[]
type Change = (appliance: Appliance, param: Param, build: Build) => Appliance

const whole = (value: unknown, lowest: number, highest: number): value is number =>
  Number.isInteger(value) && (value as number) >= lowest && (value as number) <= highest

const modes = Object.keys(commands.dhwMode.parameter.choices) as (keyof typeof commands.dhwMode.parameter.choices)[]
const codeOf = (mode: string) => encodeValue(statusFields.dhwOperationSetting, mode)

function chosen([first, second]: Param, { capabilities }: Build): ChosenMode | undefined {
  const mode = modes.find(mode => codeOf(mode) === first)
  if (mode !== undefined) return capabilities[mode] ? { mode } : undefined
  return first === codeOf('vacation') && capabilities.vacation && whole(second, 1, 99)
    ? { mode: 'vacation', days: second }
    : undefined
}

/** What the controller itself does. */
const machine =
  (change: (machine: Machine, param: Param, build: Build) => Machine): Change =>
  (appliance, param, build) =>
    withMachine(appliance, change(appliance.machine, param, build))

/** By number alone both are the same control. */
const mode = machine((machine, param, build) => {
  const choice = chosen(param, build)
  return choice === undefined ? machine : asked(machine, writeMode, choice.mode, choice.days)
})

/** The only number of the second alarm that an owner can reset. */
const resettable = 101

const enabledTou =
  (enabled: boolean): Change =>
  appliance => {
    const { schedule, byHand } = appliance.tou
    // A window that was opened by hand ends with time of use.
    const tou = { ...appliance.tou, schedule: { ...schedule, enabled }, byHand: enabled ? byHand : undefined }
    return { ...appliance, tou }
  }

const changes: Readonly<Record<ControlName, Change>> = {
  powerOff: machine(machine => asked(machine, powerOff)),
  powerOn: machine(machine => asked(machine, powerOn)),
  dhwMode: mode,
  vacation: mode,
  dhwTemperature: (appliance, [halves], build) =>
    Number.isInteger(halves) ? setTemperature(appliance, (halves as number) / 2, build) : appliance,
  vacationDays: machine((machine, [days]) => (whole(days, 1, 99) ? asked(machine, chooseVacationDays, days) : machine)),
  // Nobody has told what it does: it is answered, and that is all.
  waterProgram: appliance => appliance,
  hotButton: (appliance, [press]) => {
    const { recirculation: pump } = appliance
    return press === 1 && pump ? { ...appliance, recirculation: pressed(pump) } : appliance
  },
  recirculationMode: (appliance, [code]) => {
    const { recirculation: pump } = appliance
    if (!whole(code, 1, 4) || !pump) return appliance
    return { ...appliance, recirculation: { ...pump, mode: RecirculationMode[code as 1] as PumpMode } }
  },
  condenserFaultReset: ({ machine, alarm, ...rest }) => ({
    ...rest,
    machine: asked(machine, resetCondenser),
    alarm: alarm === resettable ? 0 : alarm,
  }),
  intelligentOff: appliance => ({ ...appliance, intelligent: false }),
  intelligentOn: appliance => ({ ...appliance, intelligent: true }),
  demandResponseOff: machine(machine => asked(machine, setDemandResponse, false)),
  demandResponseOn: machine(machine => asked(machine, setDemandResponse, true)),
  antiLegionellaOff: machine(machine => asked(machine, withoutAntiLegionella)),
  antiLegionellaOn: machine((machine, [days]) =>
    whole(days, 1, 30) ? asked(machine, withAntiLegionella, days) : machine,
  ),
  airFilterReset: appliance => ({
    ...appliance,
    airFilter: { ...appliance.airFilter, cleanedAt: appliance.machine.meters.fanHours },
  }),
  airFilterLife: (appliance, [count]) =>
    count === 0 || whole(count, 2, 20)
      ? { ...appliance, airFilter: { ...appliance.airFilter, period: 500 * (count as number) } }
      : appliance,
  touOff: enabledTou(false),
  touOn: enabledTou(true),
}

/** The appliance after a control. */
export function controlled(appliance: Appliance, name: ControlName, param: Param, build: Build): Appliance {
  const { needs }: Control = commands[name]
  return needs !== undefined && !build.capabilities[needs] ? appliance : changes[name](appliance, param, build)
}
