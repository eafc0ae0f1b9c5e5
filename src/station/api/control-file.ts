/** Where commands of the same user find the running station: a file beside its store, which nobody else may read or write. */
import { constants } from 'node:fs'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

const control = z.object({ url: z.string(), token: z.string(), pid: z.number(), certificate: z.string().optional() })

export interface Control {
  /** Of the API. */
  readonly url: string
  /** Good for everything. */
  readonly token: string
  readonly pid: number
  /** Of an API with TLS, PEM: commands trust this one, whoever signed it and for whichever name. */
  readonly certificate?: string | undefined
}

/** Beside the store itself, by whatever name it is called. */
export async function controlFile(storeFile: string): Promise<string> {
  const place = await realpath(storeFile).catch(async () => {
    const folder = dirname(storeFile)
    return join(await realpath(folder).catch(() => folder), basename(storeFile))
  })
  return `${place}.station.json`
}

export async function writeControlFile(storeFile: string, { url, token, pid, certificate }: Control): Promise<void> {
  const path = await controlFile(storeFile)
  // Whoever reads sees a whole one; a leftover of a crash might have another mode.
  const next = `${path}.tmp`
  await rm(next, { force: true })
  const file = await open(next, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify({ url, token, pid, certificate })}\n`)
  } finally {
    await file.close()
  }
  await rename(next, path)
}

/**
 * Undefined when there is none, nothing that can be read, or one that somebody else may have written: it would be told
 * what is meant for the station. A crash leaves one behind whose station is gone.
 */
export async function readControlFile(storeFile: string): Promise<Control | undefined> {
  try {
    const file = await open(await controlFile(storeFile), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const { uid, mode } = await file.stat()
      // Windows has neither.
      const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & othersWrite) === 0)
      return isOurs ? control.parse(JSON.parse(await file.readFile('utf8'))) : undefined
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}

const othersWrite = 0o022

/** Safe where there is none. */
export async function removeControlFile(storeFile: string): Promise<void> {
  await rm(await controlFile(storeFile), { force: true })
}
