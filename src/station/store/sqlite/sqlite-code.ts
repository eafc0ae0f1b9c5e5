/** What SQLite's errors are told by: its result codes, as far as somebody can do something about them. */

export const sqliteCode = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const

/** Undefined for an error that isn't SQLite's. The code's upper bytes tell more than is needed. */
export function primaryCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: number }
  return errcode === undefined ? undefined : errcode & 0xff
}

/** An I/O error by its primary code, on a full disk: the file of locks beside a store can't be made. */
export const isNoSpaceForLocks = (error: unknown): boolean => (error as { errcode?: number }).errcode === 4874
