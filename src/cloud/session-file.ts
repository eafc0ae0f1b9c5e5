/** Keeps a session in a file that only its owner reads, one for each account and cloud, shared by several processes. */
import { createHash } from 'node:crypto'
import { constants, type FileHandle, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, wallClock } from '#time/clock'
import { type Logger, redactingLogger, silentLogger } from '#wire/logger'
import { type CloudAddress, cloudKey, naviLinkCloud } from './address.ts'
import { lockFile } from './file-lock.ts'
import { makePrivateFolder, replacePrivateFile } from './private-file.ts'
import { type SavedSession, savedSessionSchema } from './saved-session.ts'
import type { SessionStore } from './session-store.ts'

/** Whose session is kept, and where. */
export interface SessionFileOptions {
  /** Made when it isn't there, for its owner only. */
  readonly directory: string
  readonly email: string
  /** Navien's own cloud when not given. */
  readonly address?: CloudAddress
  readonly clock?: Clock
  readonly logger?: Logger
}

const account = (email: string) => email.trim().toLowerCase()

/** The account stands in the file's name as a hash. */
const fileName = (email: string, address: CloudAddress) => {
  const hash = createHash('sha256')
    .update(`${account(email)}\n${cloudKey(address)}`)
    .digest('hex')
  return `session-${hash.slice(0, 32)}.json`
}

/** A file that can't be read counts as none and is replaced; a folder that can't be written costs the saving, not the session. */
export function fileSessionStore(options: SessionFileOptions): SessionStore {
  const { directory, email, address = naviLinkCloud, clock = wallClock } = options
  const logger = redactingLogger(options.logger ?? silentLogger)
  const path = join(directory, fileName(email, address))

  return {
    async load() {
      try {
        const session = await read(path)
        if (session && account(session.email) === account(email)) return session
        if (session) logger.warn({ folder: directory }, 'The saved session belongs to another account and is not used')
      } catch (cause) {
        logger.warn(
          { folder: directory, cause },
          "The saved session can't be read and is not used; a new one takes its place",
        )
      }
      return undefined
    },

    async save(session) {
      await makePrivateFolder(directory)
      await replacePrivateFile(path, JSON.stringify(session))
    },

    async clear() {
      await rm(path, { force: true })
    },

    async exclusively(work, signal) {
      let unlock = async () => {}
      try {
        await makePrivateFolder(directory)
        unlock = await lockFile(`${path}.lock`, clock, signal)
      } catch (cause) {
        signal.throwIfAborted()
        logger.warn({ cause }, "The saved session can't be locked, so another process may renew it at the same time")
      }
      try {
        return await work()
      } finally {
        await unlock().catch(cause =>
          logger.warn({ cause }, "The lock of the saved session can't be given back; it ends by itself"),
        )
      }
    },
  }
}

/** The e-mails of the accounts that have a session for this cloud in the folder, the newest first. */
export async function savedAccounts(directory: string, address: CloudAddress): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => [])
  const files = names.filter(name => /^session-[0-9a-f]{32}\.json$/.test(name))
  const sessions = await Promise.all(
    files.map(async name => {
      const session = await read(join(directory, name)).catch(() => undefined)
      return session && fileName(session.email, address) === name ? [session] : []
    }),
  )
  return sessions
    .flat()
    .sort((a, b) => b.renewedAt - a.renewedAt)
    .map(session => session.email)
}

/** @returns undefined where there is no file. @throws when it isn't a session, or can't be read. */
async function read(path: string): Promise<SavedSession | undefined> {
  let file: FileHandle
  try {
    // Not through a link, and without waiting for a pipe: whatever lies there, only a session of ours is touched.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const info = await file.stat()
    if (!info.isFile()) throw new Error('It is no file.')
    const session = savedSessionSchema.parse(parsed(await file.readFile('utf8')))
    if (process.platform !== 'win32' && info.mode & 0o077) await file.chmod(0o600)
    return session
  } finally {
    await file.close()
  }
}

/** JSON.parse would quote the text, and with it a token, in its error. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error("The file isn't whole JSON.")
  }
}
