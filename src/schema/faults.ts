/** The heater's error codes: what the panel's number means, which part the sub-code names, and what an owner can do. */

export interface Fault {
  readonly text: string
  /** What the sub-code says, where that is known. */
  readonly parts?: Readonly<Record<number, string>>
  /** What an owner can do; the rest is for a technician. */
  readonly remedy: string
}

const technician = 'Call a technician.'
const range = { 1: 'reading below its range', 2: 'reading above its range' } as const

const fault = (text: string, parts?: Fault['parts'], remedy: string = technician): Fault =>
  parts ? { text, parts, remedy } : { text, remedy }

// biome-ignore format: a code is a line
export const faults: Readonly<Record<number, Fault>> = Object.freeze({
  96: fault('upper element'),
  97: fault('lower element'),
  326: fault('dry fire: an element was on without water', undefined, 'Refill the tank until no air comes from a hot tap.'),
  407: fault('hot water sensor', range),
  445: fault('mixing valve', { 1: 'opening', 2: 'closing' }),
  480: fault('upper tank sensor', range),
  481: fault('lower tank sensor', range),
  515: fault('relay', { 25: 'upper element', 26: 'lower element', 27: 'compressor' }),
  517: fault('DIP switch', undefined, 'Check the DIP switches.'),
  593: fault('panel key'),
  594: fault('EEPROM'),
  595: fault('power meter'),
  596: fault('Wi-Fi', undefined, 'Look at the Wi-Fi: router, password, signal at the heater.'),
  598: fault('clock'),
  615: fault('feedback', { 4: 'ADC reference', 27: 'cut-out', 28: 'compressor', 29: 'upper element', 30: 'lower element' }),
  781: fault('CTA-2045 module', undefined, 'Take the CTA-2045 module out and seat it again.'),
  798: fault('shut-off valve'),
  799: fault('water leak', undefined, 'Shut the water off and look for the leak.'),
  901: fault('high-temperature cut-out'),
  907: fault('compressor power line'),
  908: fault('compressor'),
  909: fault('evaporator fan'),
  910: fault('discharge sensor', range),
  911: fault('discharge too hot'),
  912: fault('suction sensor', range),
  913: fault('suction too cold'),
  914: fault('evaporator sensor', range),
  915: fault('discharge/suction difference'),
  916: fault('evaporator temperature'),
  920: fault('ambient sensor', range),
  940: fault('refrigerant line blocked'),
  990: fault('condensate overflow', undefined, 'Clear the condensate hose.'),
})

/**
 * A sentence for a code: `E480 upper tank sensor (reading below its range). Call a technician.`
 * A code that nobody has named keeps its number.
 */
export function explainFault(code: number, sub = 0): string {
  const name = `E${String(code).padStart(3, '0')}`
  const known = faults[code]
  if (!known) return `${name}${sub ? `, part ${sub}` : ''}: a code that is not known here. Look it up in the manual.`
  const part = sub ? ` (${known.parts?.[sub] ?? `part ${sub}`})` : ''
  return `${name} ${known.text}${part}. ${known.remedy}`
}

/** The one alarm of `minorCode` that an owner can reset. */
const resettable = 101

/** A sentence for the second alarm, `minorCode`: `R101`. What its numbers stand for is not known. */
export const explainAlarm = (minorCode: number): string =>
  `R${minorCode}: a second alarm. ${minorCode === resettable ? 'It can be reset in the vendor’s app.' : technician}`
