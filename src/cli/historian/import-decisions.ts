/** What a file doesn't say for sure: its scale and its clock. Told by flags, found out, asked of a person, or refused. */

import { RowClock } from '#station/exchange/row-time'
import type { ScaleVerdict } from '#station/exchange/scale-evidence'
import { type Scales, waterScales } from '#station/exchange/temperature-scale'
import type { CommandContext } from '../command-context.ts'
import { ask, canAsk } from '../question.ts'
import { UsageError } from '../usage-error.ts'
import type { ImportSource } from './import-source.ts'

/** @throws UsageError that names --scale. */
export function decidedScales({ name, survey }: ImportSource): Scales {
  const verdict: ScaleVerdict | undefined = survey?.scale
  if (verdict === undefined) return { water: 'celsius', sensors: 'celsius' }
  if (verdict.scales !== undefined) return verdict.scales
  const choices = (verdict.fitting.length > 0 ? verdict.fitting : waterScales).join(', ')
  const why =
    verdict.fitting.length > 0
      ? `Its temperatures fit more than one scale`
      : 'Its temperatures fit no scale that such files have'
  throw new UsageError(
    `${name}: ${why}; say with --scale which it is (${choices}). A setpoint of 60.5 °C reads 121 as half-celsius, 141 as raw+20, 140.9 as fahrenheit.`,
  )
}

/** @param usual the heater's own, offered to a person. @throws UsageError that names --timezone. */
export async function decidedZone(
  context: CommandContext,
  sources: readonly ImportSource[],
  given: string | undefined,
  usual: string | undefined,
): Promise<string | undefined> {
  if (given !== undefined) return knownZone(given)
  const unsaid = sources.find(({ survey }) => survey?.needsZone)
  if (unsaid === undefined) return undefined
  const why = `${unsaid.name} gives its times without a zone`
  if (!canAsk(context.terminal))
    throw new UsageError(`${why}; --timezone says where its clock stood, such as ${usual ?? 'America/Los_Angeles'}.`)
  const answer = await ask<string>(context, ({ text }, streams) =>
    text({
      ...streams,
      message: `${why}. In which zone did its clock stand?`,
      ...(usual && { initialValue: usual }),
      validate: zone => (isZone(zone ?? '') ? undefined : 'That is no zone; one is called America/Los_Angeles.'),
    }),
  )
  return knownZone(answer)
}

function knownZone(zone: string): string {
  if (isZone(zone)) return zone
  throw new UsageError(`--timezone is ${JSON.stringify(zone)}; it takes a zone such as America/Los_Angeles or UTC.`)
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && new RowClock(zone) !== undefined
  } catch {
    return false
  }
}
