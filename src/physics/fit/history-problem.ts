/** A record that can't be used; its message is one sentence for whoever keeps it. */
export class HistoryProblem extends Error {
  /** To tell it by where `instanceof` can’t. */
  override readonly name = 'HistoryProblem'
}
