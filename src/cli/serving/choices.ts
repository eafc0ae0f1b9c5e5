/** Takes each setting from the best place that has it, and remembers which one that was. */

/** A value of one place, and how that place is called: `--interval`, `NAVILINK_CLOUD`, `navilink.yaml, line 3`. */
export type Candidate<Value> = readonly [value: Value | undefined, from: string]

export class Choices {
  readonly #origins = new Map<string, string>()

  /** @param candidates best first. @param path where it stands in a config: `accounts.0.cloud`. */
  pick<Value>(path: string, candidates: readonly Candidate<Value>[]): Value | undefined {
    const [value, from] = candidates.find(([value]) => value !== undefined) ?? []
    if (from !== undefined) this.#origins.set(path, from)
    return value
  }

  /** The same where the last place always has one. */
  take<Value>(path: string, candidates: readonly Candidate<Value>[], fallback: Value): Value {
    return this.pick<Value>(path, [...candidates, [fallback, 'by default']]) as Value
  }

  /** Where each was found, by its path. */
  get origins(): ReadonlyMap<string, string> {
    return this.#origins
  }
}
