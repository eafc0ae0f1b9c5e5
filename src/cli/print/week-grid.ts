/** A week drawn on a terminal: a line a day, from midnight to midnight. */
import type { Paint } from './paint.ts'
import { padEnd, textWidth } from './text-width.ts'
import { packed } from './wrapped.ts'

/** How a part of a day is drawn, and what that means. */
export interface Shade {
  /** One letter of the terminal. */
  readonly letter: string
  readonly style: Parameters<Paint>[0]
  readonly meaning: string
}

export interface DayLine {
  /** `mon`, `sat sun`. */
  readonly label: string
  /** In the order of the day, and without a hole. */
  readonly parts: readonly { readonly until: number; readonly shade: Shade }[]
  /** What begins when, in minutes since midnight. */
  readonly marks?: readonly { readonly at: number; readonly text: string }[]
}

/** Letters an hour, the most that fit. */
const scales = [4, 3, 2, 1] as const
/** Hours from one number of the heading to the next: the fewest that leave a blank between them. */
const spacing = { 4: 1, 3: 1, 2: 2, 1: 3 } as const
const hours = 24

/** Heading, days and legend; none where the terminal is too narrow. */
export function weekGrid(days: readonly DayLine[], columns: number, paint: Paint): string[] {
  const width = days.reduce((most, { label }) => Math.max(most, textWidth(label)), 0) + 1
  const scale = scales.find(letters => width + letters * hours <= columns)
  if (scale === undefined) return []
  const heading = Array.from({ length: hours / spacing[scale] }, (_, i) =>
    padEnd(String(i * spacing[scale]).padStart(2, '0'), scale * spacing[scale]),
  )
  const used = new Set(days.flatMap(({ parts }) => parts.map(({ shade }) => shade)))
  const legend = [...used].map(({ letter, style, meaning }) => `${paint(style, letter)} ${meaning}`)
  return [
    paint('dim', padEnd('', width) + heading.join('').trimEnd()),
    ...days.map(day => padEnd(day.label, width) + dayLine(day, scale, paint)),
    ...packed(legend, columns - width, '   ').map(line => padEnd('', width) + line),
  ]
}

function dayLine({ parts, marks = [] }: DayLine, scale: number, paint: Paint): string {
  const length = hours * scale
  const span = 60 / scale
  // What holds in the middle of a letter's time is what the letter shows.
  const shades = Array.from({ length }, (_, i) => parts.find(({ until }) => until > (i + 0.5) * span)?.shade)
  const letters = shades.map(shade => shade?.letter ?? ' ')
  const marked = new Set<number>()
  for (const { at, text } of marks)
    for (const [i, letter] of [...text].entries()) {
      const place = Math.min(length - text.length, Math.floor(at / span)) + i
      letters[place] = letter
      marked.add(place)
    }
  let line = ''
  for (let i = 0; i < length; ) {
    let end = i + 1
    while (end < length && shades[end] === shades[i] && marked.has(end) === marked.has(i)) end++
    const style = shades[i]?.style
    const text = letters.slice(i, end).join('')
    line += marked.has(i) ? paint('bold', text) : style === undefined ? text : paint(style, text)
    i = end
  }
  return line.trimEnd()
}
