/** Commands that write a whole schedule: the heater is read again after a while, so time has to pass once it was written. */
import type { HeaterOptions } from '#simulator/index'
import { seconds } from '#time/duration'
import { type CliCloud, cliCloud, met } from './cli-cloud.ts'
import type { Ended, TerminalOptions } from './cli-terminal.ts'

export interface WritingCloud extends CliCloud {
  /** The body of every schedule that is written to the heater from now on, as another program of the account hears it. */
  readonly written: readonly Readonly<Record<string, unknown>>[]
  /** Runs a command that writes, to its end. */
  write(args: readonly string[], more?: TerminalOptions): Promise<Ended>
}

/** When the first look, and all looks at one write, are over. */
const look = seconds(2)

export async function writingCloud(heater: HeaterOptions = {}): Promise<WritingCloud> {
  const cloud = await cliCloud({ heaters: [{ household: 'nobody', ...heater }] })
  const written: Readonly<Record<string, unknown>>[] = []
  const note = (_: string, payload: Uint8Array) =>
    void written.push(JSON.parse(Buffer.from(payload).toString()).request)
  await cloud.wait(cloud.client().link.subscribe('cmd/52/+/ctrl/+/rd', note))
  return {
    ...cloud,
    written,
    async write(args, more) {
      const before = written.length
      let ended: Ended | undefined
      const running = cloud.run(args, more).then(end => {
        ended = end
        return end
      })
      await met(() => written.length > before, running)
      while (ended === undefined) await cloud.clock.advance(look)
      return running
    },
  }
}
