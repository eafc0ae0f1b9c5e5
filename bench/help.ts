/** How much longer `navilink --help` takes than bare Node: one after the other, again and again, and the median of the ratios. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { median } from './spread.ts'

const command = join(import.meta.dirname, '../dist/cli/main.js')
const rounds = 31
const bound = 2

function timed(args: readonly string[]): number {
  const start = process.hrtime.bigint()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}.`)
  return Number(process.hrtime.bigint() - start) / 1e6
}

export function helpBench(): string {
  timed([command, '--help'])
  const bare: number[] = []
  const help: number[] = []
  for (let i = 0; i < rounds; i++) {
    bare.push(timed(['-e', '0']))
    help.push(timed([command, '--help']))
  }
  const ratio = median(help.map((time, i) => time / (bare[i] ?? Number.NaN)))
  return `navilink --help: ${median(help).toFixed(0)} ms, bare node ${median(bare).toFixed(0)} ms, ratio ${ratio.toFixed(2)} (bound ${bound})`
}

if (import.meta.main) process.stdout.write(`${helpBench()}\n`)
