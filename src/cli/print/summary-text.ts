/** What a time of watching came to, for people. */
import type { Summary } from '#station/summary'
import { formatDuration } from '#time/duration'

/** @param file where the rows went, if anywhere. */
export function summaryText(summary: Summary, file: string | undefined): string {
  const rows: [string, string | undefined][] = [
    ['runtime', formatDuration(summary.runtime)],
    ['samples', `${summary.samples} (${summary.expected} expected)`],
    ['gaps', String(summary.gaps)],
    ['errors', String(summary.errors)],
    ['reconnections', String(summary.reconnections)],
    ['mode changes', String(summary.modeChanges)],
    ['compressor starts', String(summary.compressorStarts)],
    ['heat pump', formatDuration(summary.heatPumpTime)],
    ['element', formatDuration(summary.elementTime)],
    ['energy', energyText(summary.energy)],
    ['file', file],
  ]
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name.padEnd(18)} ${value}`)
    .join('\n')
}

const energyText = (wattHours: number) =>
  wattHours < 1000 ? `${Math.round(wattHours)} Wh` : `${(wattHours / 1000).toFixed(2)} kWh`
