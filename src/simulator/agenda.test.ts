import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hours, millis, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { Agenda } from './agenda.ts'

describe('an agenda', () => {
  it('calls at the moment, in the order of time and then of asking, whatever is called off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 40 }), async wanted => {
        const clock = manualClock(0)
        const agenda = new Agenda(clock)
        const called: [number, number][] = []
        const cancels = wanted.map(([span], i) => agenda.after(millis(span), () => called.push([clock.now(), i])))
        for (const [i, [, off]] of wanted.entries()) if (off) cancels[i]?.()
        expect(clock.pending).toBeLessThanOrEqual(1)
        await clock.advance(20)
        const expected = wanted.flatMap(([span, off], i) => (off ? [] : [[span, i] as [number, number]]))
        expect(called).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j))
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('takes what a callback asks for', async () => {
    const clock = manualClock(0)
    const agenda = new Agenda(clock)
    const at: number[] = []
    const round = () => {
      at.push(agenda.now())
      if (at.length < 3) agenda.after(seconds(1), round)
    }
    agenda.after(seconds(1), round)
    await clock.advance(hours(1))
    expect(at).toEqual([1000, 2000, 3000])
  })

  it('closes with its timer, and takes nothing on after that', async () => {
    const clock = manualClock(0)
    const agenda = new Agenda(clock)
    const cancel = agenda.after(seconds(1), () => expect.unreachable())
    agenda.close()
    agenda.close()
    agenda.after(seconds(1), () => expect.unreachable())
    cancel()
    await clock.advance(hours(1))
    expect(clock.pending).toBe(0)
  })
})
