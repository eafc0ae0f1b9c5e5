/** The completions, asked of the shells that this machine has. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandList } from '../../src/cli/command-list.ts'
import { navilink } from './cli-terminal.ts'

let directory: string
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-completion-'))
  writeFileSync(path.join(directory, 'tank.csv'), '')
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out, err } = await navilink(['completion', shell], { directory })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    writeFileSync(path.join(directory, `navilink.${shell}`), out)
  }
})
afterAll(() => rmSync(directory, { recursive: true }))

const ask = (shell: string, args: readonly string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(shell, args, { cwd: directory, encoding: 'utf8', input })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout.trim().split(/\s*\n/)
}
const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

/** What is typed, its last word unfinished, and what is offered: all of it, or beside others. */
const questions: readonly (readonly [typed: readonly string[], offered: readonly string[]])[] = [
  [
    ['set', 'mode', ''],
    ['heat-pump', 'electric', 'energy-saver', 'high-demand'],
  ],
  [
    ['set', 'mode', 'e'],
    ['electric', 'energy-saver'],
  ],
  [
    ['--device', 'Cellar', 'set', 'mode', 'e'],
    ['electric', 'energy-saver'],
  ],
  [
    ['set', '--yes', 'power', ''],
    ['on', 'off'],
  ],
  [['filter', 'life', ''], ['off']],
  [
    ['notifications', 'others', ''],
    ['on', 'off'],
  ],
  [['notifications', 'others', 'on', ''], []],
  [
    ['status', '--units', ''],
    ['us', 'metric'],
  ],
  [['--units', 'us', 'maintenance', 'log', 'f'], ['filter']],
  [['monitor', '--csv', 'ta'], ['tank.csv']],
  [['status', '--csv', ''], []],
  [['decode', 'ta'], ['tank.csv']],
  [
    ['set', 'mode', '--d'],
    ['--dry-run', '--device', '--debug'],
  ],
  [['--device', ''], []],
]

for (const shell of ['bash', 'fish', 'zsh'])
  if (!has(shell))
    process.stderr.write(`cli-completion.test.ts doesn’t try the completion of ${shell}: it is not on this machine.\n`)

describe.skipIf(!has('bash'))('bash (skipped where there is none)', () => {
  const offered = (typed: readonly string[]) => {
    const words = ['navilink', ...typed].map(word => `'${word}'`).join(' ')
    // compopt works only while a person completes.
    const script = `compopt() { :; }; . ./navilink.bash; COMP_WORDS=(${words}); COMP_CWORD=${typed.length}; _navilink; printf '%s\\n' "\${COMPREPLY[@]}"`
    return ask('bash', ['-c', script]).filter(word => word !== '')
  }

  test.each(questions)('%j', (typed, words) => {
    expect(offered(typed).sort()).toEqual([...words].sort())
  })

  test('every command is offered', () => {
    expect(offered([''])).toEqual([...commandList.map(({ name }) => name), 'help'])
    expect(offered(['help', 'se'])).toContain('set')
  })
})

describe.skipIf(!has('fish'))('fish (skipped where there is none)', () => {
  const offered = (typed: readonly string[]) =>
    ask('fish', ['--no-config', '-c', `source navilink.fish; complete -C 'navilink ${typed.join(' ')}'`])
      .map(line => line.split('\t')[0] ?? '')
      .filter(word => word !== '')

  test.each(questions.filter(([, words]) => words.length > 0))('%j', (typed, words) => {
    expect(offered(typed).sort()).toEqual([...words].sort())
  })
})

describe.skipIf(!has('zsh'))('zsh (skipped where there is none)', () => {
  /** Its own completion begins only where a person types: what is handed to it is looked at instead. */
  const handed = (typed: readonly string[]) => {
    const words = ['navilink', ...typed].map(word => `'${word}'`).join(' ')
    const script = `compdef() { : }
_describe() { print -rl -- $offers }
compadd() { shift; print -rl -- $@ }
_files() { print files }
source ./navilink.zsh
words=(${words}); CURRENT=${typed.length + 1}
_navilink`
    return ask('zsh', ['-f'], script)
      .map(line => line.replace(/:.*/, ''))
      .filter(word => word !== '')
  }

  test.each(questions)('%j', (typed, words) => {
    const wanted = words.includes('tank.csv') ? ['files'] : words
    expect(handed(typed)).toEqual(expect.arrayContaining([...wanted]))
    if (words.length === 0) expect(handed(typed)).toEqual([])
  })
})
