/** Makes a file for SQLite that belongs to its owner alone; SQLite would let everybody read it. */
import { access, constants, open, stat } from 'node:fs/promises'
import { StoreError } from '../store-error.ts'

/**
 * One that is there is not opened: closing it again would take away all locks that this process holds on it.
 * @throws StoreError, and what the file system says when it can't be made or written.
 */
export async function claimFile(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close()
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  if ((await stat(file)).isDirectory()) throw new StoreError('failed', `${file} is a folder: name a file in it.`)
  await access(file, constants.W_OK)
}
