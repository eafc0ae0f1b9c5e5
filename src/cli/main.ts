#!/usr/bin/env node
/** The command `navilink`: gives the program the real terminal and the shell its exit code. */
import { tooOldNode } from './node-version.ts'

const tooOld = tooOldNode(process.versions.node)
if (tooOld) {
  process.stderr.write(`${tooOld}\n`)
  process.exit(1)
}
// Not before: what is loaded here may not even be understood by an old one.
const [{ processTerminal }, { run }] = await Promise.all([import('./process-terminal.ts'), import('./program.ts')])

process.exitCode = await run(process.argv.slice(2), processTerminal)

// Whatever a command left open can't keep the shell waiting.
setTimeout(() => process.exit(), 2000).unref()
