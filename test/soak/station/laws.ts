/** What must hold of a record, whatever befell the station that made it. */

import type { Gap } from '#station/history/gap'
import { History } from '#station/history/history'
import type { Store, StoredSample } from '#station/store/store'
import { type Duration, hours } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { longestMove, Prints, printOf, type Reckoning, type Witness } from './witness.ts'

export interface Judged {
  readonly samples: number
  /** By heater and time: acknowledged and not there; and there though nobody acknowledged them. */
  readonly lost: readonly string[]
  readonly invented: readonly string[]
  /** Neighbours too far apart without a gap over them, and gaps that aren't between neighbours. */
  readonly gaps: { readonly facts: number; readonly missing: readonly string[]; readonly wrong: readonly string[] }
  readonly energy: readonly EnergyJudged[]
}

/** What a heater told in its record. */
interface Told {
  readonly times: readonly number[]
  readonly gaps: readonly Gap[]
  /** Samples that don't say what it drew: on both sides of them nothing is known. */
  readonly powerless: ReadonlySet<number>
}

/** Of one heater: Wh by its meters and by the ledger, over the days that can be compared. */
export interface EnergyJudged {
  readonly heater: string
  readonly interval: Duration
  readonly days: number
  readonly truth: number
  readonly ledger: number
  /** The largest share by which a day is off, and when. */
  readonly worst: { readonly day: string; readonly share: number }
}

interface Setting {
  readonly store: Store
  readonly history: History
  readonly witness: Witness
  readonly intervalOf: (heater: string) => Duration
  /** Days on which the clock was set: the simulated heater lives by it, and stands still or hurries then. */
  readonly clockSet: ReadonlySet<string>
}

export async function judge(setting: Setting): Promise<Judged> {
  const { store, history, witness, intervalOf } = setting
  let [samples, facts] = [0, 0]
  const lost: string[] = []
  const invented: string[] = []
  const missing: string[] = []
  const wrong: string[] = []
  const energy: EnergyJudged[] = []
  for (const heater of witness.heaters) {
    const times: number[] = []
    const found = new Prints()
    const powerless = new Set<number>()
    for await (const { at, raw } of history.samples({ heater })) {
      times.push(at)
      found.add(printOf(raw), at)
      if (typeof raw.currentInstPower !== 'number') powerless.add(at)
    }
    const acknowledged = witness.acknowledged.get(heater) ?? new Prints()
    samples += times.length
    // Of one moment and another content, the store gives it the next free millisecond; of the same, there is one.
    lost.push(...acknowledged.without(found, 0, longestMove).map(at => `${heater} ${text(at)}`))
    invented.push(...found.without(acknowledged, -longestMove, 0).map(at => `${heater} ${text(at)}`))
    const gaps = await store.gaps({ heater })
    facts += gaps.length
    missing.push(...uncovered(times, gaps, intervalOf(heater)).map(each => `${heater} ${each}`))
    wrong.push(...unfounded(times, gaps).map(each => `${heater} ${each}`))
    energy.push(await compareEnergy(heater, { times, gaps, powerless }, setting))
  }
  return { samples, lost, invented, gaps: { facts, missing, wrong }, energy }
}

const text = (at: number) => new Date(at).toISOString()

function uncovered(times: readonly number[], gaps: readonly Gap[], interval: Duration): string[] {
  const covered = new Map(gaps.map(({ from, until }) => [from, until]))
  return times.flatMap((at, i) => {
    const next = times[i + 1]
    // A poll may be answered late, and the next one in time.
    if (next === undefined || next - at <= 1.5 * interval + 31_000) return []
    return covered.has(at) ? [] : [`${text(at)} to ${text(next)}`]
  })
}

function unfounded(times: readonly number[], gaps: readonly Gap[]): string[] {
  const next = new Map(times.map((at, i) => [at, times[i + 1]]))
  return gaps.flatMap(({ from, until, cause }) =>
    next.get(from) === until || (until === undefined && times.at(-1) === from)
      ? []
      : [`${text(from)} to ${until === undefined ? 'now' : text(until)} (${cause})`],
  )
}

/** The ledger against what the heater's meters said between the neighbours that no gap parts, by day. */
async function compareEnergy(
  heater: string,
  { times, gaps, powerless }: Told,
  { history, witness, intervalOf, clockSet }: Setting,
): Promise<EnergyJudged> {
  const sums = { days: 0, truth: 0, ledger: 0 }
  let worst = { day: '', share: 0 }
  const parted = new Set(gaps.map(({ from }) => from))
  const truth = new Map<string, { Wh: number; whole: boolean }>()
  const observed = new Map<string, number>()
  for (const [i, from] of times.entries()) {
    const until = times[i + 1]
    if (until === undefined || parted.has(from) || powerless.has(from) || powerless.has(until)) continue
    const used = witness.between(heater, from, until)
    const day = text(from).slice(0, 10)
    const entry = truth.get(day) ?? { Wh: 0, whole: true }
    truth.set(day, entry)
    observed.set(day, (observed.get(day) ?? 0) + until - from)
    if (used && text(until - 1).slice(0, 10) === day) entry.Wh += used.electricity
    else if (used) spread(truth, from, until, used)
    else entry.whole = false
  }
  for (const { day, heatPumpEnergy, elementEnergy, otherEnergy } of await history.energy({ heater })) {
    const { Wh, whole } = truth.get(day) ?? { Wh: 0, whole: false }
    if (!whole || clockSet.has(day)) continue
    const ledger = heatPumpEnergy + elementEnergy + otherEnergy
    sums.truth += Wh
    sums.ledger += ledger
    sums.days++
    // A day of which little was seen has hardly an energy to be wrong about.
    const share = Math.abs(ledger / Wh - 1)
    if (Wh > 200 && (observed.get(day) ?? 0) > hours(12) && share > worst.share) worst = { day, share }
  }
  return { heater, interval: intervalOf(heater), ...sums, worst }
}

/** Over midnight, by time. */
function spread(
  truth: Map<string, { Wh: number; whole: boolean }>,
  from: number,
  until: number,
  used: Reckoning,
): void {
  const midnight = Date.parse(`${text(until).slice(0, 10)}T00:00:00Z`)
  for (const [a, b] of [
    [from, midnight],
    [midnight, until],
  ] as const) {
    const day = text(a).slice(0, 10)
    const entry = truth.get(day) ?? { Wh: 0, whole: true }
    truth.set(day, entry)
    entry.Wh += (used.electricity * (b - a)) / (until - from)
  }
}

/** The same samples and gaps in an empty store: its rollups and ledger must be those of the other. @returns what differs. */
export async function recomputed(store: Store, empty: Store, now: number, rawDays: number): Promise<readonly string[]> {
  const clock = { now: () => now }
  const history = new History({ store, clock, logger: silentLogger, rawDays })
  const again = new History({ store: empty, clock, logger: silentLogger, rawDays })
  await history.keep()
  const heaters = await store.heaters()
  await empty.write({ heaters, gaps: await store.gaps({}) })
  for (const { id } of heaters) {
    let batch: StoredSample[] = []
    const put = async () => {
      const dirty = [...new Set(batch.flatMap(({ at }, i) => hoursUntil(batch[i - 1]?.at ?? at, at)))]
      await empty.write({ samples: batch, dirty: dirty.map(hour => ({ heater: id, hour })) })
    }
    for await (const sample of history.samples({ heater: id })) {
      batch.push(sample)
      if (batch.length < 1000) continue
      await put()
      batch = batch.slice(-1)
    }
    await put()
  }
  await again.keep()
  const differences: string[] = []
  for (const { id: heater } of heaters) {
    for (const span of ['hours', 'day'] as const) {
      const [ours, theirs] = [await store.rollups({ heater, span }), await empty.rollups({ heater, span })]
      const found = new Map(theirs.map(({ from, data }) => [from, Buffer.from(data).toString('base64')]))
      for (const { from, data } of ours)
        if (found.get(from) !== Buffer.from(data).toString('base64'))
          differences.push(`${heater} ${span} ${text(from)}`)
      if (ours.length !== theirs.length) differences.push(`${heater} ${span}: ${ours.length} and ${theirs.length}`)
    }
    const [ours, theirs] = [await store.energy({ heater }), await empty.energy({ heater })]
    const found = new Map(theirs.map(day => [day.day, day]))
    for (const { told: _, toldAt: __, ...day } of ours) {
      // Of a day before the record there are the heater's own figures only.
      if (day.observed === 0) continue
      const other = found.get(day.day)
      if (!other || JSON.stringify({ ...other, told: undefined, toldAt: undefined }) !== JSON.stringify(day))
        differences.push(`${heater} ledger ${day.day}: ${JSON.stringify(day)} and ${JSON.stringify(other)}`)
    }
  }
  return differences
}

function hoursUntil(from: number, until: number): number[] {
  const found: number[] = []
  for (let hour = from - (from % hours(1)); hour <= until; hour += hours(1)) found.push(hour)
  return found
}
