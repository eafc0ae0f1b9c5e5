/** A thousand simulated heaters with their MQTT links at real speed in one process: processor and memory a heater. */
import { measured } from './measured-process.ts'
import { asSeconds } from './spread.ts'
import type { Living, ThousandHeaters } from './thousand-heaters-process.ts'

const heaters = 1000
/** Of a heater with its link, the client's end and the cloud's: kB held, and share of one processor for all of them. */
const bounds = { held: 250, processor: 0.5 } as const

export async function thousandHeatersBench(): Promise<string> {
  const { before, alone, opened, linked } = await measured<ThousandHeaters>(
    'thousand-heaters-process.ts',
    [String(heaters)],
    ['--expose-gc'],
  )
  const cost = ({ memory, lasted, processor }: Living) => {
    const each = (of: 'resident' | 'held') => ((memory[of] - before[of]) / heaters / 1000).toFixed(0)
    const share = processor / lasted
    return (
      `${(100 * share).toFixed(0)} % of a processor, ${((share * 60_000) / heaters).toFixed(1)} ms a heater and minute, ` +
      `${each('held')} kB held a heater, ${each('resident')} kB resident`
    )
  }
  return (
    `${heaters} simulated heaters at real speed in one process: ${cost(alone)}; ` +
    `each with an MQTT link, both ends of it here, open after ${asSeconds(opened)} and asked once a minute: ${cost(linked)} ` +
    `(bounds ${100 * bounds.processor} %, ${bounds.held} kB)`
  )
}

if (import.meta.main) process.stdout.write(`${await thousandHeatersBench()}\n`)
