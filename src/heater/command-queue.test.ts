import { expect, it } from 'vitest'
import { CommandQueue, type QueuedCommand } from './command-queue.ts'

class Waiting implements QueuedCommand {
  readonly heater: string
  readonly sets: string
  end: string | undefined

  constructor(heater: string, sets: string) {
    this.heater = heater
    this.sets = sets
  }

  expire(reason: string): void {
    this.end = `expired: ${reason}`
  }

  fail(reason: string): void {
    this.end = `failed: ${reason}`
  }
}

const queue = (limit?: number) => new CommandQueue<Waiting>(limit)

it('gives each heater its own, in order', () => {
  const made = queue()
  const all = [new Waiting('a', 'power'), new Waiting('b', 'power'), new Waiting('a', 'mode')]
  for (const command of all) made.add(command)
  expect([made.size, made.has('a'), made.has('c')]).toEqual([3, true, false])
  expect([made.take('a'), made.take('a'), made.take('a')]).toEqual([all[0], all[2], undefined])
  expect(made.size).toBe(1)
})

it('keeps the last of two for the same setting of the same heater', () => {
  const made = queue()
  const [first, other, last] = [new Waiting('a', 'mode'), new Waiting('b', 'mode'), new Waiting('a', 'mode')]
  for (const command of [first, other, last]) made.add(command)
  expect(first.end).toBe('expired: A later command for the same setting took its place.')
  expect([made.size, made.take('a'), other.end]).toEqual([2, last, undefined])
})

it('takes one back to its place before the others, unless it was replaced or there is no room', () => {
  const made = queue(2)
  const [first, second] = [new Waiting('a', 'power'), new Waiting('a', 'mode')]
  made.add(first)
  made.add(second)
  expect(made.take('a')).toBe(first)
  made.putBack(first)
  expect(made.take('a')).toBe(first)
  made.add(new Waiting('a', 'power'))
  made.putBack(first)
  expect(first.end).toContain('took its place')
  const third = new Waiting('b', 'mode')
  made.putBack(third)
  expect([third.end, made.size]).toEqual(['expired: The queue was full, and it was the oldest in it.', 2])
})

it('lets the oldest go when it is full, a hundred by default', () => {
  const made = queue()
  const all = Array.from({ length: 101 }, (_, i) => new Waiting(`heater ${i}`, 'mode'))
  for (const command of all) made.add(command)
  expect([made.size, all[0]?.end, all[1]?.end]).toEqual([100, expect.stringContaining('full'), undefined])
})

it('can be cleared, and then holds nothing', () => {
  const made = queue()
  const [first, second] = [new Waiting('a', 'power'), new Waiting('b', 'mode')]
  made.add(first)
  made.add(second)
  made.remove(second)
  made.clear()
  expect([made.size, first.end, second.end]).toEqual([0, 'failed: The queue was cleared by this program.', undefined])
})

it.each([0, -1, 1.5, Number.NaN])('can’t hold %d commands', limit => {
  expect(() => queue(limit)).toThrow(RangeError)
})
