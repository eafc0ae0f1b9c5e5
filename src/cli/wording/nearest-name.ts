/** The name that somebody probably meant. */

/** Undefined when none is near: more than a third of it would have to change. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const text = given.toLowerCase()
  const ranked = names
    .map(name => ({ name, changes: changesBetween(text, name.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes)
  const [best] = ranked
  return best !== undefined && best.changes <= Math.max(1, best.name.length / 3) ? best.name : undefined
}

/** How many letters have to be put in, left out or replaced (Levenshtein's distance). */
function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row[b.length] ?? 0
}
