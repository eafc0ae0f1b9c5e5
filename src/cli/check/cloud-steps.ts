/** The steps of a check that go to the REST side of the cloud. */
import type { CloudAddress } from '#cloud/address'
import type { Http } from '#cloud/http'
import type { ClockPair } from '#cloud/reachability'
import { appVersionSchema } from '#cloud/records'
import { ConnectionError, TimeoutError } from '#schema/errors'
import type { SignedIn } from './check-session.ts'
import type { Checklist, Trying } from './checklist.ts'
import { clockFinding } from './clock-finding.ts'
import type { Result } from './step.ts'
import { findName, hostOf, shakeHands } from './way-there.ts'

export interface CloudParts {
  readonly address: CloudAddress
  readonly http: Http
  /** What the cloud's clock said last; undefined when it has said nothing yet. */
  readonly cloudClock: () => ClockPair | undefined
  readonly signIn: (trying: Trying) => Promise<SignedIn>
}

export async function checkCloud(list: Checklist, parts: CloudParts): Promise<Result<SignedIn>> {
  const { address, http, cloudClock, signIn } = parts
  const host = hostOf(address.rest)
  const name = await list.step('cloud-name', {}, ({ signal }) => findName(host, signal))
  const tls = await list.step('cloud-tls', { needs: [name] }, ({ signal }) => shakeHands(host, signal))
  const service = await list.step('service', { needs: [tls] }, async ({ signal }) => {
    const data = await http.send({ method: 'POST', path: '/app/version', body: { os: 'A' }, signal })
    const { appForceVersion } = appVersionSchema.parse(data ?? {})
    const oldest = appForceVersion === undefined ? '' : `, for version ${appForceVersion} of the vendor's app and newer`
    return { detail: `open${oldest}`, value: undefined }
  })
  await list.step('cloud-clock', { needs: [tls] }, async () => clockFinding(cloudClock(), 'cloud'))
  return list.step('sign-in', { needs: [tls, ...(isAway(service) ? [service] : [])] }, async trying => {
    const signedIn = await signIn(trying)
    return { detail: signedIn.by === 'session' ? 'the saved session is taken' : 'by the password', value: signedIn }
  })
}

/** Nobody answers, or somebody else does, who is to get no password. A refusal of this one call is no reason to stop. */
const isAway = (service: Result<undefined>) =>
  !service.passed && (service.error instanceof ConnectionError || service.error instanceof TimeoutError)
