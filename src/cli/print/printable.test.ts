import { expect, test } from 'vitest'
import { jsonText, printable, printableLines } from './printable.ts'

test.each([
  ['Garage\x1b[2J', 'Garage�[2J'],
  ['two\nlines\r', 'two�lines�'],
  ['\x9b31mred', '�31mred'],
  ['evil\u202egpj.exe\u2066', 'evil�gpj.exe�'],
  ['\x00\x07\x7f\u2028', '����'],
  ['half \ud83d', 'half �'],
  ['热水器 🔥 é ½', '热水器 🔥 é ½'],
])('%j', (text, safe) => expect(printable(text)).toBe(safe))

test('a stack keeps its lines', () => expect(printableLines('a\x1b\n  at b\r\nc')).toBe('a�\n  at b\nc'))

test('JSON holds the same data and nothing that a terminal obeys', () => {
  const value = { name: 'a\x1b\u009b\u202e\n', 'k\u2069': [1] }
  const text = jsonText(value, 2)
  expect(JSON.parse(text)).toEqual(value)
  expect(text).toBe('{\n  "name": "a\\u001b\\u009b\\u202e\\n",\n  "k\\u2069": [\n    1\n  ]\n}')
})
