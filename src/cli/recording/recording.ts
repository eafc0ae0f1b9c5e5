/** Writes the messages of a heater to a file, made anonymous. */
import type { NaviLinkDevice } from '#heater/device'
import { TimeoutError } from '#schema/errors'
import { deadline } from '#time/clock'
import type { Duration } from '#time/duration'
import { redactTextWith, redactWith, type StandIn } from '#wire/redact'
import type { CommandContext } from '../command-context.ts'
import type { RecordedLine } from './recorded-message.ts'
import type { RecordingFile } from './recording-file.ts'

export interface Recording {
  readonly heater: Pick<NaviLinkDevice, 'on' | 'off' | 'info' | 'watch'>
  readonly file: Pick<RecordingFile, 'write'>
  readonly standIn: StandIn
  readonly interval: Duration
  /** undefined = until the signal. */
  readonly duration: Duration | undefined
}

/** @returns how many messages were kept. @throws when the file can't be written. */
export async function keepMessages(
  { clock, signal, note }: Pick<CommandContext, 'clock' | 'signal' | 'note'>,
  { heater, file, standIn, interval, duration }: Recording,
): Promise<number> {
  const failed = new AbortController()
  const over = deadline(clock, duration, () => new TimeoutError('The recording is over.'), signal)
  const ending = AbortSignal.any([over.signal, failed.signal])
  let count = 0
  const keep = (topic: string, envelope: object) => {
    try {
      const at = new Date(clock.now()).toISOString()
      const message = redactWith(standIn, envelope)
      file.write({ at, topic: redactTextWith(standIn, topic), message } satisfies RecordedLine)
      count++
    } catch (error) {
      failed.abort(error)
    }
  }
  heater.on('message', keep)
  try {
    await heater.info({ signal: ending }).catch(error => {
      if (!ending.aborted) note(`The device info could not be asked for: ${error.message}`)
    })
    // Each reading was kept as the message that it came in.
    for await (const _ of heater.watch({ interval, signal: ending }));
    if (failed.signal.aborted) throw failed.signal.reason
    return count
  } finally {
    heater.off('message', keep)
    over.done()
  }
}
