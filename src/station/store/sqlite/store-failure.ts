/** What SQLite or the file system says when a store fails, as a StoreError in one sentence. */
import { StoreError, type StoreProblem } from '../store-error.ts'
import { isNoSpaceForLocks, primaryCode, sqliteCode } from './sqlite-code.ts'

const sentences = {
  full: (place: string) => `The disk is full: nothing more fits into ${place}. Free some space, then it goes on.`,
  readOnly: (place: string) => `${place} can’t be written: it, its folder or the disk is read-only for this user.`,
  busy: (place: string) => `${place} is held by another program, and can’t be used until that lets go.`,
  damaged: (place: string) =>
    `${place} is damaged: put a backup in its place, or move it away to begin anew; «sqlite3 … .recover» may save most of it.`,
  notOurs: (place: string) => `${place} is no record of this program: name another file.`,
  missing: (place: string) => `${place} can’t be opened: it isn’t there, is no file, or isn’t for this user.`,
}

/** @param place the store's file. */
export function storeFailure(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error
  const [problem, sentence] = explain(error, place)
  return new StoreError(problem, sentence, { cause: error })
}

function explain(error: unknown, place: string): readonly [StoreProblem, string] {
  const { code, message } = error as { code?: string; message?: string }
  if (isNoSpaceForLocks(error)) return ['full', sentences.full(place)]
  switch (primaryCode(error)) {
    case sqliteCode.full:
      return ['full', sentences.full(place)]
    case sqliteCode.readOnly:
      return ['read-only', sentences.readOnly(place)]
    case sqliteCode.busy:
    case sqliteCode.locked:
      return ['in-use', sentences.busy(place)]
    case sqliteCode.corrupt:
      return ['damaged', sentences.damaged(place)]
    case sqliteCode.notADatabase:
      return ['damaged', sentences.notOurs(place)]
    case sqliteCode.cantOpen:
      return ['failed', sentences.missing(place)]
    case sqliteCode.ioError:
      return ['failed', `The disk fails ${place}: ${message}. Look at its cable, its mount and its health.`]
  }
  if (error instanceof RangeError || error instanceof SyntaxError) return ['damaged', sentences.damaged(place)]
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return ['full', sentences.full(place)]
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return ['read-only', sentences.readOnly(place)]
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
      return ['failed', sentences.missing(place)]
  }
  return ['failed', `${place} failed: ${message ?? String(error)}.`]
}

export const otherProgram = (place: string): StoreError => new StoreError('damaged', sentences.notOurs(place))
