import { expect, it } from 'vitest'
import { ThrottledError } from '#schema/errors'
import { hours, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { testMessage } from './alert-message.ts'
import type { Channel } from './channels/channel.ts'
import { DeliveryQueue, type Letter } from './delivery-queue.ts'

/** A channel that does as it is told, one answer after the other; the last one for ever. */
function queueOf(answers: readonly (() => Promise<void> | void)[], letters: readonly Letter[] = []) {
  const clock = manualClock()
  const got: string[] = []
  let changes = 0
  let attempts = 0
  const channel: Channel = {
    type: 'webhook',
    async send({ id }, signal) {
      const answer = answers[Math.min(attempts++, answers.length - 1)]
      const cut = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      )
      await Promise.race([answer?.(), cut])
      got.push(id)
    },
  }
  const options = { clock, random: () => 1, logger: silentLogger, changed: () => changes++ }
  const queue = new DeliveryQueue('hook', channel, letters, options)
  return { clock, got, queue, attempts: () => attempts, changes: () => changes }
}
const message = (id: string) => testMessage(id, 0)
const fine = () => {}
const broken = () => {
  throw new Error('It is broken, says owner@example.com.')
}
const hanging = () => new Promise<void>(() => {})

it('sends in order', async () => {
  const { queue, got, clock, changes } = queueOf([fine])
  for (const id of ['a', 'b', 'c']) queue.offer(message(id))
  await clock.settle()
  expect(got).toEqual(['a', 'b', 'c'])
  expect(queue.report).toMatchObject({
    name: 'hook',
    type: 'webhook',
    sent: 3,
    waiting: 0,
    failures: 0,
    problem: undefined,
  })
  expect(changes()).toBe(3)
})

it('tries again, with waits that grow, and sends the rest behind it', async () => {
  const { queue, got, clock, attempts } = queueOf([broken, broken, broken, fine])
  queue.offer(message('a'))
  queue.offer(message('b'))
  await clock.advance(seconds(9))
  expect([attempts(), queue.report.problem]).toEqual([1, 'It is broken, says ‹email›.'])
  await clock.advance(seconds(1))
  expect(attempts()).toBe(2)
  await clock.advance(seconds(30))
  expect(attempts()).toBe(3)
  await clock.advance(seconds(89))
  expect(got).toEqual([])
  expect(queue.report).toMatchObject({ waiting: 2, failures: 3, lag: seconds(129) })
  await clock.advance(seconds(1))
  expect(got).toEqual(['a', 'b'])
  expect(queue.report).toMatchObject({ waiting: 0, sent: 2, problem: undefined })
})

it('gives a message up after a day', async () => {
  const { queue, clock, attempts } = queueOf([broken])
  queue.offer(message('a'))
  await clock.advance(hours(23))
  expect(queue.report).toMatchObject({ waiting: 1, dropped: 0 })
  expect(attempts()).toBeGreaterThan(23)
  await clock.advance(hours(2))
  expect(queue.report).toMatchObject({ waiting: 0, dropped: 1, sent: 0 })
  expect(clock.pending).toBe(0)
})

it('waits as long as the other side asks for', async () => {
  const busy = () => {
    throw new ThrottledError('Later.', { retryAfter: minutes(5) })
  }
  const { queue, got, clock } = queueOf([busy, fine])
  queue.offer(message('a'))
  await clock.advance(minutes(4))
  expect(got).toEqual([])
  await clock.advance(minutes(1))
  expect(got).toEqual(['a'])
})

it('gives one that hangs 30 s', async () => {
  const { queue, got, clock } = queueOf([hanging, fine])
  queue.offer(message('a'))
  await clock.advance(seconds(30))
  expect(queue.report.problem).toBe('The webhook channel took nothing within 30 s.')
  await clock.advance(seconds(10))
  expect(got).toEqual(['a'])
})

it('holds a bounded number, and gives up the oldest that is not on its way', async () => {
  const { queue, clock } = queueOf([hanging])
  for (let i = 0; i < 502; i++) queue.offer(message(`${i}`))
  await clock.settle()
  expect(queue.report).toMatchObject({ waiting: 500, dropped: 2 })
  expect(queue.letters.slice(0, 2).map(letter => letter.message.id)).toEqual(['0', '3'])
})

it('keeps what waits when it is closed, and another takes it up', async () => {
  const { queue, clock } = queueOf([broken])
  queue.offer(message('a'))
  await clock.settle()
  await queue.close()
  await queue.close()
  expect(clock.pending).toBe(0)
  queue.offer(message('b'))
  const letters = JSON.parse(JSON.stringify(queue.letters))
  const next = queueOf([fine], letters)
  next.queue.wake()
  await next.clock.settle()
  expect(next.got).toEqual(['a', 'b'])
})

it('gives what is on its way a moment when it is closed', async () => {
  const arrival = Promise.withResolvers<void>()
  const { queue, got } = queueOf([() => arrival.promise])
  queue.offer(message('a'))
  const closed = queue.close()
  arrival.resolve()
  await closed
  expect([got, queue.letters]).toEqual([['a'], []])

  const slow = queueOf([hanging])
  slow.queue.offer(message('a'))
  const cut = slow.queue.close()
  await slow.clock.advance(seconds(2))
  await cut
  expect(slow.queue.letters).toHaveLength(1)
  expect(slow.clock.pending).toBe(0)
})
