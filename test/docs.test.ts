/** The docs against what they describe: the generated page to the letter, the written one by its numbers and commands. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { statusFields } from '#schema/status'
import { fieldsFile, fieldsPage } from '../scripts/generate-docs.ts'
import { capturedFrames, capturedStatuses } from './fixtures/frames.ts'

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

describe('docs/fields.md', () => {
  it('is what the tables say (npm run docs)', () => {
    expect(readFileSync(fieldsFile, 'utf8')).toBe(fieldsPage())
  })

  it('shows every status field with a value, where one was captured', () => {
    const page = fieldsPage()
    for (const key of Object.keys(statusFields)) {
      const captured = capturedStatuses.some(status => key in status)
      const [line = ''] = page.split('\n').filter(text => text.startsWith(`| \`${key}\` |`))
      expect(line.split(' | ').at(-2) !== '–', key).toBe(captured)
    }
  })
})

describe('docs/readings.md', () => {
  const page = read('docs/readings.md')

  /** `field` 1, 2 in the tables of evidence: what each raw number in them has to stand in. */
  const claims = [...page.matchAll(/`([a-z]\w+)` (-?\d+)(?![\w.])/gi)].map(
    ([, key, raw]) => [key, Number(raw)] as const,
  )

  it('claims only numbers that the heater really sent', () => {
    expect(claims.length).toBeGreaterThan(20)
    const missing = claims.filter(
      ([key, raw]) => !capturedStatuses.some(status => (status as Record<string, number>)[key ?? ''] === raw),
    )
    expect(missing.map(claim => claim.join(' '))).toEqual([])
  })

  it('names only fields that there are', () => {
    const names = [...page.matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => name ?? '')
    const known = new Set([...Object.keys(statusFields), 'usableEnergy', 'energyToSetpoint', 'connected'])
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter(name => !known.has(name))).toEqual([])
  })
})

describe('what is written about the recording', () => {
  const fits = (test: (status: Record<string, number>) => boolean) =>
    capturedStatuses.filter(status => test(status)).length

  it('electric was never chosen, and modes 1 to 3 were never an activity', () => {
    expect(fits(({ dhwOperationSetting }) => dhwOperationSetting === 2)).toBe(0)
    expect(new Set(capturedStatuses.map(({ operationMode }) => operationMode))).toEqual(new Set([0, 32, 96]))
    expect(new Set(capturedStatuses.map(({ dhwOperationSetting }) => dhwOperationSetting))).toEqual(
      new Set([1, 3, 4, 6]),
    )
  })

  it('the elements drew what the difference of two messages says', () => {
    const powers = capturedFrames.map(({ changes }) => changes.currentInstPower ?? 1)
    expect(Math.max(...powers) - 434).toBe(4944)
  })

  it('no file of ours names a machine’s own folders', () => {
    const pages = ['docs/fields.md', 'docs/readings.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']
    for (const name of pages) expect(read(name), name).not.toMatch(/\/(work|home|Users|tmp)\//)
  })
})

describe('the commands of docs/readings.md', () => {
  const blocks = [...read('docs/readings.md').matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .filter(Boolean)
      .map(text => {
        const [command = '', ...output] = text.trimEnd().split('\n')
        return [command, output] as const
      }),
  )

  it('are there', () => expect(blocks.length).toBeGreaterThan(5))

  it.each(blocks)('%s', (command, output) => {
    const [, input, flags] = /^echo '(.*)' \| npx navilink (decode - ?.*)$/.exec(command) ?? []
    expect(flags, 'a command that this test can run').toBeDefined()
    const main = new URL('../src/cli/main.ts', import.meta.url)
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=navilink-source', fileURLToPath(main), ...(flags ?? '').trim().split(' ')],
      { input: `${input}\n`, encoding: 'utf8', env: { PATH: process.env.PATH } },
    )
    const lines = stdout.split('\n').map(line => line.trim().replace(/\s+/g, ' '))
    expect({ lines, stderr }).toEqual({ lines: expect.arrayContaining(output), stderr: expect.any(String) })
  })
})
