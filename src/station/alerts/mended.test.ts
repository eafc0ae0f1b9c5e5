import { expect, it } from 'vitest'
import { mended } from './mended.ts'

it('takes what is still to come as now, and leaves the rest as it is', () => {
  const kept = { since: 5, seen: 20, fine: undefined as number | undefined, name: 'leak' }
  expect(mended(kept, ['since', 'seen', 'fine'], 10)).toEqual({ ...kept, seen: 10 })
})

it('is the same where nothing is to come', () => {
  const kept = { since: 5, seen: 10 }
  expect(mended(kept, ['since', 'seen'], 10)).toBe(kept)
})
