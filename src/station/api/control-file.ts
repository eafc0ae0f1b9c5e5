/** Where commands of the same user find the running station: a file beside its store, which nobody else may read. */
import { open, readFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'

const control = z.object({ url: z.string(), token: z.string(), pid: z.number() })

export interface Control {
  /** Of the API. */
  readonly url: string
  /** Good for everything. */
  readonly token: string
  readonly pid: number
}

export const controlFile = (storeFile: string): string => `${storeFile}.station.json`

export async function writeControlFile(storeFile: string, { url, token, pid }: Control): Promise<void> {
  const path = controlFile(storeFile)
  // Whoever reads sees a whole one; a leftover of a crash might have another mode.
  const next = `${path}.tmp`
  await rm(next, { force: true })
  const file = await open(next, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify({ url, token, pid })}\n`)
  } finally {
    await file.close()
  }
  await rename(next, path)
}

/** Undefined when there is none, or nothing that can be read. A crash leaves one behind whose station is gone. */
export async function readControlFile(storeFile: string): Promise<Control | undefined> {
  try {
    return control.parse(JSON.parse(await readFile(controlFile(storeFile), 'utf8')))
  } catch {
    return undefined
  }
}

/** Safe where there is none. */
export async function removeControlFile(storeFile: string): Promise<void> {
  await rm(controlFile(storeFile), { force: true })
}
