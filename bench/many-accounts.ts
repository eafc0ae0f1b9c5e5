/** A thousand accounts in one process: what it takes to open them, to hold them, and to come back when the gateway restarts. */
import type { MqttVersion } from '#cloud/gateway-errors'
import type { Effort, ManyAccounts } from './many-accounts-process.ts'
import { measured } from './measured-process.ts'
import { asSeconds } from './spread.ts'

const accounts = 1000
/** Of an idle connection, kB held; and of the last to have a status after the gateway's return, s. */
const bounds = { held: 100, return: 15 } as const

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`
const effort = ({ online, peak, processor }: Effort) =>
  `${asSeconds(online)}, ${asSeconds(processor)} of processor, ${(100 * peak).toFixed(0)} % of one at the peak`

async function line(protocol: MqttVersion): Promise<string> {
  const { before, idle, largest, opening, returning } = await measured<ManyAccounts>(
    'many-accounts-process.ts',
    [String(accounts), protocol],
    ['--expose-gc'],
  )
  const each = (of: 'resident' | 'held') => ((idle[of] - before[of]) / accounts / 1000).toFixed(0)
  return (
    `${accounts} accounts in one process, MQTT ${protocol}: all have a status after ${effort(opening)}; ` +
    `idle ${megabytes(idle.resident)} (${megabytes(before.resident)} before the first), a connection ${each('resident')} kB resident, ` +
    `${each('held')} kB held (bound ${bounds.held} kB); gateway back after 5 s: all have a status after ${effort(returning)} (bound ${bounds.return} s); ` +
    `never above ${megabytes(largest)}`
  )
}

export const manyAccountsBench = async (): Promise<string> => `${await line('3.1.1')}\n${await line('5')}`

if (import.meta.main) process.stdout.write(`${await manyAccountsBench()}\n`)
