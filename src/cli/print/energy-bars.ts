/** Draws bars beside the lines of a table, where the terminal has room: one part for the heat pump, one for the elements. */
import type { Paint } from './paint.ts'
import { padEnd, textWidth } from './text-width.ts'

/** What the heat pump used, and the elements. */
export type Bar = readonly [heatPump: number, elements: number]

/** A shorter one shows nothing. */
const least = 8
const longest = 50

/** @param table a heading, then a line for each bar; the lines after them have none. */
export function barsText(table: string, bars: readonly Bar[], columns: number, paint: Paint): string {
  const lines = table.trimEnd().split('\n')
  const width = lines.reduce((most, line) => Math.max(most, textWidth(line)), 0)
  const room = Math.min(longest, columns - width - 3)
  const most = bars.reduce((most, [heatPump, elements]) => Math.max(most, heatPump + elements), 0)
  if (room < least || most <= 0) return table
  const scaled = (value: number) => Math.round((value / most) * room)
  const part = (style: 'green' | 'yellow', block: string, length: number) =>
    length > 0 ? paint(style, block.repeat(length)) : ''
  const drawn = bars.map(([heatPump, elements]) => {
    const [first, whole] = [scaled(heatPump), scaled(heatPump + elements)]
    return part('green', '█', first) + part('yellow', '▒', whole - first)
  })
  // The first line is the heading.
  const beside = lines.map((line, i) => (drawn[i - 1] ? `${padEnd(line, width)}  ${drawn[i - 1]}` : line))
  const legend = `${paint('green', '█')} heat pump  ${paint('yellow', '▒')} elements`
  return [...beside, '', legend].map(line => `${line}\n`).join('')
}
