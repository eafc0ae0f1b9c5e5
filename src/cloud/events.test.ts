import { expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { Events } from './events.ts'

class Counter extends Events<{ count: [n: number] }> {
  count(n: number): void {
    this.emit('count', n)
  }
}

it('lets the other listeners hear when one throws, and reports it', () => {
  const reported: unknown[] = []
  const counter = new Counter({ ...silentLogger, error: details => void reported.push(details) })
  const heard: number[] = []
  counter.on('count', () => {
    throw new Error('mine')
  })
  counter.on('count', n => heard.push(n))
  counter.once('count', n => heard.push(-n))
  counter.count(1)
  counter.count(2)
  expect(heard).toEqual([1, -1, 2])
  expect(reported).toHaveLength(2)
  expect(reported[0]).toMatchObject({ event: 'count', error: { message: 'mine' } })
})

it('forgets a listener that is taken off, one that was to hear once too', () => {
  const counter = new Counter(silentLogger)
  const heard: number[] = []
  const listener = (n: number) => heard.push(n)
  counter.on('count', listener).once('count', listener)
  counter.off('count', listener).off('count', listener)
  counter.count(1)
  expect(heard).toEqual([])
})
