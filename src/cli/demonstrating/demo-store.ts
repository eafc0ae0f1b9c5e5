/** The record of a demo: a file that somebody wants, or one that is gone when the demo is over. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { storeName } from '../serving/store-file.ts'
import { UsageError } from '../usage-error.ts'

export interface DemoStore {
  readonly file: string
  /** Takes a temporary one away. Safe twice. */
  remove(): Promise<void>
}

/**
 * @param name as it was given; a temporary one when left out.
 * @throws UsageError for a file that is there: a demo begins anew, and it may be somebody's.
 */
export async function demoStore(name: string | undefined, directory: string): Promise<DemoStore> {
  if (name === undefined) {
    const folder = await mkdtemp(path.join(tmpdir(), 'navilink-demo-'))
    return { file: path.join(folder, storeName), remove: () => rm(folder, { recursive: true, force: true }) }
  }
  const file = path.resolve(directory, name)
  const found = await stat(file).catch(() => undefined)
  if (found) throw new UsageError(`${name} is there already, and a demo begins a record of its own; name another file.`)
  return { file, remove: async () => {} }
}
