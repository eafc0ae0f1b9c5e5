import { expect, it } from 'vitest'
import { decode } from '#schema/codec'
import { type StatusKey, statusFields } from '#schema/status'
import { baseStatus } from '../../test/fixtures/frames.ts'
import { oddStatus } from './odd-status.ts'

const keys = Object.keys(baseStatus) as (StatusKey & keyof typeof baseStatus)[]
const turns = [0, 1, 2, 3].map(turn => oddStatus(baseStatus, turn))

it('in four turns every field has been without a name, null, missing and as it was', () => {
  for (const key of keys) {
    const unchanged = baseStatus[key]
    const values = turns.map(frame => frame[key])
    expect(new Set(values), key).toEqual(
      new Set([statusFields[key].labels ? 99 : unchanged, null, undefined, unchanged]),
    )
  }
})

it('and no turn is without strangers, or keeps the rest from being read', () => {
  for (const frame of turns) {
    const { values, oddities, extra } = decode(statusFields, JSON.parse(JSON.stringify(frame)))
    expect(Object.keys(extra)).toEqual(['fieldOfTomorrow', 'tableOfTomorrow'])
    expect(new Set(oddities.map(({ problem }) => problem))).toEqual(new Set(['unknown code', 'null']))
    expect(Object.keys(values).length).toBeGreaterThan(keys.length / 3)
  }
})
