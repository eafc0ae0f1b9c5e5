/** The terminal of this process. Each stream is opened when it is asked for: that takes longer than showing the help. */
import type { Terminal } from './terminal.ts'

const stopSignals = ['SIGINT', 'SIGTERM'] as const
const interrupted = 130

export const processTerminal: Terminal = {
  get stdin() {
    return process.stdin
  },
  get stdout() {
    return surviving(process.stdout)
  },
  get stderr() {
    return surviving(process.stderr)
  },
  env: process.env,
  get directory() {
    return process.cwd()
  },
  platform: process.platform,
  onStop(listener) {
    let asked = false
    const stop = () => {
      // Who asks twice doesn't want to wait for a tidy end.
      if (asked) process.exit(interrupted)
      asked = true
      listener()
    }
    for (const signal of stopSignals) process.on(signal, stop)
    return () => {
      for (const signal of stopSignals) process.off(signal, stop)
    }
  },
}

const ignore = () => {}

/** A reader that leaves before the end must not end in a stack trace. */
function surviving(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore)
  return stream
}
