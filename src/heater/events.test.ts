import { expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { Events } from './events.ts'

it('lets the other listeners hear when one throws, and reports it', () => {
  const reported: unknown[] = []
  const events = new Events<{ status: [n: number] }>({ ...silentLogger, error: details => void reported.push(details) })
  const heard: number[] = []
  events.on('status', () => {
    throw new Error('mine')
  })
  events.on('status', n => heard.push(n))
  events.once('status', n => heard.push(-n))
  events.emit('status', 1)
  events.emit('status', 2)
  expect(heard).toEqual([1, -1, 2])
  expect(reported).toHaveLength(2)
  expect(reported[0]).toMatchObject({ event: 'status', error: { message: 'mine' } })
})

it('forgets a listener that is taken off, a thousand times over', () => {
  const events = new Events<{ status: [] }>(silentLogger)
  for (let i = 0; i < 1000; i++) {
    const listener = () => {}
    events.on('status', listener)
    events.off('status', listener)
  }
  expect(events.listenerCount('status')).toBe(0)
})
