import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { navilink } from '../../test/system/cli-terminal.ts'
import { commandList } from './command-list.ts'

test('the help names every command, and goes to standard output', async () => {
  const { code, out, err } = await navilink(['--help'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  for (const { name, summary } of commandList) expect(out).toMatch(new RegExp(`\\n  ${name} +${summary}\\n`))
})

test.each(commandList.map(({ name }) => name))(
  'the help of %s has examples, and what was said of it is the same in all places',
  async name => {
    const { code, out } = await navilink([name, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/\nExamples?:\n {2}\$ .*navilink /)
    expect(out).toContain('--timeout <span>')
    expect((await navilink(['help', name])).out).toBe(out)
  },
)

/** That of the subcommand, where the next word is one. */
async function helpOf(command: string, next: string | undefined): Promise<string> {
  const { out } = next === undefined ? { out: '' } : await navilink([command, next, '--help'])
  return out.startsWith(`Usage: navilink ${command} ${next} `) ? out : (await navilink([command, '--help'])).out
}

test('every option that an example uses is one', async () => {
  for (const name of [undefined, ...commandList.map(entry => entry.name)]) {
    const { out } = await navilink(name ? [name, '--help'] : ['--help'])
    for (const [, command = '', flags = ''] of out.matchAll(/\$ (?:.*\| )?navilink ([a-z-]+)(.*)/g)) {
      expect(commandList.map(entry => entry.name)).toContain(command)
      const help = await helpOf(command, /^ ([a-z][a-z-]*)/.exec(flags)?.[1])
      for (const [flag] of flags.split('  ')[0]?.matchAll(/ --[a-z-]+/g) ?? [])
        expect(help, `${command} ${flag}`).toContain(flag.trim())
    }
  }
})

test('--version prints that of the package', async () => {
  const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'))
  expect(await navilink(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test.each([
  [['stauts'], "navilink: unknown command 'stauts'"],
  [['status', '--colour'], "navilink: unknown option '--colour'"],
  [['status', '--json', '--csv'], "navilink: option '--json' cannot be used with option '--csv'"],
  [['decode'], "navilink: missing required argument 'files'"],
  [['--email'], "navilink: option '--email <email>' argument missing"],
  [['demo', '--speed', '0'], "navilink: option '--speed <factor>' argument '0' is invalid. It takes a number above 0"],
  [['simulate', '--port', 'http'], "argument 'http' is invalid. It takes a whole number from 0 to 65535."],
  [['--log-count', '-1', 'decode', '-'], "argument '-1' is invalid"],
])('%j is wrong usage', async (args, sentence) => {
  const { code, out, err } = await navilink(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(sentence)
})

test('a bare call shows the help, as a complaint', async () => {
  const { code, out, err } = await navilink([])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain('Usage: navilink')
})

const source = (file: string) => readFileSync(path.resolve(import.meta.dirname, file), 'utf8')

test('what the help needs is loaded before a command is known, and nothing else', () => {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, from = ''] of source(file).matchAll(
      /^(?:import|export) (?!type )[^'\n]*?(?:{[^}]*} )?(?:from )?'([^']+)'$/gms,
    )) {
      if (from.startsWith('.')) visit(path.join(path.dirname(file), from))
      else if (from.startsWith('#')) visit(`../${from.slice(1)}.ts`)
      else packages.add(from)
    }
  }
  // What it loads once it knows that this Node will do.
  for (const file of ['main.ts', 'program.ts', 'process-terminal.ts']) visit(file)
  expect([...packages].filter(name => !name.startsWith('node:'))).toEqual(['commander'])
  expect(seen.size).toBeLessThan(12)
})
