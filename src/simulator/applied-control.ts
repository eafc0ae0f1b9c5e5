/** What a control does to a simulated heater. What makes no sense to it, or is about something it hasn't got, changes nothing. */
import { withAntiLegionella, withoutAntiLegionella } from '#physics/anti-legionella'
import { encodeValue } from '#schema/codec'
import type { Control } from '#schema/command'
import { type ControlName, commands } from '#schema/commands'
import { RecirculationMode } from '#schema/enums'
import { statusFields } from '#schema/status'
import {
  type Appliance,
  type Build,
  type ChosenMode,
  chooseByWire,
  setTemperature,
  switchOff,
  switchOn,
  withMachine,
} from './appliance.ts'
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

/** By number alone both are the same control. */
const mode: Change = (appliance, param, build) => {
  const choice = chosen(param, build)
  return choice === undefined ? appliance : chooseByWire(appliance, choice)
}

const enabledTou =
  (enabled: boolean): Change =>
  appliance => {
    const { schedule, byHand } = appliance.tou
    // A window that was opened by hand ends with time of use.
    const tou = { ...appliance.tou, schedule: { ...schedule, enabled }, byHand: enabled ? byHand : undefined }
    return { ...appliance, tou }
  }

const changes: Readonly<Record<ControlName, Change>> = {
  powerOff: switchOff,
  powerOn: switchOn,
  dhwMode: mode,
  vacation: mode,
  dhwTemperature: (appliance, [halves], build) =>
    Number.isInteger(halves) ? setTemperature(appliance, (halves as number) / 2, build) : appliance,
  vacationDays: (appliance, [days]) => {
    const { machine } = appliance
    const settings = { ...machine.settings, vacationDays: days as number }
    return whole(days, 1, 99) ? withMachine(appliance, { ...machine, settings }) : appliance
  },
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
  // The fault itself is the heater's to forget.
  condenserFaultReset: appliance => appliance,
  intelligentOff: appliance => ({ ...appliance, intelligent: false }),
  intelligentOn: appliance => ({ ...appliance, intelligent: true }),
  demandResponseOff: appliance => ({ ...appliance, demandResponse: false }),
  demandResponseOn: appliance => ({ ...appliance, demandResponse: true }),
  antiLegionellaOff: appliance => {
    const { machine } = appliance
    return withMachine(appliance, { ...machine, antiLegionella: withoutAntiLegionella(machine.antiLegionella) })
  },
  antiLegionellaOn: (appliance, [days]) => {
    const { machine } = appliance
    if (!whole(days, 1, 30)) return appliance
    return withMachine(appliance, { ...machine, antiLegionella: withAntiLegionella(machine.antiLegionella, days) })
  },
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
