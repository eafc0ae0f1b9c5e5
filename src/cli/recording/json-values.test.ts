import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { jsonValues } from './json-values.ts'
import { textLines } from './text-lines.ts'

const read = (text: string) => Array.fromAsync(jsonValues(textLines(Readable.from([Buffer.from(text)]))))

test('a value a line, blank lines and CRLF aside', async () => {
  expect(await read('\uFEFF\r\n{"a":1}\r\n\r\n{"a":2}')).toEqual([
    { place: 'line 2', value: { a: 1 } },
    { place: 'line 4', value: { a: 2 } },
  ])
})

test('a document over many lines, and an array of values', async () => {
  expect(await read('{\n  "a": 1\n}\n')).toEqual([{ place: 'the whole text', value: { a: 1 } }])
  expect(await read('[\n{"a":1},\n{"a":2}\n]\n')).toEqual([
    { place: 'item 1 of the whole text', value: { a: 1 } },
    { place: 'item 2 of the whole text', value: { a: 2 } },
  ])
  expect(await read('[{"a":1},{"a":2}]')).toEqual([
    { place: 'item 1 of line 1', value: { a: 1 } },
    { place: 'item 2 of line 1', value: { a: 2 } },
  ])
})

test('a broken line costs itself alone, the first one too', async () => {
  expect(await read('{"a":1}\n{"a":\n{"a":3}\n')).toEqual([
    { place: 'line 1', value: { a: 1 } },
    { place: 'line 2', problem: 'is not JSON' },
    { place: 'line 3', value: { a: 3 } },
  ])
  expect(await read('nonsense\n{"a":2}\n')).toEqual([
    { place: 'line 1', problem: 'is not JSON' },
    { place: 'line 2', value: { a: 2 } },
  ])
})

test('a text that is no JSON at all is one complaint, and an empty one is none', async () => {
  expect(await read('one\ntwo\nthree\n')).toEqual([
    { place: 'the whole text', problem: 'is neither JSON nor a JSON value a line' },
  ])
  expect(await read('\n\n')).toEqual([])
})

test('a letter that was split between two chunks comes together again', async () => {
  const bytes = Buffer.from('"°"\n')
  const lines = textLines(Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]))
  expect(await Array.fromAsync(lines)).toEqual(['"°"'])
})
