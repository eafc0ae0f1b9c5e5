/** A `sessionID` for every request: milliseconds since 1970 as text, as the vendor's app does it, and never the same twice. */
export function requestIds(now: () => number): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.floor(now()))
    return String(last)
  }
}
