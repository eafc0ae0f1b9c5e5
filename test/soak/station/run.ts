/** `npm run soak:station -- --days 90 --seed 7`: a station's quarter of a year. The seed plays it again. */
import { parseArgs } from 'node:util'
import { days, formatDuration } from '#time/duration'
import { brokenLaws, stationSoak } from './station-soak.ts'

const { values } = parseArgs({ options: { days: { type: 'string' }, seed: { type: 'string' } } })
const length = Number(values.days ?? 90)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!(length >= 2 && length <= 3650 && Number.isSafeInteger(seed)))
  throw new Error('--days takes two days or more, such as 90, and --seed a whole number.')
const say = (line: string) => process.stdout.write(`${line}\n`)

say(`${length} days, two heaters, a sample a minute and one in five, seed ${seed}`)
const begun = performance.now()
const report = await stationSoak({ length: days(length), seed, passed: () => process.stdout.write('.') })
const { energy, gaps, settled } = report
const percent = (part: number, whole: number) => `${((part / whole - 1) * 100).toFixed(2)} %`
say(`\nTook ${((performance.now() - begun) / 1000).toFixed(0)} s.`)
say(
  `Misfortunes: ${report.crashes} crashes, ${report.stops} stops, ${report.fullDisks} full disks, ${report.clockSteps} times the clock was set, ${report.troubles} troubles of the cloud.`,
)
say(
  `Samples: ${report.heard} came, ${report.acknowledged} acknowledged, ${report.samples} in the record; ${gaps.facts} gaps.`,
)
for (const { interval, days: count, truth, ledger, worst } of energy)
  say(
    `Asked every ${formatDuration(interval)}, ${count} days: ${(truth / 1000).toFixed(1)} kWh by the heater's meters, the ledger ${percent(ledger, truth)}; the worst day ${(worst.share * 100).toFixed(2)} % (${worst.day}).`,
  )
say(`The heater's own figures stand beside ${settled.told} of ${settled.days} days that are over.`)
const broken = brokenLaws(report)
for (const line of broken) say(`BROKEN: ${line}`)
if (broken.length > 0) {
  say(`Again: npm run soak:station -- --days ${length} --seed ${seed}`)
  process.exitCode = 1
} else say('Every law held.')
