/** Thirty days with two accounts and four heaters, whatever befalls them, on a clock that is driven; and the laws that must hold all the while. */
import { startSimulator } from '#simulator/index'
import { type Duration, days, minutes, seconds } from '#time/duration'
import { drivenClock } from '../fixtures/driven-clock.ts'
import { CommandLedger } from './command-ledger.ts'
import { type Breach, Diary } from './diary.ts'
import { Dice } from './dice.ts'
import { openSockets } from './open-sockets.ts'
import { Owner } from './owner.ts'
import { People } from './people.ts'
import { type Pair, PushLedger } from './push-ledger.ts'
import { Emitters, type Holding, Resources } from './resources.ts'
import { Vigil } from './vigil.ts'
import { Weather } from './weather.ts'

export interface SoakReport {
  readonly breaches: readonly Breach[]
  readonly broken: ReadonlyMap<string, number>
  readonly faults: ReadonlyMap<string, number>
  readonly pushes: { readonly sent: number; readonly counted: number }
  readonly commands: ReadonlyMap<string, number>
  readonly readings: number
  readonly visits: number
  readonly accounts: readonly {
    readonly signIns: number
    /** How often a password was needed after the first time. */
    readonly needed: number
    readonly calls: number
    readonly drops: number
    readonly replacements: number
  }[]
  readonly holdings: readonly (Holding & { readonly day: number })[]
}

/** Before things are counted nothing is wrong for so long: a refused subscription is tried again within the hour. */
const calm = minutes(95)
const rest = minutes(10)
/** Bytes that the heap may have more at the end than at the first look. */
const mostGrowth = 8_000_000
/** How often it is looked at. */
const looks = (length: Duration) => (length > days(7) ? 5 : 2)

export async function soak({
  length,
  seed,
  tokensHold = false,
  say = () => {},
  passed = () => {},
}: {
  readonly length: Duration
  readonly seed: number
  /** Nothing that would make a password necessary again befalls them. */
  readonly tokensHold?: boolean
  readonly say?: (line: string) => void
  /** Another day. */
  readonly passed?: () => void
}): Promise<SoakReport> {
  using emitters = new Emitters()
  using sockets = openSockets()
  const clock = drivenClock()
  const diary = new Diary(clock)
  const dice = new Dice(seed)
  const noteUnhandled = (reason: unknown) => diary.breach('unhandled rejection', String(reason))
  process.on('unhandledRejection', noteUnhandled)

  const cloud = await startSimulator({
    clock,
    seed,
    heaterTick: seconds(30),
    accounts: [
      { heaters: [{ name: 'A' }, { name: 'B', firmware: 'old' }] },
      { heaters: [{ name: 'C' }, { name: 'D' }] },
    ],
  })
  const owners = cloud.accounts.map((account, index) => new Owner(account, index, { cloud, clock, dice, diary }))
  const weather = new Weather(cloud, { clock, dice, diary, tokensHold })
  const commands = new CommandLedger(clock, diary)
  const pushes = new PushLedger(cloud, { clock, diary, weather })
  const timers = () => owners.reduce((sum, { timers }) => sum + timers.pending, 0)
  const resources = new Resources(emitters, sockets, timers)

  const finish = async <T>(promise: Promise<T>): Promise<T> => {
    let settled = false
    const over = () => {
      settled = true
    }
    promise.then(over, over)
    await clock.until(() => settled, minutes(10))
    return promise
  }

  const pairs: Pair[] = []
  for (const [i, { client, clientId }] of owners.entries())
    for (const [j, heater] of (await finish(client.devices())).entries()) {
      const tank = cloud.accounts[i]?.heaters[j]
      if (tank) pairs.push({ tank, heater, client, clientId })
    }
  for (const pair of pairs) pushes.keep(pair)

  const vigil = new Vigil(pairs, { clock, diary, weather, pushes })
  const people = new People(pairs, { cloud, clock, dice, diary, commands, weather })
  const begun = clock.now()
  const holdings: (Holding & { day: number })[] = []
  const first = Math.min(days(2), length / 2)
  const count = looks(length)
  const points = Array.from({ length: count }, (_, i) => first + ((length - first) * i) / (count - 1))
  for (const point of points) {
    weather.begin()
    people.begin()
    for (const stormy = begun + point - calm; clock.now() < stormy; passed())
      await clock.advance(Math.min(stormy - clock.now(), days(1)))
    weather.pause(true)
    await clock.advance(calm - rest)
    people.pause()
    await clock.advance(rest)
    if (commands.open.length > 0) diary.breach('no outcome', commands.open.join('; '))
    if (people.inside.size > 0) diary.breach('visit', `${[...people.inside].join('; ')} never left`)
    await finish(vigil.examine())
    // One connection may be taking over from another.
    await clock.until(() => sockets.clients.size <= owners.length, minutes(1)).catch(() => {})
    const holding = { day: point / days(1), ...(await resources.look()) }
    holdings.push(holding)
    say(
      `  day ${holding.day.toFixed(1)}: ${holding.timers} timers, ${holding.sockets} sockets, ${holding.listeners} listeners, ${(holding.heap / 1e6).toFixed(1)} MB`,
    )
  }
  judgeGrowth(holdings, diary)

  await finish(vigil.prove(48))
  // The last pushes are looked for.
  await clock.advance(seconds(1))
  if (tokensHold)
    for (const { signIns } of owners)
      if (signIns.count !== 1) diary.breach('needless sign-in', `${signIns.count} sign-ins where one would do`)

  vigil.close()
  weather.close()
  await finish(people.leave())
  const accounts = owners.map(({ client, signIns: { count, needed, calls } }) => {
    const { drops, replacements } = client.link.health()
    return { signIns: count, needed, calls, drops, replacements }
  })
  await finish(Promise.all(owners.map(({ client }) => client.close())))
  await clock.advance(0)
  const left = { timers: timers(), sockets: sockets.clients.size }
  if (left.timers + left.sockets > 0) diary.breach('left alive', JSON.stringify(left))
  await finish(cloud.close())
  if (clock.pending > 0) diary.breach('left alive', `${clock.pending} timers of cloud and people`)
  clock.close()
  process.off('unhandledRejection', noteUnhandled)

  return {
    breaches: diary.breaches,
    broken: diary.counts,
    faults: weather.counts,
    pushes: { sent: pushes.sent, counted: pushes.counted },
    commands: commands.results,
    readings: people.readings,
    visits: people.visits,
    accounts,
    holdings,
  }
}

/** From the first look on. */
function judgeGrowth(holdings: readonly Holding[], diary: Diary): void {
  const [first, last] = [holdings[0], holdings.at(-1)]
  if (!first || !last) return
  // A filter that was refused is asked for again within a day: a timer of each link.
  const allowance = { timers: 2, sockets: 0, listeners: 0 }
  for (const what of ['timers', 'sockets', 'listeners'] as const)
    if (last[what] > first[what] + allowance[what])
      diary.breach('growth', `${what} grew from ${first[what]} to ${last[what]}`)
  if (last.heap - first.heap > mostGrowth)
    diary.breach('growth', `the heap grew by ${((last.heap - first.heap) / 1e6).toFixed(1)} MB`)
}
