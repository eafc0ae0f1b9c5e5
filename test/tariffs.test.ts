/** The printed examples of docs/tariffs.md, against what the program prints; `…` stands for lines left out. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { printedTariff } from '../scripts/print-tariff.ts'

const page = readFileSync(new URL('../docs/tariffs.md', import.meta.url), 'utf8')
const command = /^\$ node --conditions=navilink-source scripts\/print-tariff\.ts (\d{5}) '(.*)' (\S+)$/
const examples = [...page.matchAll(/```console\n(.*)\n([\s\S]*?)```/g)].map(([, line = '', output = '']) => {
  const [, zip = '', name = '', at = ''] = command.exec(line) ?? []
  return { zip, name, at, output }
})

it('docs/tariffs.md has examples', () => {
  expect(examples.map(({ name }) => name)).toEqual(['Evening Peak', 'Monthly Fuel'])
})

it.each(examples)('docs/tariffs.md shows $name as it is printed', async ({ zip, name, at, output }) => {
  const printed = await printedTariff(zip, name, at)
  const [begin = '', end] = output.split('  …\n')
  if (end === undefined) expect(printed).toBe(output)
  else {
    expect(printed.startsWith(begin)).toBe(true)
    expect(printed.endsWith(end)).toBe(true)
  }
  const hours = /loses a tenth of a cent in (\d+) hours/.exec(page)?.[1]
  if (end !== undefined) expect(printed).toContain(` ${hours} hours a year differ, by 0.001 at most`)
})
