import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteCells } from './csv-bytes.ts'

function cellsOf(...texts: readonly string[]): ByteCells {
  const bytes = new TextEncoder().encode(texts.join(','))
  const names = texts.map((_, i) => `c${i}`)
  const cells = new ByteCells(names, names)
  cells.read(bytes, 0, bytes.length)
  return cells
}

it('reads numbers as JavaScript does', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(value => value.toFixed(2))
  fc.assert(
    fc.property(number, text => {
      expect(cellsOf('x', text).number(1)).toBeCloseTo(Number(text), 9)
    }),
  )
  for (const text of ['1e3', '+5', '.5', '5.', '-0.1']) expect(cellsOf(text).number(0)).toBe(Number(text))
  for (const text of ['', '-', '.', 'abc', '1.2.3', '12x']) expect(cellsOf(text).number(0)).toBeNaN()
})

it('reads times as Date does', () => {
  const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(date, moment => {
      expect(cellsOf(moment.toISOString()).time(0)).toBe(moment.getTime() / 1000)
    }),
  )
  for (const text of ['2026-01-01', '2026-01-01T08:00:00Z', '2026-01-01T08:00:00+02:00'])
    expect(cellsOf(text).time(0)).toBe(Date.parse(text) / 1000)
  for (const text of ['', 'now', '2026-x1-01T08:00:00.000Z']) expect(cellsOf(text).time(0)).toBeNaN()
})

it('takes only what is wanted, and has nothing where a line is short', () => {
  const bytes = new TextEncoder().encode('a,bb,2')
  const cells = new ByteCells(['first', 'other', 'third', 'fourth'], ['third', 'fourth', 'first'])
  cells.read(bytes, 0, bytes.length)
  expect([cells.text(0), cells.isEmpty(1), cells.text(2)]).toEqual(['2', true, 'a'])
  expect([cells.is(0, '2'), cells.is(0, '1'), cells.is(1, '2')]).toEqual([true, false, false])
})
