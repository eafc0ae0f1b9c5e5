/** The command line asks for something that it can't have. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
