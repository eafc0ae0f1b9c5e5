/** Edits of one schedule go one after another, each within its time and until it is given up. */

import { TimeoutError } from '#schema/errors'
import type { Schedule } from '#schema/schedule'
import { abortable } from '#time/abort'
import { deadline } from '#time/clock'
import { EditRecord } from './edit-record.ts'
import type { HeaterHost } from './heater-host.ts'
import type { EditOptions, ScheduleOutcome } from './schedule-outcome.ts'

export type EditHost = Pick<HeaterHost, 'clock' | 'heaterClock' | 'closing'>

export class EditTurns<Of extends Schedule> {
  readonly #host: EditHost
  #last: Promise<unknown> = Promise.resolve()

  constructor(host: EditHost) {
    this.#host = host
  }

  /** @throws what `work` throws, unless it was given up: then that is its outcome. */
  async take(
    command: ScheduleOutcome['command'],
    { deadline: span, signal }: Pick<EditOptions, 'signal' | 'deadline'>,
    work: (record: EditRecord<Of>, signal: AbortSignal) => Promise<ScheduleOutcome<Of>>,
  ): Promise<ScheduleOutcome<Of>> {
    const late = new TimeoutError('The deadline of the edit was over.')
    const limit = deadline(this.#host.clock, span, () => late, signal, this.#host.closing)
    const record = new EditRecord<Of>(command, this.#host)
    const before = this.#last
    const done = (async () => {
      await abortable(before, limit.signal)
      return work(record, limit.signal)
    })()
    // Who waits in the line waits for the one before, not for its end to be good.
    this.#last = Promise.allSettled([before, done]).then(() => {})
    try {
      return await done
    } catch (error) {
      if (limit.signal.aborted) return record.givenUp(limit.signal.reason, limit.signal.reason === late)
      throw error
    } finally {
      limit.done()
    }
  }
}
