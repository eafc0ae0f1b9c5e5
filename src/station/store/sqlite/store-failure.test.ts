import { expect, it } from 'vitest'
import { StoreError } from '../store-error.ts'
import { storeFailure } from './store-failure.ts'

const place = '/data/history.db'

it.each([
  [{ errcode: 13 }, 'full', 'The disk is full'],
  [{ errcode: 4874 }, 'full', 'The disk is full'],
  [{ code: 'ENOSPC' }, 'full', 'The disk is full'],
  [{ errcode: 8 }, 'read-only', 'can’t be written'],
  [{ errcode: 1032 }, 'read-only', 'can’t be written'],
  [{ code: 'EROFS' }, 'read-only', 'can’t be written'],
  [{ code: 'EACCES' }, 'read-only', 'can’t be written'],
  [{ errcode: 5 }, 'in-use', 'is held by another program'],
  [{ errcode: 261 }, 'in-use', 'is held by another program'],
  [{ errcode: 11 }, 'damaged', 'is damaged'],
  [{ errcode: 26 }, 'damaged', 'is no record of this program'],
  [new RangeError('A stored frame is shorter than its shape.'), 'damaged', 'is damaged'],
  [{ errcode: 778, message: 'disk I/O error' }, 'failed', 'The disk fails /data/history.db: disk I/O error.'],
  [{ errcode: 14 }, 'failed', 'can’t be opened'],
  [{ code: 'ENOENT' }, 'failed', 'can’t be opened'],
  [new TypeError('odd'), 'failed', 'failed: odd.'],
  ['odd', 'failed', 'failed: odd.'],
])('%j is %s', (error, problem, sentence) => {
  const failure = storeFailure(error, place)
  expect(failure).toMatchObject({ name: 'StoreError', problem, cause: error, help: 'history-store' })
  expect(failure.message).toContain(sentence)
  expect(failure.message).toContain(place)
  expect(failure.message).toMatch(/[.]$/)
})

it('leaves alone what is told already', () => {
  const error = new StoreError('newer', 'Too new.')
  expect(storeFailure(error, place)).toBe(error)
})
