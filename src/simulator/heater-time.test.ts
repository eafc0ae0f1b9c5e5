import { expect, it } from 'vitest'
import { fastClock } from '#time/clock'
import { minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { HeaterTime } from './heater-time.ts'

const start = Date.UTC(2026, 0, 1)

function standing() {
  const time = new HeaterTime(start)
  const called: string[] = []
  const call = (name: string) => () => void called.push(`${name} ${(time.now() - start) / 1000}`)
  return { time, called, call }
}

it('stands until it is moved, and calls what falls due on the way at its own time, earliest first', () => {
  const { time, called, call } = standing()
  time.after(seconds(20), call('late'))
  time.after(seconds(10), call('early'))
  const off = time.after(seconds(15), call('never'))
  const end = time.every(seconds(30), call('again'))
  off()
  expect(time.now()).toBe(start)
  time.moveTo(start + seconds(65))
  expect(time.now()).toBe(start + seconds(65))
  expect(called).toEqual(['early 10', 'late 20', 'again 30', 'again 60'])
  end()
  time.moveTo(start + minutes(5))
  expect(called).toHaveLength(4)
})

it('then runs by its clock, with what still waits', async () => {
  const { time, called, call } = standing()
  const clock = manualClock()
  time.after(seconds(100), call('after'))
  const off = time.after(seconds(100), call('never'))
  time.moveTo(start + seconds(40))
  time.run(fastClock(clock, 10, time.now()))
  off()
  time.after(seconds(70), call('new'))
  const end = time.every(seconds(50), call('every'))
  await clock.advance(seconds(11))
  expect(called).toEqual(['every 90', 'after 100', 'new 110', 'every 140'])
  expect(time.now()).toBe(start + seconds(150))
  end()
  expect(clock.pending).toBe(0)
})
