/** `npm run fuzz -- --count 1000000 --seed 7`: mutates messages until one does harm. A million take five minutes; a failure names the seed that begins there. */
import { parseArgs } from 'node:util'
import { fuzz } from './receiving.ts'

const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } })
const count = Number(values.count ?? 100_000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!(Number.isSafeInteger(count) && count > 0 && Number.isSafeInteger(seed)))
  throw new Error('--count takes how many messages, such as 1000000, and --seed a whole number.')
const say = (text: string) => process.stdout.write(text)

say(`${count} mutated messages, seed ${seed}\n`)
const begun = performance.now()
await fuzz(count, seed, done => {
  if (done % 100_000 === 0 || done === count) say(`  ${done}  ${((performance.now() - begun) / 1000).toFixed(0)} s\n`)
})
say('Nothing was thrown, and no status was lost.\n')
