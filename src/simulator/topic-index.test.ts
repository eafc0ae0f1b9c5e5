import fc from 'fast-check'
import { expect, it } from 'vitest'
import { topicMatches } from '#wire/topics'
import { TopicIndex } from './topic-index.ts'

const names = fc.constantFrom('', 'a', 'b', '$aws')
const topics = fc.array(names, { minLength: 1, maxLength: 4 }).map(levels => levels.join('/'))
const filters = fc
  .tuple(fc.array(fc.oneof(names, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => (open ? [...levels, '#'] : levels).join('/'))

it('finds what matching one filter after the other finds, also after some were taken out', () => {
  fc.assert(
    fc.property(fc.uniqueArray(filters, { maxLength: 12 }), fc.nat(12), topics, (all, kept, topic) => {
      const index = new TopicIndex<string>()
      for (const filter of all) index.add(filter, filter)
      for (const filter of all.slice(kept)) index.delete(filter, filter)
      const expected = all.slice(0, kept).filter(filter => topicMatches(filter, topic))
      expect(index.match(topic).sort()).toEqual(expected.sort())
    }),
  )
})

it('keeps several values of one filter apart', () => {
  const index = new TopicIndex<number>()
  for (const filter of ['a/b', 'a/+']) for (const value of [1, 2]) index.add(filter, value)
  index.delete('a/b', 1)
  index.delete('a/+', 2)
  index.delete('a/+', 3)
  index.delete('c/+', 3)
  expect(index.match('a/b').sort()).toEqual([1, 2])
})
