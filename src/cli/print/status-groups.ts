/** In which order and under which headings the fields of a status are shown. A field goes to the first group that takes it. */
import { type StatusKey, statusFields } from '#schema/status'

// By pattern, so that a new field finds its place and no name is written twice.
const groups: readonly (readonly [title: string, takes: RegExp])[] = [
  ['Hot water', /^(dhw|mixing|(current|cumulated)Dhw)/],
  ['Tank', /^(tank|currentInlet|totalEnergy|availableEnergy)/],
  ['At work', /^(operation|current(InstPower|HeatUse|Statenum)|compUse|heat(Upper|Lower)Use|evaFanUse|eevUse)/],
  ['Heat pump', /^(discharge|suction|evaporator|ambient|outside|eevStep|fanPwm|(target|current)(SuperHeat|FanRpm))/],
  ['Faults and alarms', /^(error|subError|minorCode|fault|smartDiagnostic|conOvr|wtrOvr|shutOffValve)/],
  ['Protection', /^(freeze|antiLegionella|ecoUse|scaldUse)/],
  ['Electricity supply', /^(tou|dr)[A-Z]/],
  ['Thresholds', /^((hp|he)(Upper|Lower)|heatMinOp)/],
  ['Recirculation', /^recirc/],
  ['Air filter', /^(airFilter|cumulatedOpTimeEvaFan)/],
  ['Vacation and program', /^(vacation|program)/],
  ['Unit', /./],
]

export interface KeyGroup {
  readonly title: string
  readonly keys: readonly StatusKey[]
}

/** All fields of the table, each once. */
export function statusGroups(): KeyGroup[] {
  const keys = Object.keys(statusFields) as StatusKey[]
  const titleOf = (key: StatusKey) => groups.find(([, takes]) => takes.test(key))?.[0]
  return groups.map(([title]) => ({ title, keys: keys.filter(key => titleOf(key) === title) }))
}
