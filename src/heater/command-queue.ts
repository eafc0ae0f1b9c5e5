/** Commands that wait to be sent, in order and in bounded number: for the link, and for their turn at their heater. */
import type { PendingCommand } from './pending-command.ts'

/** A command that waits. */
export interface QueuedCommand {
  readonly heater: string
  /** What it sets: a later command of the same heater that sets it too takes its place. */
  readonly sets: string
  /** It won't be sent any more. */
  expire(reason: string): void
  fail(reason: string): void
}

export class CommandQueue<Command extends QueuedCommand = PendingCommand> {
  readonly #limit: number
  #waiting: Command[] = []

  /** @param limit when one more comes, the oldest expires. */
  constructor(limit = 100) {
    if (!(Number.isInteger(limit) && limit > 0)) throw new RangeError('A queue takes one command at least.')
    this.#limit = limit
  }

  /** How many commands wait. */
  get size(): number {
    return this.#waiting.length
  }

  /** Ends every command that waits, as `failed`. */
  clear(): void {
    for (const command of this.#waiting.splice(0)) command.fail('The queue was cleared by this program.')
  }

  /** @internal */
  add(command: Command): void {
    const replaced = this.#waiting.filter(other => sameSetting(other, command))
    this.#waiting = this.#waiting.filter(other => !replaced.includes(other))
    this.#waiting.push(command)
    for (const other of replaced) other.expire(wasReplaced)
    if (this.#waiting.length > this.#limit) this.#waiting.shift()?.expire(wasFull)
  }

  /** Takes one back that was tried in vain, to its place before the others. @internal */
  putBack(command: Command): void {
    if (this.#waiting.some(other => sameSetting(other, command))) command.expire(wasReplaced)
    else if (this.#waiting.length >= this.#limit) command.expire(wasFull)
    else this.#waiting.unshift(command)
  }

  /** Whether one waits for this heater. @internal */
  has(heater: string): boolean {
    return this.#waiting.some(command => command.heater === heater)
  }

  /** The oldest of this heater, which leaves the queue. @internal */
  take(heater: string): Command | undefined {
    const at = this.#waiting.findIndex(command => command.heater === heater)
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0]
  }

  /** @internal */
  remove(command: Command): void {
    this.#waiting = this.#waiting.filter(other => other !== command)
  }
}

const wasReplaced = 'A later command for the same setting took its place.'
const wasFull = 'The queue was full, and it was the oldest in it.'

const sameSetting = (one: QueuedCommand, other: QueuedCommand) => one.heater === other.heater && one.sets === other.sets
