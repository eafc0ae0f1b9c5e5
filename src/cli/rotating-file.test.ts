import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileSize, RotatingFile } from './rotating-file.ts'

let directory: string
let log: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-log-'))
  log = path.join(directory, 'log')
})
afterEach(() => rmSync(directory, { recursive: true }))

const content = () =>
  Object.fromEntries(readdirSync(directory).map(name => [name, readFileSync(path.join(directory, name), 'utf8')]))

test('begins anew when it is full, and keeps the newest few', () => {
  const file = new RotatingFile(log, { size: 10, count: 2, failed: expect.unreachable })
  for (const line of ['one 1\n', 'two 2\n', 'three\n', 'four4\n']) file.write(line)
  file.close()
  expect(content()).toEqual({ log: 'four4\n', 'log.1': 'three\n', 'log.2': 'two 2\n' })
})

test('is for its owner alone, each anew', () => {
  const file = new RotatingFile(log, { size: 5, count: 1, failed: expect.unreachable })
  for (const line of ['one 1\n', 'two 2\n']) file.write(line)
  file.close()
  expect(readdirSync(directory).map(name => statSync(path.join(directory, name)).mode & 0o777)).toEqual([0o600, 0o600])
})

test('appends to what is there, and counts it', () => {
  writeFileSync(log, 'before\n')
  const file = new RotatingFile(log, { size: 14, count: 1, failed: expect.unreachable })
  file.write('line 1\n')
  file.write('line 2\n')
  file.close()
  expect(content()).toEqual({ log: 'line 2\n', 'log.1': 'before\nline 1\n' })
})

test('a line that is longer than a file is kept whole, and with a count of 0 nothing old is', () => {
  const file = new RotatingFile(log, { size: 5, count: 0, failed: expect.unreachable })
  file.write('a very long line\n')
  file.write('b\n')
  file.close()
  expect(content()).toEqual({ log: 'b\n' })
})

test.each([
  ['5MB', 5_000_000],
  ['1.5 gb', 1_500_000_000],
  ['500kb', 500_000],
  ['100B', 100],
])('%s is a size', (text, size) => expect(fileSize(text)).toBe(size))
test.each(['5', 'big', '0MB', '12 bytes'])('%s is none', text =>
  expect(() => fileSize(text)).toThrow('it takes a size above zero with its unit, such as 500KB or 5MB'),
)
