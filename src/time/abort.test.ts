import { expect, it } from 'vitest'
import { abortable } from './abort.ts'

const pending = new Promise<never>(() => {})

it('ends as the promise does', async () => {
  const { signal } = new AbortController()
  expect(await abortable(Promise.resolve(1), signal)).toBe(1)
  expect(await abortable(Promise.resolve(1))).toBe(1)
  await expect(abortable(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
})

it("ends with the signal's reason, aborted before or meanwhile", async () => {
  const stop = new AbortController()
  const waiting = abortable(pending, stop.signal)
  stop.abort('enough')
  await expect(waiting).rejects.toBe('enough')
  await expect(abortable(pending, stop.signal)).rejects.toBe('enough')
})

it('minds a failure that comes after it gave up', async () => {
  const late = Promise.withResolvers<void>()
  await expect(abortable(late.promise, AbortSignal.abort('enough'))).rejects.toBe('enough')
  // An unhandled rejection would fail the run.
  late.reject(new Error('too late'))
})
