import { expect, test } from 'vitest'
import { terminalPicture } from '../../../test/fixtures/terminal-picture.ts'
import { testTerminal } from '../../../test/system/cli-terminal.ts'
import { LiveScreen } from './live-screen.ts'

function drawn(columns: number, use: (screen: LiveScreen, resize: (columns: number) => void) => void): string[] {
  const terminal = testTerminal({ columns })
  use(new LiveScreen(terminal.stdout), to => terminal.resize(to, 30))
  return terminalPicture(terminal.out(), terminal.stdout.columns ?? columns)
}

test('it draws over what it drew', () => {
  const picture = drawn(20, screen => {
    screen.draw(['one', 'two', 'three'])
    screen.draw(['four', 'five'])
    screen.draw(['six', 'seven', 'eight'])
  })
  expect(picture).toEqual(['six', 'seven', 'eight', ''])
})

test('lines for a person stand above it, and it is whole again', () => {
  const picture = drawn(20, screen => {
    screen.above('before\n')
    screen.draw(['one', 'two'])
    screen.above('a warning\n')
    screen.draw(['three', 'four'])
    screen.above('another, which the terminal wraps\n')
    screen.draw(['five', 'six'])
  })
  expect(picture).toEqual(['before', 'a warning', 'another, which the t', 'erminal wraps', 'five', 'six', ''])
})

test('what is too long is cut, and that is seen', () => {
  expect(drawn(10, screen => screen.draw(['\x1b[1ma line that is far too long\x1b[22m']))).toEqual(['a line th…', ''])
  expect(drawn(10, screen => screen.draw(['just right']))).toEqual(['just right', ''])
})

test('the height counts what a narrower terminal wrapped', () => {
  const terminal = testTerminal({ columns: 20 })
  const screen = new LiveScreen(terminal.stdout)
  screen.draw(['a line of 19 letters', 'short'])
  terminal.resize(10, 30)
  screen.draw(['new'])
  expect(terminal.out()).toContain('\x1b[3A\r\x1b[Jnew\n')
})

test('the cursor is hidden while there is a block, and given back once', () => {
  const terminal = testTerminal({ columns: 20 })
  const screen = new LiveScreen(terminal.stdout)
  screen.above('nothing is drawn yet\n')
  expect(terminal.out()).toBe('nothing is drawn yet\n')
  screen.draw(['one'])
  screen.draw(['two'])
  screen.close()
  screen.close()
  expect(terminal.out().split('\x1b[?25l')).toHaveLength(2)
  expect(terminal.out().split('\x1b[?25h')).toHaveLength(2)
  expect(terminal.out().endsWith('\x1b[?25h')).toBe(true)
})
