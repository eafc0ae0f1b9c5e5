import { expect, test } from 'vitest'
import { openInput, testTerminal } from '../../../test/system/cli-terminal.ts'
import { askPassword, passwordFromStdin } from './password.ts'

const signal = new AbortController().signal
const untimed = <Answer>(question: () => Promise<Answer>) => question()

test.each(['warm enough', 'warm enough\n', '\uFEFFwarm enough\r\nanother line\n'])(
  '%j is read from standard input',
  async stdin => {
    expect(await passwordFromStdin(testTerminal({ stdin }))).toBe('warm enough')
  },
)

test('an empty standard input is refused in words', async () => {
  await expect(passwordFromStdin(testTerminal())).rejects.toThrow('Standard input is empty')
})

test('nobody is asked where nobody sits', async () => {
  const answer = askPassword({ terminal: testTerminal(), signal, untimed }, 'pat@example.com')
  await expect(answer).rejects.toThrow('set NAVILINK_PASSWORD, put it into .env, or use --password-stdin')
})

test('on a terminal the password is asked for, and not shown', async () => {
  const stdin = Object.assign(openInput(), { isTTY: true, setRawMode() {} })
  const terminal = testTerminal({ stdin, columns: 80 })
  const answer = askPassword({ terminal, signal, untimed }, 'pat@example.com')
  stdin.write('hunter2')
  stdin.write('\r')
  expect(await answer).toBe('hunter2')
  expect(terminal.err()).toContain('Password of pat@example.com')
  expect(terminal.err()).not.toContain('hunter2')
  expect(terminal.out()).toBe('')
})
