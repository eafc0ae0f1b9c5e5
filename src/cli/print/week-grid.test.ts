/** A drawn week: every minute of a day has its letter, nothing is wider than the terminal, and marks stand where they begin. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plain } from './paint.ts'
import { textWidth } from './text-width.ts'
import { type DayLine, type Shade, weekGrid } from './week-grid.ts'

const shade = (letter: string): Shade => ({ letter, style: 'green', meaning: `it is ${letter}` })
const [a, b] = [shade('a'), shade('b')]
const day = (label: string, ...until: readonly (readonly [number, Shade])[]): DayLine => ({
  label,
  parts: until.map(([until, shade]) => ({ until, shade })),
})

describe('a week', () => {
  test('has as many letters an hour as fit', () => {
    const days = [day('mon', [720, a], [1440, b])]
    const lineAt = (columns: number) => weekGrid(days, columns, plain)[1]
    expect(lineAt(100)).toBe(`mon ${'a'.repeat(48)}${'b'.repeat(48)}`)
    expect(lineAt(99)).toBe(`mon ${'a'.repeat(36)}${'b'.repeat(36)}`)
    expect(lineAt(75)).toBe(`mon ${'a'.repeat(24)}${'b'.repeat(24)}`)
    expect(lineAt(28)).toBe(`mon ${'a'.repeat(12)}${'b'.repeat(12)}`)
    expect(weekGrid(days, 27, plain)).toEqual([])
  })

  test('says the hours above and what the letters mean below', () => {
    const [heading, , legend] = weekGrid([day('mon', [720, a], [1440, b])], 60, plain)
    expect(heading).toBe('    00  02  04  06  08  10  12  14  16  18  20  22')
    expect(legend).toBe('    a it is a   b it is b')
  })

  test('marks what begins at its place, a long one at the end of the day too', () => {
    const marked = {
      ...day('mon', [1440, a]),
      marks: [
        { at: 390, text: '1' },
        { at: 1439, text: '12' },
      ],
    }
    expect(weekGrid([marked], 80, plain)[1]).toBe(`mon ${'a'.repeat(19)}1${'a'.repeat(50)}12`)
  })

  test('never is wider than the terminal, and its days are whole', () => {
    const someDay = fc
      .array(fc.integer({ min: 1, max: 1439 }), { maxLength: 8 })
      .map(edges => [...new Set([...edges, 1440])].sort((a, b) => a - b))
      .map(edges => day('mon', ...edges.map((until, i) => [until, i % 2 ? a : b] as const)))
    fc.assert(
      fc.property(
        fc.array(someDay, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 10, max: 200 }),
        (days, columns) => {
          const lines = weekGrid(days, columns, plain)
          for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns)
          const drawn = lines.slice(1, 1 + days.length)
          for (const line of drawn) expect(line).toMatch(/^mon [ab]+$/)
          expect(new Set(drawn.map(line => line.length)).size).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
