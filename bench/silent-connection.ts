/** How long an open connection that fell silent goes unnoticed, and until the next status: real sockets on a clock that is driven. */
import { random as seeded } from '#physics/random'
import { startSimulator } from '#simulator/index'
import { minutes, seconds } from '#time/duration'
import { drivenClock } from '../test/fixtures/driven-clock.ts'
import { accountsOf, Fleet, type Recovery, recovery } from './fleet.ts'
import { asSeconds, median, worst } from './spread.ts'

const clients = 100
const bound = 90

/** Each falls silent at some moment of its keep-alive, and nobody asks it anything, which is the worst case. */
export async function silentConnectionBench(): Promise<string> {
  const clock = drivenClock()
  using ending = new DisposableStack()
  ending.defer(() => clock.close())
  const random = seeded(1)
  await using cloud = await startSimulator({ clock, accounts: accountsOf(clients), heaterTick: seconds(10) })
  await using fleet = new Fleet(cloud.url, clients, { clock, random })
  const opening = fleet.open()
  let over = false
  const opened = () => {
    over = true
  }
  opening.then(opened, opened)
  await clock.until(() => over, minutes(1))
  const back: (Recovery & { readonly since: number })[] = []
  for (const owner of await opening)
    clock.after(seconds(60 * (1 + random())), () => {
      const since = clock.now()
      cloud.faults.on('half-open', { clientId: owner.client.link.clientId, count: 1 })
      void recovery(owner, () => clock.now()).then(times => back.push({ since, ...times }))
    })
  await clock.until(() => back.length === clients, minutes(30))
  const noticed = back.map(times => times.noticed - times.since)
  const status = back.map(times => times.status - times.since)
  return (
    `open but silent connection, ${clients} times on a driven clock: noticed after ${asSeconds(median(noticed))} (median), ` +
    `at worst ${asSeconds(worst(noticed))}; first status at worst after ${asSeconds(worst(status))} (bound ${bound} s)`
  )
}

if (import.meta.main) process.stdout.write(`${await silentConnectionBench()}\n`)
