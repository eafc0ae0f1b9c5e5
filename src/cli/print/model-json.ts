/** Prints the runs of a scenario as one JSON object, piece by piece: rows may be half a million. */
import type { CommandContext } from '../command-context.ts'
import type { ModelRow } from '../modelling/row-total.ts'
import { momentText, type NumberRecord, rowNames, rowTexts, totalRecord } from './model-record.ts'
import type { ModelReport } from './model-report.ts'
import { jsonText } from './printable.ts'

interface JsonParts {
  readonly scenario: Readonly<Record<string, unknown>>
  /** Two runs: each is an object of its own, and `difference` is what the second has more. */
  readonly comparing: boolean
  readonly withRows: boolean
}

export function jsonReport(
  { print }: Pick<CommandContext, 'print'>,
  { scenario, comparing, withRows }: JsonParts,
): ModelReport {
  const totals: NumberRecord[] = []
  let separator = ''
  /** Said together with what follows, so that a run that fails at once says nothing. */
  let before = ''
  return {
    async begin() {
      before = `{\n  "scenario": ${jsonText(scenario)}`
    },
    async beginRun({ name }) {
      separator = ''
      if (comparing) before += `,\n  "${name}": {`
      if (withRows) before += `${comparing ? '' : ','}\n  "rows": [`
    },
    async rows(rows) {
      if (!withRows || rows.length === 0) return
      const names = rows.slice(0, 1).flatMap(rowNames)
      await print(`${before}${separator}\n${rows.map(row => rowText(row, names)).join(',\n')}`)
      before = ''
      separator = ','
    },
    async endRun(total) {
      const record = totalRecord(total)
      totals.push(record)
      const { from, to } = total.total
      const fields = Object.entries({ from: momentText(from), to: momentText(to), ...plain(record) })
      const text = fields.map(([name, value]) => `\n  "${name}": ${jsonText(value)}`).join(',')
      await print(`${before}${withRows ? '\n  ],' : comparing ? '' : ','}${text}${comparing ? '\n  }' : ''}`)
      before = ''
    },
    end: () => print(`${comparing ? `,\n  "difference": ${jsonText(differenceOf(totals))}` : ''}\n}\n`),
  }
}

/** Written out here, for there may be many. */
function rowText(row: ModelRow, names: readonly string[]): string {
  const numbers = rowTexts(row).map((text = 'null', i) => `"${names[i]}":${text}`)
  return `    {"from":"${momentText(row.from)}","to":"${momentText(row.to)}",${numbers.join()}}`
}

/** What isn't told is null, so that each has all its keys. */
const plain = (record: NumberRecord): Readonly<Record<string, number | null>> =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, value === undefined ? null : Math.round(value * 1e6) / 1e6]),
  )

function differenceOf([without = {}, withPlans = {}]: readonly NumberRecord[]) {
  const names = [
    'electricity_wh',
    'cost',
    'delivered_wh',
    'lost_wh',
    'stored_end_wh',
    'cold_water_l',
    'cold_water_min',
    'compressor_starts',
  ]
  const more = names
    .filter(name => name in without)
    .map(name => [name, (withPlans[name] ?? 0) - (without[name] ?? 0)] as const)
  return plain(Object.fromEntries(more))
}
