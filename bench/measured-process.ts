/** Runs what is to be measured in a process of its own, which sends what it measured and ends; at the latest when this one does. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** @throws Error when it ends without having told anything. */
export async function measured<Result>(
  file: string,
  args: readonly string[],
  execArgv: readonly string[] = [],
): Promise<Result> {
  const child = fork(join(import.meta.dirname, file), [...args], { execArgv: [...execArgv] })
  let told: { readonly result: Result } | undefined
  child.once('message', result => {
    told = { result: result as Result }
  })
  const [code] = await once(child, 'exit')
  if (code !== 0 || !told) throw new Error(`The process of ${file} ended with ${code}.`)
  return told.result
}
