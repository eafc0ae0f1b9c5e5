/** Everything that we claim about speed and size, measured in one run; or what the arguments name: `npm run bench -- recovery`. */
import { formatDuration, minutes } from '#time/duration'

const benches: Readonly<Record<string, () => Promise<string>>> = {
  decode: async () => (await import('./decode.ts')).decodeBench(),
  help: async () => (await import('./help.ts')).helpBench(),
  'monitor-memory': async () => (await import('./monitor-memory.ts')).monitorMemoryBench(),
  recovery: async () => (await import('./recovery.ts')).recoveryBench(),
  'silent-connection': async () => (await import('./silent-connection.ts')).silentConnectionBench(),
  'gateway-away': async () => (await import('./gateway-away.ts')).gatewayAwayBench(),
  model: async () => (await import('./model.ts')).modelBench(),
  'station-record': async () => (await import('./station-record.ts')).stationRecordBench(),
  'station-heaters': async () => (await import('./station-heaters.ts')).stationHeatersBench(),
  'thousand-heaters': async () => (await import('./thousand-heaters.ts')).thousandHeatersBench(),
  'many-accounts': async () => (await import('./many-accounts.ts')).manyAccountsBench(),
}
/** Of each. What hangs is no measurement. */
const limit = minutes(5)

const say = (line: string) => process.stdout.write(`${line}\n`)
const giveUp = (why: string): never => {
  process.stderr.write(`${why}\n`)
  // The processes that a bench has started end with this one.
  process.exit(1)
}

const wanted = process.argv.slice(2)
const unknown = wanted.find(name => !Object.hasOwn(benches, name))
if (unknown !== undefined) giveUp(`There is no bench called ${unknown}; there are ${Object.keys(benches).join(', ')}.`)

say(`node ${process.version}, ${process.platform} ${process.arch}`)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const late = setTimeout(() => giveUp(`The bench ${name} didn't end within ${formatDuration(limit)}.`), limit)
  say(await bench())
  clearTimeout(late)
}
