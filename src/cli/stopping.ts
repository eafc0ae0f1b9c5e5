/** The ways in which a command is ended from outside. */

/** Ctrl-C or SIGTERM. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
  constructor() {
    super('Stopped before it was done.')
  }
}

/** Who read our output has gone, as `head` does. */
export class BrokenPipeError extends Error {
  override readonly name = 'BrokenPipeError'
}
