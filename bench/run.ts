/** Everything that we claim about speed and size, measured in one run. */
import { decodeBench } from './decode.ts'
import { helpBench } from './help.ts'
import { monitorMemoryBench } from './monitor-memory.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

say(`node ${process.version}, ${process.platform} ${process.arch}`)
say(decodeBench())
say(helpBench())
say(await monitorMemoryBench())
