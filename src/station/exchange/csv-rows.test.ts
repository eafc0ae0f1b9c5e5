import { expect, it } from 'vitest'
import { csvRows } from './csv-rows.ts'

async function* letters(text: string): AsyncGenerator<string> {
  yield* text
}

const rows = async (text: string) => {
  const found: [number, readonly string[]][] = []
  for await (const { line, cells } of csvRows(letters(text))) found.push([line, cells])
  return found
}

it.each([
  [
    'a,b\n1,2\n',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    '\uFEFFa,b\r\n\r\n1,\r\n',
    [
      [1, ['a', 'b']],
      [3, ['1', '']],
    ],
  ],
  [
    '"a ""b""","c,d"\n1,2',
    [
      [1, ['a "b"', 'c,d']],
      [2, ['1', '2']],
    ],
  ],
  [
    'a\n"one\ntwo",3\n4',
    [
      [1, ['a']],
      [2, ['one\ntwo', '3']],
      [4, ['4']],
    ],
  ],
  ['', []],
])('%j', async (text, expected) => {
  expect(await rows(text)).toEqual(expected)
})

it('does not lose the rest of a file behind a quotation mark that is never closed', async () => {
  const found = await rows(`a\n"open\n${'1,2\n'.repeat(50_000)}`)
  expect(found.length).toBeGreaterThan(20_000)
  expect(found.at(-1)).toEqual([50_002, ['1', '2']])
})
