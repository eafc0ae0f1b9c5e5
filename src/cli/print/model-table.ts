/** Tells a person what the runs of a scenario came to: a sentence of what was run, numbers, and a bar a day or month. */
import { unitOf } from '#schema/units'
import type { CommandContext } from '../command-context.ts'
import type { Every, ModelTotal, PlannedRun } from '../modelling/model-run.ts'
import type { ModelRow } from '../modelling/row-total.ts'
import type { Scenario } from '../modelling/scenario.ts'
import { type Bar, barsText } from './energy-bars.ts'
import { copOf } from './model-record.ts'
import { type ModelReport, silence } from './model-report.ts'
import { degrees, grouped, runSentences } from './model-sentences.ts'
import { printable } from './printable.ts'
import { type TableColumn, table } from './table.ts'
import { wrapped } from './wrapped.ts'

type Printing = Pick<CommandContext, 'print' | 'paint' | 'terminal' | 'settings'>

interface Told {
  readonly scenario: Scenario
  readonly every: Every
  /** The first line. */
  readonly title: string
}

/** Lines are no longer than that, for reading. */
const widest = 100

export function tableReport(printing: Printing, { scenario, every, title }: Told): ModelReport {
  const { print, paint, terminal, settings } = printing
  const totals: ModelTotal[] = []
  const kept: ModelRow[][] = []
  return {
    begin: silence,
    async beginRun() {
      kept.push([])
    },
    async rows(rows) {
      kept.at(-1)?.push(...rows)
    },
    async endRun(total) {
      totals.push(total)
    },
    async end() {
      const width = Math.min(terminal.stdout.columns ?? widest, widest)
      const lines = (text: string) => wrapped(printable(text), width).join('\n')
      await print(`${paint('bold', lines(title))}\n\n`)
      await print(totalsTable(printing, scenario, totals))
      const sentences = runSentences(totals, scenario, settings.units)
      await print(`\n${sentences.map(lines).join('\n')}\n`)
      const [first = []] = kept
      if (first.length > 1) await print(`\n${periodsTable(printing, scenario, every, kept)}`)
    },
  }
}

const kWh = (wattHours: number) => `${(wattHours / 1000).toFixed(1)} kWh`
const count = (value: number, unit: string) => `${grouped(value)}${unit && ` ${unit}`}`

interface Line {
  readonly title: string
  readonly of: (total: ModelRow) => string
}

function totalsTable(
  { paint, settings: { units } }: Printing,
  { comfort }: Scenario,
  totals: readonly ModelTotal[],
): string {
  const [warmth, volume] = [unitOf('temperature', units), unitOf('volume', units)]
  const warm = (celsius: number | undefined) =>
    celsius === undefined ? '–' : `${warmth.from(celsius).toFixed(1)} ${warmth.symbol}`
  const lines: readonly Line[] = [
    { title: 'electricity', of: ({ electricity }) => kWh(electricity) },
    { title: '  heat pump', of: ({ heatPumpEnergy }) => kWh(heatPumpEnergy) },
    { title: '  elements', of: ({ elementEnergy }) => kWh(elementEnergy) },
    {
      title: '  at rest',
      of: ({ electricity, heatPumpEnergy, elementEnergy }) => kWh(electricity - heatPumpEnergy - elementEnergy),
    },
    { title: 'COP of the heat pump', of: total => copOf(total)?.toFixed(2) ?? '–' },
    { title: 'hot water', of: ({ litres }) => count(volume.from(litres), volume.symbol) },
    { title: '  how warm', of: ({ outlet }) => warm(outlet) },
    { title: '  its heat', of: ({ delivered }) => kWh(delivered) },
    {
      title: `  below ${degrees(comfort, units)}`,
      of: ({ coldLitres, coldMinutes }) =>
        `${count(volume.from(coldLitres), volume.symbol)}, ${count(coldMinutes, 'min')}`,
    },
    { title: 'lost to the air', of: ({ lost }) => kWh(lost) },
    { title: 'in the tank', of: total => `${kWh(total.storedBefore)} → ${kWh(total.storedAfter)}` },
    { title: '  mean', of: total => `${warm(total.meanBefore)} → ${warm(total.meanAfter)}` },
    {
      title: 'compressor',
      of: total =>
        `${count(total.compressorHours, 'h')}, ${count(total.compressorStarts, total.compressorStarts === 1 ? 'start' : 'starts')}`,
    },
    { title: 'elements on', of: ({ elementHours }) => count(elementHours, 'h') },
    ...(totals.some(({ total }) => total.cost !== undefined)
      ? [{ title: 'cost', of: ({ cost = 0 }: ModelRow) => cost.toFixed(2) }]
      : []),
  ]
  const heads = totals.length > 1 ? totals.map(({ run }) => headOf(run)) : ['in all']
  return table(
    [{ title: '' }, ...heads.map((title): TableColumn => ({ title, align: 'right' }))],
    lines.map(({ title, of }) => [title, ...totals.map(({ total }) => of(total))]),
    paint,
  )
}

const headOf = ({ name }: PlannedRun): string => (name === 'alone' ? 'in all' : name)

/** A line a day or month: of one run what used it, of two how they differ. */
function periodsTable(
  { paint, terminal: { stdout } }: Printing,
  { time }: Scenario,
  every: Every,
  [first = [], second]: readonly (readonly ModelRow[])[],
): string {
  const period = ({ from }: ModelRow) => {
    const { year, month, day } = time.at(from * 1000)
    return [year, month, ...(every === 'month' ? [] : [day])].map(part => String(part).padStart(2, '0')).join('-')
  }
  const heads =
    second === undefined ? ['heat pump', 'elements', 'cold'] : ['without', 'with', 'cold without', 'cold with']
  const minutes = (row: ModelRow | undefined) => count(row?.coldMinutes ?? 0, 'min')
  const rows = first.map((row, i) => {
    const other = second?.[i]
    return second === undefined
      ? [period(row), kWh(row.heatPumpEnergy), kWh(row.elementEnergy), minutes(row)]
      : [period(row), kWh(row.electricity), kWh(other?.electricity ?? 0), minutes(row), minutes(other)]
  })
  const columns = [{ title: every }, ...heads.map((title): TableColumn => ({ title, align: 'right' }))]
  const plain = table(columns, rows, paint)
  if (!stdout.isTTY || second !== undefined) return plain
  const bars = first.map((row): Bar => [row.heatPumpEnergy, row.elementEnergy])
  return barsText(plain, bars, stdout.columns ?? 80, paint)
}
