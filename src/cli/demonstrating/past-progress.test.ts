import { expect, test } from 'vitest'
import { millis, seconds } from '#time/duration'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { testTerminal } from '../../../test/system/cli-terminal.ts'
import { Aside } from '../aside.ts'
import { pastProgress } from './past-progress.ts'

function surface(columns?: number) {
  const terminal = testTerminal({ ...(columns && { columns }) })
  const clock = manualClock()
  const aside = new Aside(terminal.stderr)
  return { terminal, clock, aside, note: (line: string) => aside.write(`${line}\n`) }
}

test('elsewhere than on a terminal it says a line every ten seconds', async () => {
  const given = surface()
  const progress = pastProgress(given, 30)
  progress.show(0.1)
  await given.clock.advance(seconds(10))
  progress.show(11.2)
  progress.show(11.3)
  await given.clock.advance(seconds(9))
  progress.show(20)
  progress.close()
  expect(given.terminal.err()).toBe('  day 12 of 30\n')
})

test('on a terminal it is one line that goes away', async () => {
  const given = surface(80)
  const progress = pastProgress(given, 30)
  await given.clock.advance(millis(300))
  progress.show(15)
  expect(given.terminal.err()).toContain('day 15 of 30')
  progress.close()
  expect(given.terminal.err().endsWith('\x1b[?25h')).toBe(true)
})
