/** A simulated cloud in a process of its own, so that what is measured here is the client alone. */
import '../test/setup.ts'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FaultName, FaultSettings } from '#simulator/fault-kinds'

export interface Cloud extends AsyncDisposable {
  readonly url: string
  /** Switches faults on, all in the same moment. @returns when that was, ms since 1970. One call at a time. */
  strike(...faults: readonly (readonly [FaultName, FaultSettings?])[]): Promise<number>
}

export async function startCloud(accounts: number): Promise<Cloud> {
  const child = fork(join(import.meta.dirname, 'cloud-process.ts'), [String(accounts)], { execArgv: [] })
  const gone = once(child, 'exit')
  /** What it says next. @throws Error when it has nothing more to say. */
  const says = async <Word>(): Promise<Word> => {
    const heard = new AbortController()
    const word = once(child, 'message', { signal: heard.signal }).then(([message]) => message as Word)
    const end = gone.then(([code]) => {
      throw new Error(`The simulated cloud ended with ${code}.`)
    })
    try {
      return await Promise.race([word, end])
    } finally {
      heard.abort()
      word.catch(() => {})
    }
  }
  return {
    url: await says<string>(),
    strike(...faults) {
      child.send(faults)
      return says<number>()
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
