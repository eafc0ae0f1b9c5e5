/** What is left of a gap where samples lie in it: those that were imported while it lasted, or after it. */
import { minutes } from '#time/duration'
import type { Gap } from './gap.ts'

/** Longer than a router takes to start. */
const leastHole = minutes(10)

/** @param step the usual one between samples, ms. @returns from when on a hole between them is a gap, ms. */
export const leastGapOf = (step: number): number => Math.max(leastHole, 3 * step)

/** The same, of samples that came at these times. */
export function leastGap(times: readonly number[]): number {
  const steps = times.slice(1).map((at, i) => at - (times[i] as number))
  const usual = steps.sort((one, other) => one - other)[Math.floor(steps.length / 2)] ?? 0
  return leastGapOf(usual)
}

/**
 * @param times of the samples in it, ascending: after its beginning, and up to its end.
 * @param longest a hole that isn't longer is none, ms.
 * @returns what to write. A gap is called by its beginning, so where the hole begins later, an empty one takes it away.
 */
export function cutGap(gap: Gap, times: readonly number[], longest: number = leastGap(times)): readonly Gap[] {
  const { from, until } = gap
  const inside = times.filter(at => at > from && (until === undefined || at < until))
  const last = inside.at(-1)
  if (last === undefined) return [gap]
  const pieces: Gap[] = []
  for (const [i, end] of inside.entries()) {
    const begin = inside[i - 1] ?? from
    if (end - begin > longest) pieces.push({ ...gap, from: begin, until: end })
  }
  if (until === undefined || until - last > longest) pieces.push({ ...gap, from: last })
  return pieces[0]?.from === from ? pieces : [{ ...gap, until: from }, ...pieces]
}
