/** The steps of a check that go to the MQTT gateway. */
import type { CloudAddress } from '#cloud/address'
import { type ClockPair, gatewayClock } from '#cloud/reachability'
import { type Mended, type TrialSetup, Trials } from '#cloud/trial'
import { abortable } from '#time/abort'
import { type Clock, deadline } from '#time/clock'
import { formatDuration, millis, seconds } from '#time/duration'
import type { SignedIn } from './check-session.ts'
import type { Checklist } from './checklist.ts'
import { clockFinding } from './clock-finding.ts'
import type { Result } from './step.ts'
import { findName, hostOf, shakeHands } from './way-there.ts'

export interface GatewayParts {
  readonly address: CloudAddress
  readonly clock: Clock
  /** Whether a version that is seen to work is taken from now on. */
  readonly auto: boolean
  readonly trial: Omit<TrialSetup, 'session' | 'gateway' | 'region' | 'clock'>
}

/** Whoever answers no stranger in this time is asked again as somebody who is known. */
const clockPatience = seconds(5)

/** @returns whether anybody can connect. */
export async function checkGateway(
  list: Checklist,
  parts: GatewayParts,
  signIn: Result<SignedIn>,
): Promise<Result<unknown>> {
  const { address, clock, auto } = parts
  const { gateway, region } = address
  const host = hostOf(gateway)
  const name = await list.step('gateway-name', {}, ({ signal }) => findName(host, signal))
  const tls = await list.step('gateway-tls', { needs: [name] }, ({ signal }) => shakeHands(host, signal))
  await list.step('gateway-clock', { needs: [tls] }, async ({ signal }) =>
    clockFinding(await askedClock(parts, signal), 'gateway'),
  )
  const keys = await list.step('aws-keys', { needs: [signIn] }, async ({ signal }) => {
    const { session } = found(signIn)
    const { expiresAt } = await session.awsCredentials({ signal })
    const left = formatDuration(millis(Math.max(0, expiresAt - clock.now())))
    return { detail: `good for ${left}`, value: session }
  })
  const trials = new Trials({
    ...parts.trial,
    ...{ gateway, region, clock },
    session: { awsCredentials: asked => found(keys).awsCredentials(asked) },
  })
  const first = keys.passed && tls.passed ? trials.open() : undefined
  try {
    const upgrade = await list.step('upgrade', { needs: [tls, keys] }, async ({ signal }) => {
      const mended = (await first?.upgraded) ?? []
      signal.throwIfAborted()
      return { detail: ['granted', ...mended.map(what => mendedText[what])].join(', '), value: undefined }
    })
    const older = await list.step('connect-3.1.1', { needs: [upgrade] }, async ({ signal }) => {
      if (first) await abortable(first.connected, signal)
      return { detail: 'taken', value: undefined }
    })
    const newer = await list.step('connect-5', { needs: [upgrade] }, async ({ signal }) => {
      const spoken = await trials.speaks5(older.passed, signal)
      const chosen = auto ? ', and spoken from now on' : '; NAVILINK_MQTT_PROTOCOL says which is spoken'
      const detail = spoken ? `taken${chosen}` : 'this gateway is not seen to speak it, which is no fault: 3.1.1 stays'
      return { detail, value: spoken }
    })
    return older.passed || !newer.passed ? older : newer
  } finally {
    await first?.close()
  }
}

const mendedText: Readonly<Record<Mended, string>> = {
  clock: "signed by the gateway's clock",
  credentials: 'with new AWS keys, for the old ones were refused',
}

function found<Value>(result: Result<Value>): Value {
  if (result.passed) return result.value
  throw new Error('What this step builds upon failed.')
}

/** What keeps the gateway from answering is told by the upgrade. */
async function askedClock({ address, clock, trial }: GatewayParts, outer: AbortSignal): Promise<ClockPair | undefined> {
  const patience = millis(Math.min(clockPatience, trial.operationTimeout))
  const { signal, done } = deadline(clock, patience, () => new Error('late'), outer)
  try {
    return await gatewayClock(address.gateway, clock, signal)
  } catch {
    outer.throwIfAborted()
    return undefined
  } finally {
    done()
  }
}
