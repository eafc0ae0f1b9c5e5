/** The command line asks for something that it can't have. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A value that the heater doesn't take is a mistake of who typed it. @param hint follows what the library says. */
export const asUsage = (error: unknown, hint?: string): unknown =>
  error instanceof RangeError ? new UsageError([error.message, hint].filter(Boolean).join(' ')) : error
