#!/usr/bin/env node
/** The command `navilink`: gives the program the real terminal and the shell its exit code. */
import { processTerminal } from './process-terminal.ts'
import { run } from './program.ts'

process.exitCode = await run(process.argv.slice(2), processTerminal)

// Whatever a command left open can't keep the shell waiting.
setTimeout(() => process.exit(), 2000).unref()
