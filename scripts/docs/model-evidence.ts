/** How the numbers of the model are known: the letters that comments of `src/physics` carry, and what they mean. */

/** Letter → words. */
export const evidence = {
  S: 'the vendor’s data sheet or manual',
  C: 'our recording of one NWP500, controller firmware 10.1, September 2025',
  P: 'measured or fitted by others on one NWP500-65 at 240 V in one household, 2025-12 to 2026-10; in brackets often how many times',
  H: 'public data for comparable heaters with R-134a, as building simulators use them',
  R: 'the US rule for the test of water heaters, 10 CFR 430 subpart B appendix E',
  D: 'derived by us from the others',
  L: 'public literature and tables, named beside it',
  Φ: 'physics',
  '?': 'a guess: nobody knows, or nobody told',
  ours: 'our choice of how to compute, and no property of the heater',
} as const satisfies Readonly<Record<string, string>>

export type Evidence = keyof typeof evidence

const letters = Object.keys(evidence) as readonly Evidence[]

/** The letters that a comment carries, in the order of the table. A guess and a choice are said in words. */
export function evidenceIn(comment: string): readonly Evidence[] {
  const found = new Set([...comment.matchAll(/\[([A-ZΦ?])\d?(?=[\],;\s])/g)].map(([, letter]) => letter))
  if (/\bguess(es)?\b/i.test(comment)) found.add('?')
  if (/\bour choice\b/i.test(comment)) found.add('ours')
  return letters.filter(letter => found.has(letter))
}
