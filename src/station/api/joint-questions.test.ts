import { expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { JointQuestions } from './joint-questions.ts'

function setUp() {
  const clock = manualClock()
  const closing = new AbortController()
  const questions = new JointQuestions({ wallClock: clock, closing: closing.signal })
  const heard: ((answer: unknown) => void)[] = []
  const counted: string[] = []
  const ask = (key: string, signal = new AbortController().signal, heater = 'a') =>
    questions.ask({
      heater,
      key,
      signal,
      mayAsk: () => void counted.push(key),
      ask: () => new Promise(resolve => heard.push(resolve)),
    })
  return { clock, questions, heard, counted, ask }
}

it('asks once for those who ask the same at the same time, and gives the answer on for five seconds', async () => {
  const { clock, heard, counted, ask } = setUp()
  const both = [ask('counters'), ask('counters')]
  const other = ask('reservations')
  expect(heard).toHaveLength(2)
  heard[0]?.(7)
  expect(await Promise.all(both)).toEqual([7, 7])
  expect(await ask('counters')).toBe(7)
  heard[1]?.(8)
  expect(await other).toBe(8)
  expect(counted).toEqual(['counters', 'reservations'])
  await clock.advance(seconds(6))
  void ask('counters')
  expect(heard).toHaveLength(3)
})

it('asks anew after something was done to the heater, and after a question that failed', async () => {
  const { questions, heard, ask } = setUp()
  const first = ask('counters')
  heard[0]?.(1)
  await first
  questions.forget('other')
  expect(await ask('counters')).toBe(1)
  questions.forget('a')
  const second = ask('counters')
  heard[1]?.(Promise.reject(new Error('No answer.')))
  await expect(second).rejects.toThrow('No answer.')
  const third = ask('counters')
  heard[2]?.(3)
  expect(await third).toBe(3)
})

it('goes on for the others when one is gone', async () => {
  const { heard, ask } = setUp()
  const gone = new AbortController()
  const [left, stays] = [ask('counters', gone.signal), ask('counters')]
  gone.abort(new Error('Gone.'))
  await expect(left).rejects.toThrow('Gone.')
  heard[0]?.(5)
  expect(await stays).toBe(5)
})
