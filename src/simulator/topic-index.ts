/** Finds what is filed under the topic filters that match a topic, without looking at the others. */

interface Level<Value> {
  readonly below: Map<string, Level<Value>>
  readonly values: Set<Value>
}

const level = <Value>(): Level<Value> => ({ below: new Map(), values: new Set() })
const hasWildcard = (filter: string) => filter.includes('+') || filter.includes('#')

/** Matches as `topicMatches` does: as AWS IoT. */
export class TopicIndex<Value> {
  readonly #exact = new Map<string, Set<Value>>()
  readonly #root = level<Value>()

  add(filter: string, value: Value) {
    if (!hasWildcard(filter)) {
      const values = this.#exact.get(filter)
      if (values === undefined) this.#exact.set(filter, new Set([value]))
      else values.add(value)
      return
    }
    let here = this.#root
    for (const name of filter.split('/')) {
      let next = here.below.get(name)
      if (next === undefined) {
        next = level()
        here.below.set(name, next)
      }
      here = next
    }
    here.values.add(value)
  }

  delete(filter: string, value: Value) {
    if (hasWildcard(filter)) return deleteBelow(this.#root, filter.split('/'), 0, value)
    const values = this.#exact.get(filter)
    if (values?.delete(value) && values.size === 0) this.#exact.delete(filter)
  }

  /** In no order that would mean something. A value that is filed under several matching filters comes several times. */
  match(topic: string): Value[] {
    const found = [...(this.#exact.get(topic) ?? [])]
    if (this.#root.below.size > 0) collect(this.#root, topic.split('/'), 0, topic.startsWith('$'), found)
    return found
  }
}

function collect<Value>(here: Level<Value>, names: readonly string[], at: number, reserved: boolean, found: Value[]) {
  if (at === names.length) {
    found.push(...here.values)
    return
  }
  const exact = here.below.get(names[at] as string)
  if (exact !== undefined) collect(exact, names, at + 1, false, found)
  // Wildcards don't match a leading `$`.
  if (reserved) return
  const any = here.below.get('+')
  if (any !== undefined) collect(any, names, at + 1, false, found)
  const rest = here.below.get('#')
  if (rest !== undefined) found.push(...rest.values)
}

function deleteBelow<Value>(here: Level<Value>, names: readonly string[], at: number, value: Value) {
  const name = names[at]
  if (name === undefined) {
    here.values.delete(value)
    return
  }
  const next = here.below.get(name)
  if (next === undefined) return
  deleteBelow(next, names, at + 1, value)
  if (next.values.size === 0 && next.below.size === 0) here.below.delete(name)
}
