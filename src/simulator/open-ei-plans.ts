/** The rate plans that the simulated OpenEI knows: made up, in the form of real ones. */

/** A plan as OpenEI sends it in full. */
export type OpenEiRecord = Readonly<Record<string, unknown>>

interface Tier {
  readonly rate: number
  readonly adj?: number
  readonly max?: number
}

const lightAndPower = 'Example Light & Power'
const valley = 'Example Valley Electric Coop'
const coastal = 'Example Coastal Electric'

const eiaIds: Readonly<Record<string, number>> = { [lightAndPower]: 90001, [valley]: 90002, [coastal]: 90003 }

/** Who sells electricity, by the first digit of a ZIP code; elsewhere nobody is known. */
const utilities: Readonly<Record<string, readonly string[]>> = {
  '9': [lightAndPower, valley],
  '8': [lightAndPower],
  '0': [coastal],
  '1': [coastal],
}

export const utilitiesOf = (zip: string): readonly string[] =>
  /^\d{5}$/.test(zip) && zip !== '00000' ? (utilities[zip.charAt(0)] ?? []) : []

const isSummer = (month: number) => month >= 6 && month <= 9

/** 24 hours: `base`, and `price` from hour `from` to hour `until`, the last one included. */
const day = (
  base: number,
  ...windows: readonly { readonly price: number; readonly from: number; readonly until: number }[]
) =>
  Array.from(
    { length: 24 },
    (_, hour) => windows.find(({ from, until }) => from <= hour && hour <= until)?.price ?? base,
  )

const table = (hours: (month: number) => readonly number[]) => Array.from({ length: 12 }, (_, i) => hours(i + 1))

const energy = (
  rates: readonly (readonly Tier[])[],
  weekday: (month: number) => readonly number[],
  weekend: (month: number) => readonly number[],
  unit = 'kWh',
) => ({
  energyratestructure: rates.map(tiers => tiers.map(tier => ({ ...tier, unit }))),
  energyweekdayschedule: table(weekday),
  energyweekendschedule: table(weekend),
})

const plan = (utility: string, name: string, started: string, fields: object): OpenEiRecord => {
  const seconds = Date.parse(started) / 1000
  return {
    revisions: [seconds],
    approved: true,
    is_default: false,
    utility,
    eiaid: eiaIds[utility],
    name,
    startdate: seconds,
    sector: 'Residential',
    servicetype: 'Bundled',
    country: 'USA',
    fixedchargefirstmeter: 10.5,
    fixedchargeunits: '$/month',
    ...fields,
  }
}

const evening = (cheap: number, dear: number) => day(cheap, { price: dear, from: 16, until: 20 })
const eveningPeak = (summer: readonly [number, number], winter: readonly [number, number]) =>
  energy(
    [...summer, ...winter].map(rate => [
      { rate, max: 350 },
      { rate, adj: 0.08 },
    ]),
    month => (isSummer(month) ? evening(0, 1) : evening(2, 3)),
    month => day(isSummer(month) ? 0 : 2),
  )

const threePeriods = energy(
  [[{ rate: 0.112 }], [{ rate: 0.178 }], [{ rate: 0.34125 }], [{ rate: 0.149 }]],
  month =>
    isSummer(month)
      ? day(0, { price: 2, from: 16, until: 20 }, { price: 1, from: 7, until: 22 })
      : day(0, { price: 3, from: 7, until: 20 }),
  month => (isSummer(month) ? day(0, { price: 1, from: 12, until: 20 }) : day(0)),
)

/** A fuel surcharge for each month: 12 × (three windows on weekdays and one at weekends) = 48 periods. */
const monthlyFuel = energy(
  Array.from({ length: 12 }, (_, i) => [[{ rate: 0.1, adj: i / 1000 }], [{ rate: 0.22, adj: i / 1000 }]]).flat(),
  month => evening(month * 2 - 2, month * 2 - 1),
  month => day(month * 2 - 2),
)

/** One of each sort: flat, with a peak, with three periods, tiered, too many periods for a heater, without hours, ended. */
const plans = [
  plan(
    lightAndPower,
    'Residential Flat',
    '2024-03-01',
    energy(
      [[{ rate: 0.1, adj: 0.2 }]],
      () => day(0),
      () => day(0),
    ),
  ),
  plan(lightAndPower, 'Evening Peak', '2025-01-01', eveningPeak([0.21, 0.46], [0.19, 0.27])),
  plan(lightAndPower, 'Evening Peak (until 2024)', '2022-01-01', {
    ...eveningPeak([0.18, 0.39], [0.16, 0.23]),
    enddate: Date.parse('2024-12-31') / 1000,
  }),
  plan(lightAndPower, 'Three Periods', '2025-07-01', threePeriods),
  plan(lightAndPower, 'Residential Tiered', '2023-01-01', {
    ...energy(
      [
        [{ max: 6.8, rate: 0.25902 }, { max: 27.2, rate: 0.32596 }, { rate: 0.40745 }],
        [{ max: 8.2, rate: 0.25902 }, { max: 32.8, rate: 0.32596 }, { rate: 0.40745 }],
      ],
      month => day(isSummer(month) ? 0 : 1),
      month => day(isSummer(month) ? 0 : 1),
      'kWh daily',
    ),
    mincharge: 10,
  }),
  plan(valley, 'Monthly Fuel', '2025-02-01', monthlyFuel),
  plan(valley, 'Residential by Contract', '2021-05-01', { description: 'Prices are agreed with each member.' }),
  plan(coastal, 'Evening Peak with Demand', '2025-04-01', {
    ...energy(
      [[{ rate: 0.08 }], [{ rate: 0.13 }]],
      () => day(0, { price: 1, from: 14, until: 18 }),
      () => day(0),
    ),
    demandratestructure: [[{ rate: 8.4 }]],
    demandrateunit: 'kW',
  }),
]

export const openEiPlans: readonly OpenEiRecord[] = plans.map((plan, i) => {
  const label = `5eed${String(i + 1).padStart(20, '0')}`
  return { label, uri: `https://openei.org/apps/IURDB/rate/view/${label}`, ...plan }
})
