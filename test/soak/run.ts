/** `npm run soak -- --days 30 --seed 7`: a month in some minutes. What a law says is broken comes with the time; the seed plays it again. */
import { parseArgs } from 'node:util'
import { days } from '#time/duration'
import { soak } from './soak.ts'

const { values } = parseArgs({ options: { days: { type: 'string' }, seed: { type: 'string' } } })
const length = Number(values.days ?? 30)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!(length >= 0.5 && length <= 3650 && Number.isSafeInteger(seed)))
  throw new Error('--days takes half a day or more, such as 30, and --seed a whole number.')
const say = (line: string) => process.stdout.write(`${line}\n`)
const listed = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

say(`${length} days, two accounts, four heaters, seed ${seed}`)
const begun = performance.now()
const report = await soak({ length: days(length), seed, say, passed: () => process.stdout.write('.') })
const { pushes, accounts, faults } = report
say(`Took ${((performance.now() - begun) / 1000).toFixed(0)} s.`)
say(`Troubles (${[...faults.values()].reduce((a, b) => a + b, 0)}): ${listed(faults)}.`)
say(`Pushes: ${pushes.sent} sent, ${pushes.counted} of them on a sound connection, which must come once.`)
say(`Commands: ${listed(report.commands)}. Readings: ${report.readings}. Visits of a phone: ${report.visits}.`)
for (const [i, { signIns, needed, calls, drops, replacements }] of accounts.entries())
  say(
    `Account ${i + 1}: ${signIns} sign-ins, ${needed} times after the first there was no other way, ${calls} REST calls, ${drops} drops, ${replacements} replacements.`,
  )
for (const { when, law, what, before } of report.breaches)
  say(`\nBROKEN (${law}) ${when}: ${what}\n${before.map(line => `    before: ${line}`).join('\n')}`)
if (report.broken.size > 0) {
  say(`\nBroken laws: ${listed(report.broken)}. Again: npm run soak -- --days ${length} --seed ${seed}`)
  process.exitCode = 1
} else say('Every law held.')
