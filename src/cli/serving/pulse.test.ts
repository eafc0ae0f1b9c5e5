import { expect, test } from 'vitest'
import { type Duration, minutes, seconds } from '#time/duration'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { Pulse, type Pulsing } from './pulse.ts'

const heater = { id: '0a1b2c3d', account: 'home', interval: minutes(1), samples: 5, missed: 0 }
type Link = Pulsing['accounts'][number]['link']['state']
const station = (change: Partial<typeof heater> = {}, state: Link = 'online', lag: Duration = seconds(0)): Pulsing => ({
  heaters: [{ ...heater, ...change }],
  accounts: [{ name: 'home', link: { state } }],
  sinks: [{ name: 'history', lag }],
})

function pulse() {
  const clock = manualClock()
  const one = new Pulse(() => clock.now())
  /** Looks every half minute for so long. */
  const look = async (span: Duration, given: Pulsing) => {
    for (let gone = 0; gone < span; gone += seconds(30)) {
      await clock.advance(seconds(30))
      const hanging = one.hangs(given)
      if (hanging) return hanging
    }
    return undefined
  }
  return { clock, one, look }
}

test('a feed that brings samples lives, and so does one whose heater is silent', async () => {
  const { look } = pulse()
  for (let i = 0; i < 10; i++) expect(await look(minutes(4), station({ samples: i }))).toBeUndefined()
  for (let i = 0; i < 10; i++) expect(await look(minutes(4), station({ missed: i }))).toBeUndefined()
})

test('a feed that neither hears nor misses anything over an open link hangs', async () => {
  const { look, one } = pulse()
  one.hangs(station())
  expect(await look(minutes(5), station())).toBeUndefined()
  expect(await look(minutes(1), station())).toBe('Heater 0a1b2c3d was neither heard nor missed for 5 min 30 s')
  expect(one.hangs(station({ samples: 6 }))).toBeUndefined()
})

test('while the link is down nothing hangs, and the time begins anew when it is back', async () => {
  const { look } = pulse()
  expect(await look(minutes(60), station({}, 'waiting'))).toBeUndefined()
  expect(await look(minutes(5), station())).toBeUndefined()
  expect(await look(minutes(1), station())).toContain('neither heard nor missed')
})

test('a clock that is set forward makes nothing hang', () => {
  const { clock, one } = pulse()
  one.hangs(station())
  clock.step(minutes(600))
  expect(one.hangs(station())).toBeUndefined()
})

test('a sink that takes nothing hangs too', () => {
  const { one } = pulse()
  expect(one.hangs(station({}, 'online', minutes(10)))).toBeUndefined()
  expect(one.hangs(station({}, 'online', minutes(11)))).toBe('The sink history has taken nothing for 11 min')
})
