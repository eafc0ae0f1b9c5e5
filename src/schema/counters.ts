/** Lifetime counters, which the app shows to installers only: what happened, what was drawn, and how long each part has run. */
import { encode } from './codec.ts'
import { ProtocolError } from './errors.ts'
import {
  code,
  daysField,
  type Field,
  type Fields,
  hoursField,
  litres,
  percent,
  type Seen,
  steps,
  table,
  type Values,
  watts,
} from './field.ts'
import { type BodyOddity, isRecord, readFields } from './reply-body.ts'

const wattHours = (seen: Seen, doc: string): Field<number> => ({ ...watts(seen, doc), quantity: 'energy' })
/** How often something happened: a number without a unit. */
const times = code
/** Minutes have no quantity of their own: it is the only field that has them. */
const minutes = code

/** The lifetime counters in their three blocks, spelt as on the wire. */
// biome-ignore format: a field is a line
export const counterFields = {
  tsData: table({
    cumulatedPwrHp: wattHours('tried', 'Electricity for the heat pump, equal to the total of the energy records.'),
    cumulatedPwrHe: wattHours('tried', 'Electricity for the elements, equal to the total of the energy records.'),
    daysSinceInstallation: daysField('tried', 'Days since it was installed.'),
    cumulatedOccNumEco: times('guessed', 'How often the over-temperature cut-out tripped, by its name.'),
    cumulatedOccNumDryFire: times('guessed', 'How often an element was without water, by its name.'),
    numOffRostProtectBurn: times('guessed', 'How often freeze protection heated, by its name; so spelt on the wire.'),
    cumulatedOccNumConOvrFlow: times('guessed', 'How often the condensate backed up, by its name.'),
    cumulatedOccNumWtrOvrFlow: times('guessed', 'How often the leak sensor was wet, by its name.'),
    cumulatedOpTimeDrShed: hoursField('guessed', 'Demand response: how long it was told to shed.'),
    cumulatedOpTimeDrLoadUp: hoursField('guessed', 'Demand response: how long it was told to load up.'),
    cumulatedOpTimeDrAdvLoadUp: hoursField('guessed', 'Demand response: how long it was told to load up beyond its setpoint.'),
    cumulatedOpTimeDrCpp: hoursField('guessed', 'Demand response: how long the peak was critical.'),
    cumulatedOpTimeDrGridEmg: hoursField('guessed', 'Demand response: how long the grid was in an emergency.'),
    cumulatedOccNumAbDisTmp: times('guessed', 'How often the discharge was too hot, by its name.'),
    cumulatedOccNumHpo: times('guessed', 'How often the pressure of the circuit was too high, by its name.'),
    cumulatedOccNumAbSucTmp: times('guessed', 'How often the suction temperature was wrong, by its name.'),
    cumulatedOccNumAbDisSucTmp: times('guessed', 'How often discharge and suction did not fit together, by its name.'),
  }),
  tdData: table({
    numOfdhwUse: times('guessed', 'Draws of hot water; 0 on a unit in daily use, as everything here that has to do with draws.'),
    dhwUseTotalFlow: litres('guessed', 'Hot water drawn.'),
    dhwUseTotalTime: hoursField('guessed', 'How long hot water was drawn.'),
    numOfLongDhwUse: times('guessed', 'Long draws.'),
    longDhwUseTotalFlow: litres('guessed', 'Hot water of the long draws.'),
    longDhwUseTotalTime: hoursField('guessed', 'How long the long draws took.'),
    numOfShortDhwUse: times('guessed', 'Short draws.'),
    avrageRecoveryTime: minutes('guessed', 'Minutes that it takes to heat up again; so spelt on the wire.'),
  }),
  taData: table({
    cumulatedOpTimeComp: hoursField('tried', 'Hours of the compressor, equal to those of the heat pump in the energy records.'),
    cumulatedOpNumComp: times('tried', 'Starts of the compressor.'),
    cumulatedOpTimeEvaFan: hoursField('tried', 'Hours of the fan, whatever was done about the filter.'),
    cumulatedOpNumEvaFan: times('tried', 'Starts of the fan.'),
    cumulatedOpStepEev: steps('guessed', 'Movement of the expansion valve; what it counts is not known, 1102 after a year.'),
    cumulatedOpTimeUhe: hoursField('tried', 'Hours of the upper element, equal to those of the elements in the energy records.'),
    cumulatedOpNumUhe: times('tried', 'Starts of the upper element.'),
    cumulatedOpTimeLhe: hoursField('tried', 'Hours of the lower element.'),
    cumulatedOpNumLhe: times('tried', 'Starts of the lower element.'),
    cumulatedOpNumShutOffVv: times('guessed', 'How often the shut-off valve was worked.'),
    mixingValveOpTotalStep: steps('guessed', 'Movement of the mixing valve.'),
    mixingValveOpAvgMixinGrate: percent('guessed', 'Mean position of the mixing valve; so spelt on the wire.'),
    cumulatedOpNumRecircPump: times('guessed', 'Starts of the recirculation pump.'),
    cumulatedOpTimeRecircPump: hoursField('guessed', 'Hours of the recirculation pump.'),
    cumulatedOpTimeInvComp1: hoursField('guessed', 'Hours of an inverter compressor at its first level; the NWP500 has none.'),
    cumulatedOpTimeInvComp2: hoursField('guessed', 'Hours of an inverter compressor at its second level; the NWP500 has none.'),
    cumulatedOpTimeInvComp3: hoursField('guessed', 'Hours of an inverter compressor at its third level; the NWP500 has none.'),
    cumulatedOpTimeInvComp4: hoursField('guessed', 'Hours of an inverter compressor at its fourth level; the NWP500 has none.'),
  }),
} as const satisfies Record<string, Fields>

/** The three blocks of the wire under their own names: what happened, what was drawn, what ran. */
export type Counters = { readonly [Block in keyof typeof counterFields]: Values<(typeof counterFields)[Block]> }

type Block = keyof Counters

const blocks = Object.keys(counterFields) as Block[]
/** The only one seen. */
const typeOfTD = 2

/** Bytes of each number in the packed form: the two energies are wide, the other counts of their block narrow. */
const widthOf = (block: Block, index: number) => (block === 'tsData' && index > 1 ? 2 : 4)

/**
 * The answer to the question for the counters, in both forms: as objects, which the cloud makes of it for some reply
 * topics, and as the heater says it, with a hex text for each block.
 * @throws ProtocolError when it has none of the blocks.
 */
export function readCounters(body: unknown): Counters & { readonly oddities: readonly BodyOddity[] } {
  // The texts are told to have the names of the blocks; whether they lie in `data` as the objects do, nobody says.
  const data = isRecord(body) && isRecord(body.data) ? body.data : body
  if (!isRecord(data) || !blocks.some(block => isRecord(data[block]) || isPacked(data[block])))
    throw new ProtocolError('The heater answered with something that holds no lifetime counters.')
  const oddities: BodyOddity[] = []
  const read = (block: Block): Values<Fields> => {
    const said = data[block]
    if (said === undefined) return {}
    const raw = isPacked(said) ? unpacked(block, said, oddities) : said
    return readFields<Fields>(counterFields[block], raw, block, oddities) ?? {}
  }
  return { tsData: read('tsData'), tdData: read('tdData'), taData: read('taData'), oddities }
}

const isPacked = (value: unknown): value is string => typeof value === 'string' && /^([0-9a-f]{2})+$/i.test(value)

/** A text that ends early leaves the rest untold. */
function unpacked(block: Block, hex: string, oddities: BodyOddity[]): Record<string, number> {
  const bytes = hex.match(/../g) ?? []
  const told: Record<string, number> = {}
  for (const [i, key] of Object.keys(counterFields[block]).entries()) {
    const width = widthOf(block, i)
    if (bytes.length < width) break
    told[key] = Number.parseInt(bytes.splice(0, width).reverse().join(''), 16)
  }
  if (bytes.length > 0) oddities.push({ at: block, raw: bytes.join(''), problem: 'bytes without a meaning' })
  return told
}

/** The answer on the wire's terms, as the cloud passes it on under the reply topics of the app. */
export const countersBody = (counters: Counters): Record<string, unknown> => ({
  typeOfTD,
  data: {
    tsData: onWire(counters, 'tsData'),
    // Always empty.
    tcData: {},
    tdData: onWire(counters, 'tdData'),
    taData: onWire(counters, 'taData'),
  },
})

const onWire = (counters: Counters, block: Block) =>
  encode<Fields>(counterFields[block], { values: counters[block] as Values<Fields> })

/** The answer as the heater itself says it, little-endian; a counter that isn't there is 0. */
export const packedCountersBody = (counters: Counters): Record<string, unknown> => ({
  typeOfTD,
  data: Object.fromEntries(blocks.map(block => [block, packed(counters, block)])),
})

function packed(counters: Counters, block: Block): string {
  const numbers = onWire(counters, block)
  return Object.keys(counterFields[block])
    .map((key, i) => littleEndian(Number(numbers[key] ?? 0), widthOf(block, i)))
    .join('')
}

const littleEndian = (count: number, bytes: number) =>
  Array.from({ length: bytes }, (_, i) => (Math.floor(count / 256 ** i) % 256).toString(16).padStart(2, '0')).join('')
