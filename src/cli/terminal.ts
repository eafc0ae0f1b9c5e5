/** Everything but time that a command has of the world around it, so that a test can give it another one. */
import type { Readable, Writable } from 'node:stream'

export interface Screen extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Data. */
  readonly stdout: Screen
  /** Logs, progress, questions and complaints. */
  readonly stderr: Screen
  readonly env: Readonly<Record<string, string | undefined>>
  readonly directory: string
  readonly platform: NodeJS.Platform
  /** Calls back when the command is asked to end. @returns how to take that back. */
  onStop(listener: () => void): () => void
}
