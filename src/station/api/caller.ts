/** Who asks, and what they may. */
export interface Caller {
  /** As the journal has it: `api token Kitchen`, `command line`. */
  readonly name: string
  readonly scope: 'read' | 'write'
  /** Under which their requests are counted. */
  readonly key: string
  /** The token by which they came. */
  readonly token?: string | undefined
  /** The session of a browser that stands for it. */
  readonly session?: string | undefined
}

/** One that nothing was asked of. */
export const stranger: Caller = { name: 'somebody', scope: 'read', key: '' }
