import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Handover } from './handover.ts'

const bytes = (text: string) => Buffer.from(text)

it('hands on everything of one connection, the same twice too, and nothing of one that is over', () => {
  const handover = new Handover()
  const only = handover.begin()
  expect([handover.isNews(only, 't', bytes('a')), handover.isNews(only, 't', bytes('a'))]).toEqual([true, true])
  handover.end(only)
  expect(handover.isNews(only, 't', bytes('a'))).toBe(false)
  expect(handover.isNews(only + 1, 't', bytes('a'))).toBe(false)
})

it('hands on each message once that comes over two connections, whichever is first', () => {
  const handover = new Handover()
  const [old, next] = [handover.begin(), handover.begin()]
  const hear = (generation: number, text: string) => handover.isNews(generation, 't', bytes(text))
  expect([hear(old, 'a'), hear(next, 'a'), hear(next, 'b'), hear(old, 'b')]).toEqual([true, false, true, false])
  // The same said twice is two messages.
  expect([hear(old, 'c'), hear(old, 'c'), hear(next, 'c'), hear(next, 'c')]).toEqual([true, true, false, false])
})

it('loses and doubles nothing, however the two interleave', () => {
  const message = fc.constantFrom('a', 'b', 'c')
  const scenario = fc.record({
    said: fc.array(message, { maxLength: 30 }),
    // From here on the new one hears too, and from there on the old one no more.
    joined: fc.nat(30),
    left: fc.nat(30),
    first: fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }),
  })
  fc.assert(
    fc.property(scenario, ({ said, joined, left, first }) => {
      const handover = new Handover()
      const [old, next] = [handover.begin(), handover.begin()]
      const start = Math.min(joined, said.length)
      const end = Math.max(start, Math.min(left, said.length))
      // Each connection keeps its order; how they interleave is chance.
      const queues = [
        { generation: old, texts: said.slice(0, end) },
        { generation: next, texts: said.slice(start) },
      ]
      const heard: string[] = []
      for (let turn = 0; queues.some(({ texts }) => texts.length > 0); turn++) {
        const [one, other] = first[turn % first.length] ? queues : [...queues].reverse()
        const queue = one?.texts.length ? one : other
        const text = queue?.texts.shift()
        if (queue && text !== undefined && handover.isNews(queue.generation, 't', bytes(text))) heard.push(text)
      }
      // What both heard counts once: by content, for what says the same can't be told apart.
      const count = (texts: readonly string[], wanted: string) => texts.filter(text => text === wanted).length
      for (const text of ['a', 'b', 'c']) {
        const most = Math.max(count(said.slice(0, end), text), count(said.slice(start), text))
        expect(count(heard, text)).toBe(most)
      }
    }),
  )
})
