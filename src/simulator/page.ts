/** A part of a list of the simulated REST service, as a call asks for it. */

/** The service gives no more at a time. */
const longestPage = 20

/** What `offset` and `count` of a body ask for; undefined when they can't be. */
export function pageOf<Item>(
  all: readonly Item[],
  body: Readonly<Record<string, unknown>> | undefined,
): readonly Item[] | undefined {
  const [offset, count] = [Number(body?.offset), Number(body?.count)]
  if (!Number.isInteger(offset) || !Number.isInteger(count) || offset < 0 || count < 1) return undefined
  return all.slice(offset, offset + Math.min(count, longestPage))
}
