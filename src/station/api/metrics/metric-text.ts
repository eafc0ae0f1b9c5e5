/** Metrics in Prometheus' text format, version 0.0.4. */

export type Labels = Readonly<Record<string, string>>

export interface MetricSample {
  readonly labels?: Labels | undefined
  readonly value: number
}

/** A family of samples under one name. */
export interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly doc: string
  readonly samples: readonly MetricSample[]
}

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8'

/** One that has no samples is left out. */
export function metricsText(metrics: readonly Metric[]): string {
  const lines: string[] = []
  for (const { name, type, doc, samples } of metrics) {
    if (samples.length === 0) continue
    lines.push(`# HELP ${name} ${doc.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`, `# TYPE ${name} ${type}`)
    for (const { labels, value } of samples) lines.push(`${name}${labelText(labels)} ${value}`)
  }
  return `${lines.join('\n')}\n`
}

function labelText(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([label, value]) => `${label}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')

/** A sample of a metric without labels; none for a number that isn't known. */
export const single = (value: number | undefined): readonly MetricSample[] => (value === undefined ? [] : [{ value }])

/** One sample for each state, 1 for the one that is. A state of no list is listed all the same. */
export const stateSet = (labels: Labels, states: readonly string[], state: string): readonly MetricSample[] =>
  [...new Set([...states, state])].map(each => ({ labels: { ...labels, state: each }, value: each === state ? 1 : 0 }))

/** How many there are with each set of labels. */
export class Counts {
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>()

  add(labels: Labels): void {
    const key = JSON.stringify(labels)
    const count = this.#counts.get(key) ?? { labels, value: 0 }
    count.value++
    this.#counts.set(key, count)
  }

  metric(type: Metric['type'], name: string, doc: string): Metric {
    return { name, type, doc, samples: [...this.#counts.values()] }
  }
}
