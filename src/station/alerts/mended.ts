/** Moments that are kept from one look to the next, after somebody has set the clock back. */

/** The same with each of these moments that is still to come taken as now: nothing would be due until then. */
export function mended<Kept extends object>(kept: Kept, moments: readonly (keyof Kept)[], now: number): Kept {
  const ahead = moments.filter(moment => Number(kept[moment]) > now)
  return ahead.length === 0 ? kept : { ...kept, ...Object.fromEntries(ahead.map(moment => [moment, now])) }
}
