/** Why a store could not be opened or would not take something. */
import { type Help, NaviLinkError } from '#schema/errors'

/** `in-use`: another station writes there. `newer`: it was written by a later version of this program. */
export type StoreProblem = 'full' | 'read-only' | 'in-use' | 'newer' | 'damaged' | 'failed'

export class StoreError extends NaviLinkError {
  static override readonly help: Help = 'history-store'
  override readonly name = 'StoreError'
  readonly problem: StoreProblem

  constructor(problem: StoreProblem, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.problem = problem
  }
}
