import { expect, test } from 'vitest'
import { readStatus } from '#heater/reading'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { terminalPicture } from '../../../test/fixtures/terminal-picture.ts'
import { testTerminal } from '../../../test/system/cli-terminal.ts'
import { runCommand } from '../run-command.ts'
import { type TankDisplay, tankDisplay } from './tank-display.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 6, minute))
const sample = (minute: number) => ({
  heater: '0a1b2c3d',
  at: at(minute),
  connected: true,
  status: readStatus(baseStatus, at(minute), 'answer'),
})

interface Scene {
  readonly display: TankDisplay
  readonly note: (line: string) => void
  readonly resize: (columns: number, rows: number) => void
  readonly stop: () => void
  readonly picture: () => string[]
}

/** Runs a command on a terminal of this size, as `demo` does. */
async function scene(columns: number, rows: number, play: (scene: Scene) => Promise<void> | void): Promise<string[]> {
  const terminal = testTerminal({ columns, rows })
  const picture = () => terminalPicture(terminal.both(), terminal.stdout.columns ?? columns)
  await runCommand({ terminal, flags: { verbose: 0, color: false } }, 'long', async context => {
    const display = tankDisplay(context, 'Cellar', 600)
    try {
      const { note } = context
      await play({ display, note, resize: terminal.resize, stop: terminal.stop, picture })
    } finally {
      display.close()
    }
    context.note('the summary')
    return undefined
  })
  expect(terminal.out().match(/\?25l/g)?.length ?? 0).toBe(terminal.out().match(/\?25h/g)?.length ?? 0)
  return picture()
}

const tanks = (picture: readonly string[]) => picture.filter(line => line.includes('╭')).length

test('notes and lines of the log stand above the drawing, which stays whole', async () => {
  const picture = await scene(80, 30, async ({ display, note }) => {
    await display.show(sample(0))
    note('a note')
    await display.show(sample(5))
    note('a note that is much longer than the terminal is wide, and that it therefore has to wrap by itself')
    await display.show(sample(10))
  })
  expect(picture[0]).toBe('a note')
  expect(picture[1]).toMatch(/^a note that is much longer/)
  expect(picture[3]).toMatch(/^ {2}Cellar {2}2026-01-02 06:10 UTC {2}600 times as fast {2}3 samples$/)
  expect(tanks(picture)).toBe(1)
  expect(picture.at(-2)).toBe('the summary')
})

test('a warning is drawn at once, without waiting for a sample', async () => {
  await scene(80, 30, async ({ display, picture }) => {
    display.warn('before there is anything to draw')
    expect(picture()).toEqual(['! before there is anything to draw', ''])
    await display.show(sample(0))
    display.warn('The heater has said nothing for 15 min.')
    expect(picture().at(-2)).toBe('  ! The heater has said nothing for 15 min.')
    expect(tanks(picture())).toBe(1)
  })
})

test('it is drawn anew when the terminal changes its size', async () => {
  await scene(80, 30, async ({ display, resize, picture }) => {
    await display.show(sample(0))
    expect(picture().some(line => /│ +charge/.test(line))).toBe(true)
    resize(50, 30)
    expect(picture().some(line => /^ {2}charge +92 %$/.test(line))).toBe(true)
  })
})

test('where there are too few rows, a sample is a line, until there are more', async () => {
  await scene(80, 6, async ({ display, resize, picture }) => {
    await display.show(sample(0))
    await display.show(sample(5))
    display.warn('An element is running: 4900 W.')
    expect(tanks(picture())).toBe(0)
    expect(picture()).toEqual([
      expect.stringMatching(/^01-02 06:00 +92 %/),
      expect.stringMatching(/^01-02 06:05 +92 %/),
      '! An element is running: 4900 W.',
      '',
    ])
    resize(80, 30)
    expect(tanks(picture())).toBe(1)
  })
})

test('the ^C that a terminal writes does not stay before the summary', async () => {
  const drawn = testTerminal({ columns: 80 })
  await runCommand({ terminal: drawn, flags: { verbose: 0, color: false } }, 'long', async context => {
    const display = tankDisplay(context, 'Cellar', 600)
    await display.show(sample(0))
    drawn.stderr.write('^C')
    drawn.stop()
    display.close()
    context.note('the summary')
    return undefined
  })
  const picture = terminalPicture(drawn.both(), 80)
  expect(picture.slice(-3)).toEqual([expect.stringContaining('╯'), 'the summary', ''])
  expect(tanks(picture)).toBe(1)

  const lines = testTerminal({ columns: 80 })
  await runCommand({ terminal: lines, flags: { verbose: 0, color: false } }, 'long', async ({ note }) => {
    lines.stderr.write('^C')
    lines.stop()
    note('the summary')
    return undefined
  })
  expect(lines.err()).toBe('^C\nthe summary\n')
})
