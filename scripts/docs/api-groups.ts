/** In which group of docs/api.md a name stands: by the file that declares it, the first rule that fits. */
import type { PublicName } from './public-names.ts'

type Rule = readonly [title: string, files: RegExp]

const library: readonly Rule[] = [
  ['Client and account', /^(heater\/(client|config)$|cloud\/(address|rest|session|session-|saved-|account-))/],
  [
    'A heater',
    /^(heater\/(device|heater-events|watch|periodic-requests|presence|capabilities)$|cloud\/(device-|push-|upkeep-|fault-)|schema\/capabilities)/,
  ],
  ['What it says', /^(heater\/reading|schema\/(status|device-info|codec|derived|faults|units|field|reply-body)$)/],
  [
    'Commands and outcomes',
    /^(heater\/(outcome|line|order|controllable|effect)|schema\/(command|commands|controls|queries|writes|temperature)$)/,
  ],
  ['Energy, counters, firmware', /^(heater\/energy-|schema\/(energy|counters|downloaded-firmware)|cloud\/firmware-)/],
  [
    'Schedules',
    /^(heater\/(schedule|reservations|recirculation|tou|backup|restore|week|edit|registered-tou|marked-text)|schema\/(weekdays|months|clock-time|reservation|recirculation|schedule|coverage|tou|price|cycle|findings|pump-runs|week-|wire-entry))/,
  ],
  ['Tariffs', /^(tariff\/|cloud\/(open-ei|tou-)|heater\/tariff)/],
  ['Connection', /^(heater\/(client-link|command-queue)|cloud\/(link|mqtt-|backoff|gateway-|protocol-))/],
  ['Errors', /^(schema\/errors|heater\/settings)$/],
  ['Time, logs, frames', /^(time|wire)\//],
]

const schema: readonly Rule[] = [
  ['Fields and their codec', /^schema\/(field|codec|status|device-info|units|reply-body)$/],
  ['What follows from a status', /^schema\/(derived|faults)$/],
  ['Commands', /^schema\/(command|commands|controls|queries|writes|capabilities|temperature)$/],
  ['Codes', /^schema\/enums$/],
  ['Energy, counters, firmware', /^schema\/(energy|counters|downloaded-firmware)/],
  ['Days, months, times, prices', /^schema\/(weekdays|months|clock-time|price|cycle)$/],
  ['What schedules come to', /^schema\/(coverage|tou-coverage|pump-runs|schedule-difference|schedule-text|findings)$/],
  ['Schedules', /^schema\/(reservation|recirculation|schedule|tou|week-|wire-entry)/],
  ['Errors', /^schema\/errors$/],
]

const simulator: readonly Rule[] = [
  ['The cloud', /^simulator\/(simulator|options|credentials|control-port|account)/],
  ['The gateway', /^simulator\/gateway-/],
  ['Faults', /^simulator\/fault/],
  ['The heater', /^(simulator|physics)\//],
]

const physics: readonly Rule[] = [
  ['A heater as it goes', /^physics\/(machine|run|defects|meters|conditions|surroundings)$/],
  ['What it is', /^physics\/(parameters|build)$/],
  ['What is in it', /^physics\/(tank|thermistor|circuit)$/],
  ['What it is told', /^physics\/controller\/(writes|settings|faults|firmware|readings)$/],
  ['What its controller does', /^physics\/controller\//],
  ['Schedules and tariff windows', /^physics\/schedule\//],
  ['The house around it', /^physics\/house\//],
  ['What comes next', /^physics\/forecast/],
  ['Your own heater', /^physics\/fit\//],
]

const rules: Readonly<Record<string, readonly Rule[]>> = {
  navilink: library,
  'navilink/schema': schema,
  'navilink/simulator': simulator,
  'navilink/physics': physics,
}

const elsewhere = 'Everything else'

export const groups = (specifier: string): readonly string[] => [
  ...(rules[specifier] ?? []).map(([title]) => title),
  ...(rules[specifier] === undefined ? [elsewhere] : []),
]

/** @throws Error for a name that no rule places: nobody would find it. */
export function groupOf(specifier: string, { name, file }: Pick<PublicName, 'name' | 'file'>): string {
  if (rules[specifier] === undefined) return elsewhere
  const found = rules[specifier].find(([, files]) => files.test(file))
  if (found === undefined)
    throw new Error(`${name} of src/${file}.ts has no group in ${specifier}; scripts/docs/api-groups.ts has the rules.`)
  return found[0]
}
