import { expect, test } from 'vitest'
import { csvLine } from './csv-text.ts'
import { groupedTable, table } from './table.ts'
import { textWidth } from './text-width.ts'

test.each([
  ['Heizung', 7],
  ['é', 1],
  ['e\u0301', 1],
  ['热水器', 6],
  ['🔥', 2],
  ['👨‍👩‍👧', 2],
  ['\x1b[31mred\x1b[39m', 3],
  ['½ °C', 4],
])('%s takes %i columns', (text, width) => expect(textWidth(text)).toBe(width))

test('columns line up, whatever is in them', () => {
  const rows = [
    ['热水器', '5'],
    ['Garage', '1234'],
  ]
  expect(table([{ title: 'name' }, { title: 'power W', align: 'right' }], rows)).toBe(
    ['name    power W', '热水器        5', 'Garage     1234', ''].join('\n'),
  )
})

test('groups share one column of values, and an empty group is left out', () => {
  const groups = [
    { title: 'Tank', rows: [['upper', '58.6 °C'] as const] },
    { title: 'Nothing', rows: [] },
    { title: 'Mode', rows: [['operationMode', 'standby'] as const] },
  ]
  expect(groupedTable(groups)).toBe('Tank\n  upper          58.6 °C\n\nMode\n  operationMode  standby\n')
})

test('a text of others is no formula in CSV, and a number stays one', () => {
  expect(csvLine(['=1+1', '+1', '-1', '@a', '-', -59, 'a=b'])).toBe("'=1+1,'+1,'-1,'@a,'-,-59,a=b\n")
})

test('cells can not leave their place', () => {
  expect(table([{ title: 'name' }], [['a\x1b[2J\n']])).toBe('name\na�[2J�\n')
  expect(groupedTable([{ title: 'x', rows: [['a\x07', 'b\u202e']] }])).toBe('x\n  a�  b�\n')
})

test('CSV cells with commas, quotes and line ends are quoted', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', 5, undefined, true])).toBe(
    'a,"b,c","say ""hi""","two\nlines",5,,true\n',
  )
})
