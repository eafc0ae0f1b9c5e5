/** The controls of one heater: sent one after another at a pace, sent again where that is safe, and confirmed by what it tells. */
import { AuthenticationError, RefusedError, TimeoutError, UnsupportedError } from '#schema/errors'
import { abortable } from '#time/abort'
import { deadline, sleep } from '#time/clock'
import { type Duration, formatDuration, seconds } from '#time/duration'
import { CommandQueue } from './command-queue.ts'
import type { HeaterHost } from './heater-host.ts'
import { type SendOptions, untilLost } from './heater-link.ts'
import type { Order } from './order.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import { Pacing } from './pacing.ts'
import { PendingCommand } from './pending-command.ts'
import type { Reading } from './reading.ts'
import { inTouWindow } from './tou-window.ts'

export interface SayOptions extends SendOptions {
  readonly signal: AbortSignal
  /** Is called right before it is sent; the signal may be aborted then. */
  readonly sending: () => void
  /** Is called when the gateway took it. */
  readonly acknowledged: () => void
}

/** What controls need of their heater. */
export interface ControlledHeater {
  readonly macAddress: string
  readonly host: Pick<HeaterHost, 'link' | 'queue' | 'clock' | 'heaterClock' | 'timeout' | 'closing' | 'controlGap'>
  /** Its newest status. */
  latest(): Reading | undefined
  /** Whether the cloud can reach it, as far as was told last. */
  connected(): boolean | undefined
  /** Asks the cloud that. */
  askConnected(signal: AbortSignal): Promise<boolean | undefined>
  /** Listens to it, opening the link where needed. */
  listen(signal: AbortSignal): Promise<unknown>
  /**
   * Looks at an order once more right before it is first sent, for a heater may not have told yet what it is.
   * @throws UnsupportedError or RangeError for what it can't do. Nothing else: who can't be asked is not asked.
   */
  fitting(order: Order, signal: AbortSignal): Promise<void>
  /** Resolves when the heater answered. @throws RefusedError when it said no. */
  say(order: Order, options: SayOptions): Promise<unknown>
  /** Asks for a status. */
  look(signal: AbortSignal): Promise<unknown>
  /** An answer that was expected did not come. */
  silent(): void
}

/** `failCode` of a control that came too soon after another, and how long the heater then wants to be left alone. */
const tooSoon = { failCode: 2, pause: seconds(30) } as const

export class Controls {
  readonly #heater: ControlledHeater
  readonly #queue: CommandQueue
  readonly #pacing: Pacing
  /** Sent, and without an outcome. */
  readonly #sent = new Set<PendingCommand>()
  #draining = false
  #wasOnline = false

  constructor(heater: ControlledHeater) {
    const { clock, queue, controlGap = seconds(3) } = heater.host
    this.#heater = heater
    // Without a queue of the client's they wait here for their turn, and not for the link.
    this.#queue = queue ?? new CommandQueue()
    this.#pacing = new Pacing(() => clock.now(), controlGap)
  }

  /** Resolves with the outcome, whatever it is. */
  do(order: Order, options: CommandOptions): Promise<CommandOutcome> {
    const { host, macAddress } = this.#heater
    const command = new PendingCommand(order, macAddress, host, options)
    command.done.addEventListener('abort', () => {
      this.#queue.remove(command)
      this.#sent.delete(command)
    })
    if (command.done.aborted) return command.outcome
    if (!host.link.online && !this.#mayWait) command.settle('offline', { reason: noLink })
    else {
      this.#queue.add(command)
      if (host.link.online) void this.drain()
      else this.#open(command)
    }
    return command.outcome
  }

  /** Takes in a status that is no history. */
  heard(status: Reading): void {
    for (const command of this.#sent) command.heard(status)
  }

  /** The link was lost. Without a queue, what waits has nothing to wait for. */
  offline(): void {
    this.#wasOnline = true
    if (this.#mayWait) return
    for (let left = this.#take(); left; left = this.#take()) left.settle('offline', { reason: noLink })
  }

  /** Sends what waits, one after another, as long as there is a link. */
  async drain(): Promise<void> {
    if (this.#draining) return
    this.#draining = true
    const { link, clock, closing } = this.#heater.host
    try {
      while (link.online && this.#queue.has(this.#heater.macAddress)) {
        const { wait } = this.#pacing
        // When the client is closed nothing waits any more.
        if (wait > 0) await sleep(clock, wait, closing).catch(() => {})
        else await this.#carry(this.#take())
      }
    } finally {
      this.#draining = false
    }
  }

  /** The link opens with the first command. Without a queue, only that one may wait for it. */
  get #mayWait(): boolean {
    return this.#heater.host.queue !== undefined || !this.#wasOnline
  }

  #take(): PendingCommand | undefined {
    return this.#queue.take(this.#heater.macAddress)
  }

  #open(command: PendingCommand): void {
    const { clock, queue, timeout } = this.#heater.host
    const late = () => new TimeoutError(`The link did not open within ${formatDuration(timeout)}.`)
    const limit = deadline(clock, queue ? undefined : timeout, late, command.done)
    this.#heater
      .listen(limit.signal)
      .then(
        () => this.drain(),
        error => {
          if (isHopeless(error)) command.fail('The link to the gateway can’t be opened.', error)
          else if (!queue) command.settle('offline', { reason: noLink, error })
        },
      )
      .finally(() => limit.done())
  }

  /** One attempt. It ends when the heater answered, or when it is clear that this command isn't sent again. */
  async #carry(command: PendingCommand | undefined): Promise<void> {
    if (command === undefined) return
    if (this.#heater.connected() === false && (await this.#isGone(command)))
      return command.settle('offline', { reason: heaterGone })
    if (command.done.aborted || (command.isFirstTry && !(await this.#fits(command)))) return
    const { link, clock } = this.#heater.host
    const { patience, expiry, done } = command
    const silent = () => new TimeoutError(`There was no answer within ${formatDuration(patience)}.`)
    const lost = untilLost(link)
    const limit = deadline(clock, patience, silent, done, lost.signal)
    this.#pacing.sent()
    const sending = () => {
      if (command.ifTooOld()) return
      command.sent()
      this.#sent.add(command)
    }
    const acknowledged = () => {
      command.acknowledged = true
    }
    try {
      const answer = await this.#heater.say(command.order, {
        qos: 1,
        expiry,
        signal: limit.signal,
        sending,
        acknowledged,
      })
      // Who answers has got it.
      acknowledged()
      command.answered(answer)
      this.#lookLater(command, patience)
    } catch (error) {
      if (!done.aborted) await this.#failed(command, error, patience, lost.signal.aborted)
    } finally {
      limit.done()
      lost.done()
    }
  }

  /** Whether it may be sent now. */
  async #fits(command: PendingCommand): Promise<boolean> {
    const { link, clock } = this.#heater.host
    const lost = untilLost(link)
    const silent = () => new TimeoutError('The heater did not say what it is.')
    const limit = deadline(clock, command.patience, silent, command.done, lost.signal)
    try {
      await this.#heater.fitting(command.order, limit.signal)
      if (link.online || command.done.aborted) return !command.done.aborted
      if (this.#mayWait) this.#putBack(command)
      else command.settle('offline', { reason: noLink })
    } catch (error) {
      command.refuse(error)
    } finally {
      limit.done()
      lost.done()
    }
    return false
  }

  async #failed(command: PendingCommand, error: unknown, patience: Duration, lost: boolean): Promise<void> {
    if (error instanceof RefusedError && error.by === 'heater') {
      const { failCode, message: reason } = error
      if (failCode === tooSoon.failCode) {
        this.#pacing.pause(tooSoon.pause)
        if (command.mayRepeat(tooSoon.pause)) return this.#putBack(command)
        // It may be the first one that it took, and want no second so soon.
        if (command.repeated) await this.#heater.look(command.done).catch(() => {})
      }
      return command.settle('refused', { failCode, reason, error })
    }
    const mayRepeat = command.mayRepeat() && !isHopeless(error)
    if (lost || !command.acknowledged) {
      if (mayRepeat && (this.#heater.host.link.online || this.#mayWait)) return this.#putBack(command)
      if (!command.acknowledged) return command.fail('It could not be handed to the gateway.', error)
      return this.#lookLater(command, patience)
    }
    this.#heater.silent()
    if (await this.#isGone(command)) return command.settle('offline', { reason: heaterGone })
    const latest = this.#heater.latest()
    const held = command.sets === 'mode' && latest !== undefined && inTouWindow(latest)
    if (mayRepeat && !held) this.#putBack(command)
    else this.#lookLater(command, patience)
  }

  #putBack(command: PendingCommand): void {
    if (command.done.aborted) return
    command.wait()
    this.#queue.putBack(command)
  }

  /** What was sent and isn't shown may have been taken nevertheless: a status tells. */
  #lookLater({ done }: PendingCommand, after: Duration): void {
    if (done.aborted) return
    const look = () => void this.#heater.look(done).catch(() => {})
    done.addEventListener('abort', this.#heater.host.clock.after(after, look), { once: true })
  }

  /** What the cloud says now; where it can't be asked, what it said last. */
  async #isGone({ patience, done }: PendingCommand): Promise<boolean> {
    const unanswered = () => new TimeoutError('The cloud gave no answer.')
    const limit = deadline(this.#heater.host.clock, patience, unanswered, done)
    try {
      return (await abortable(this.#heater.askConnected(limit.signal), limit.signal)) === false
    } catch {
      return this.#heater.connected() === false
    } finally {
      limit.done()
    }
  }
}

const noLink = 'There is no connection to the gateway.'
const heaterGone = 'The cloud says that the heater is offline.'

/** What no second attempt would mend. */
const isHopeless = (error: unknown) =>
  error instanceof AuthenticationError || error instanceof RefusedError || error instanceof UnsupportedError
