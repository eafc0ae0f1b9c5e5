import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { deadline, fastClock, sleep, wallClock } from './clock.ts'
import { days, hours, millis, minutes, seconds } from './duration.ts'

describe('wallClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('tells the time of the machine', () => expect(wallClock.now()).toBe(1000))

  it('calls back once, or not at all when taken back', () => {
    const called = vi.fn()
    const cancelled = vi.fn()
    wallClock.after(seconds(1), called)
    const cancel = wallClock.after(seconds(1), cancelled)
    cancel()
    vi.advanceTimersByTime(5000)
    cancel()
    expect(called).toHaveBeenCalledTimes(1)
    expect(cancelled).not.toHaveBeenCalled()
  })

  it('calls back again and again until it is told to stop', () => {
    const called = vi.fn()
    const stop = wallClock.every(seconds(1), called)
    vi.advanceTimersByTime(3500)
    stop()
    vi.advanceTimersByTime(3500)
    expect(called).toHaveBeenCalledTimes(3)
  })

  it('waits longer than a timer of Node’s can hold', () => {
    const called = vi.fn()
    wallClock.after(days(60), called)
    const stop = wallClock.after(days(60), called)
    vi.advanceTimersByTime(days(59))
    expect(called).not.toHaveBeenCalled()
    stop()
    vi.advanceTimersByTime(days(1))
    expect(called).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('repeats at intervals that are longer than a timer of Node’s can hold', () => {
    const called = vi.fn()
    const stop = wallClock.every(days(30), called)
    vi.advanceTimersByTime(days(91))
    stop()
    vi.advanceTimersByTime(days(91))
    expect(called).toHaveBeenCalledTimes(3)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('fastClock', () => {
  it('starts where it is told and runs faster than its base', async () => {
    const base = manualClock(5_000_000)
    const fast = fastClock(base, 600, 1000)
    expect(fast.now()).toBe(1000)
    await base.advance(seconds(2))
    expect(fast.now()).toBe(1000 + minutes(20))
  })

  it('starts at the time of its base when not told', () => {
    expect(fastClock(manualClock(77), 10).now()).toBe(77)
  })

  it('fires by its own time', async () => {
    const base = manualClock()
    const fast = fastClock(base, 60)
    const once = vi.fn()
    const often = vi.fn()
    fast.after(minutes(5), once)
    const stop = fast.every(minutes(1), often)
    await base.advance(seconds(4))
    expect(once).not.toHaveBeenCalled()
    await base.advance(seconds(1))
    expect(once).toHaveBeenCalledTimes(1)
    expect(often).toHaveBeenCalledTimes(5)
    stop()
    expect(base.pending).toBe(0)
  })
})

describe('sleep', () => {
  it('ends when its time is over and leaves no timer', async () => {
    const clock = manualClock()
    const done = vi.fn()
    const sleeping = sleep(clock, hours(1)).then(done)
    await clock.advance(minutes(59))
    expect(done).not.toHaveBeenCalled()
    await clock.advance(minutes(1))
    expect(done).toHaveBeenCalledTimes(1)
    await sleeping
    expect(clock.pending).toBe(0)
  })

  it('is woken by the signal, with its reason', async () => {
    const clock = manualClock()
    const controller = new AbortController()
    const woken = expect(sleep(clock, hours(1), controller.signal)).rejects.toThrow('enough')
    controller.abort(new Error('enough'))
    await woken
    expect(clock.pending).toBe(0)
  })

  it('doesn’t begin when the signal was aborted before', async () => {
    const clock = manualClock()
    await expect(sleep(clock, hours(1), AbortSignal.abort(new Error('early')))).rejects.toThrow('early')
    expect(clock.pending).toBe(0)
  })

  it('lets go of the signal afterwards', async () => {
    const clock = manualClock()
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    const sleeping = sleep(clock, seconds(1), signal)
    await clock.advance(seconds(1))
    await sleeping
    expect(removed).toHaveBeenCalledWith('abort', expect.any(Function))
  })
})

describe('deadline', () => {
  const late = () => new Error('too late')

  it('aborts with its reason when the time is over', async () => {
    const clock = manualClock()
    const { signal } = deadline(clock, seconds(10), late)
    await clock.advance(millis(9999))
    expect(signal.aborted).toBe(false)
    await clock.advance(millis(1))
    expect(signal.reason).toEqual(late())
  })

  it('aborts as soon as the outer signal does, with that reason', async () => {
    const clock = manualClock()
    const outer = new AbortController()
    const { signal, done } = deadline(clock, seconds(10), late, outer.signal)
    outer.abort(new Error('stop'))
    expect(signal.reason).toEqual(new Error('stop'))
    done()
    expect(clock.pending).toBe(0)
  })

  it('is aborted from the start when the outer signal was', () => {
    const { signal } = deadline(manualClock(), seconds(10), late, AbortSignal.abort(new Error('before')))
    expect(signal.reason).toEqual(new Error('before'))
  })

  it('aborts nothing any more once the work is done', async () => {
    const clock = manualClock()
    const outer = new AbortController()
    const { signal, done } = deadline(clock, seconds(10), late, outer.signal)
    done()
    expect(clock.pending).toBe(0)
    outer.abort()
    await clock.advance(minutes(1))
    expect(signal.aborted).toBe(false)
  })
})

describe('manualClock', () => {
  it('fires in the order in which timers fall due, at their own time', async () => {
    const clock = manualClock(0)
    const log: [string, number][] = []
    clock.after(seconds(3), () => log.push(['c', clock.now()]))
    clock.after(seconds(1), () => log.push(['a', clock.now()]))
    clock.after(seconds(1), () => log.push(['b', clock.now()]))
    await clock.advance(seconds(10))
    expect(log).toEqual([
      ['a', 1000],
      ['b', 1000],
      ['c', 3000],
    ])
    expect(clock.now()).toBe(10_000)
  })

  it('fires what was set meanwhile', async () => {
    const clock = manualClock(0)
    const loop = async () => {
      for (let i = 0; i < 30; i++) await sleep(clock, days(1))
      return clock.now()
    }
    const looped = loop()
    await clock.advance(days(30))
    expect(await looped).toBe(days(30))
  })
})

it('a deadline listens to several signals, and lets go of all of them', async () => {
  const [first, second] = [new AbortController(), new AbortController()]
  const limit = deadline(manualClock(), undefined, () => new Error('never'), undefined, first.signal, second.signal)
  second.abort(new Error('second'))
  expect(limit.signal.reason).toMatchObject({ message: 'second' })
  const done = deadline(manualClock(), undefined, () => new Error('never'), first.signal)
  done.done()
  first.abort()
  expect(done.signal.aborted).toBe(false)
})
