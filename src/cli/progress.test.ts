import { expect, test } from 'vitest'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { terminalPicture } from '../../test/fixtures/terminal-picture.ts'
import { type TerminalOptions, testTerminal } from '../../test/system/cli-terminal.ts'
import { Aside } from './aside.ts'
import { whileWaiting } from './progress.ts'

function waiting(options: TerminalOptions) {
  const clock = manualClock()
  const terminal = testTerminal(options)
  const aside = new Aside(terminal.stderr)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const result = whileWaiting({ clock, terminal, aside }, 'Asking Garage', () => promise)
  return { clock, terminal, aside, resolve, reject, result, picture: () => terminalPicture(terminal.err(), 80) }
}

test('a line comes after a second, counts, makes room for others, and goes away', async () => {
  const { clock, aside, resolve, result, picture, terminal } = waiting({ columns: 80 })
  expect(terminal.err()).toBe('')
  await clock.advance(3000)
  expect(picture()).toEqual(['Asking Garage, for 3 s now …', ''])
  aside.write('! A warning.\n')
  expect(picture()).toEqual(['! A warning.', 'Asking Garage, for 3 s now …', ''])
  resolve('told')
  expect(await result).toBe('told')
  expect(picture()).toEqual(['! A warning.', ''])
  expect(clock.pending).toBe(0)
})

test('an error takes it away as well', async () => {
  const { clock, reject, result, picture } = waiting({ columns: 80 })
  await clock.advance(1000)
  reject(new Error('No answer.'))
  await expect(result).rejects.toThrow('No answer.')
  expect(picture()).toEqual([''])
  expect(clock.pending).toBe(0)
})

test.each<TerminalOptions>([{}, { columns: 80, env: { TERM: 'dumb' } }])('%j shows none', async options => {
  const { clock, resolve, result, terminal } = waiting(options)
  await clock.advance(3000)
  resolve('told')
  await result
  expect(terminal.both()).toBe('')
})
