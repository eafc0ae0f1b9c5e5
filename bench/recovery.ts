/** How long after its socket was cut a client has the next status, over some hundred cuts in real time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { startCloud } from './cloud.ts'
import { Fleet, type Recovery, recovery } from './fleet.ts'
import { asSeconds, median, p99 } from './spread.ts'

const clients = 300
/** One after the other, so that they don't wait for each other. */
const apart = 30
const bound = 2

export async function recoveryBench(): Promise<string> {
  await using cloud = await startCloud(clients)
  await using fleet = new Fleet(cloud.url, clients)
  const owners = await fleet.open()
  // AWS takes one CONNECT a second from a client, and nobody's socket drops that early.
  await sleep(1000)
  const whole: Promise<Recovery & { readonly cut: number }>[] = []
  for (const owner of owners) {
    const back = recovery(owner, Date.now)
    const cut = await cloud.strike(['drop', { clientId: owner.client.link.clientId }])
    whole.push(back.then(times => ({ ...times, cut })))
    await sleep(apart)
  }
  const all = await Promise.all(whole)
  const total = all.map(({ cut, status }) => status - cut)
  const waits = all.map(({ noticed, tried }) => tried - noticed)
  const work = total.map((time, i) => time - (waits[i] ?? Number.NaN))
  return (
    `socket dropped → first status, ${clients} times: median ${asSeconds(median(total), 2)}, ` +
    `p99 ${asSeconds(p99(total), 2)} (bound ${bound} s); of it the wait that chance gives ${asSeconds(median(waits), 2)}, ` +
    `connecting, subscribing and asking ${median(work).toFixed(0)} ms, p99 ${p99(work).toFixed(0)} ms`
  )
}

if (import.meta.main) process.stdout.write(`${await recoveryBench()}\n`)
