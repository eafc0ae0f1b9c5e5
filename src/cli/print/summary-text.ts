/** What a time of watching came to, for people. */
import type { Summary } from '#station/summary'
import { formatDuration } from '#time/duration'

export interface WrittenFile {
  readonly name: string
  /** Rows of this run. */
  readonly written: number
}

/**
 * A line each.
 * @param file where the rows went, if anywhere.
 * @param lost samples that could not be written or shown.
 */
export function summaryLines(summary: Summary, file: WrittenFile | undefined, lost = 0): string[] {
  const { samples, answers, expected } = summary
  const unasked = samples - answers
  const missing = file === undefined ? 0 : samples - file.written
  const rows: [string, string | undefined][] = [
    ['runtime', formatDuration(summary.runtime)],
    ['samples', `${samples}: ${counted(answers, 'answer')} of ${expected} expected, ${unasked} unasked`],
    ['gaps', String(summary.gaps)],
    ['errors', String(summary.errors)],
    ['reconnections', String(summary.reconnections)],
    ['mode changes', String(summary.modeChanges)],
    ['compressor starts', String(summary.compressorStarts)],
    ['heat pump', formatDuration(summary.heatPumpTime)],
    ['element', formatDuration(summary.elementTime)],
    ['energy', energyText(summary.energy)],
    ['file', file && `${file.name}: ${counted(file.written, 'row')}${missing > 0 ? `, ${missing} missing` : ''}`],
    ['lost', lost > 0 ? `${counted(lost, 'sample')} could not be ${missing > 0 ? 'written' : 'shown'}` : undefined],
  ]
  return rows.filter(([, value]) => value !== undefined).map(([name, value]) => `  ${name.padEnd(18)} ${value}`)
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

const energyText = (wattHours: number) =>
  wattHours < 1000 ? `${Math.round(wattHours)} Wh` : `${(wattHours / 1000).toFixed(2)} kWh`
