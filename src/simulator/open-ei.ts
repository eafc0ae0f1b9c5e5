/** A simulated OpenEI: answers for rate plans by ZIP code as the public service does, from plans that are made up. */
import type { Clock } from '#time/clock'
import { hours } from '#time/duration'
import { type OpenEiRecord, openEiPlans, utilitiesOf } from './open-ei-plans.ts'

/** Where it is on the simulator's port; a client's address for OpenEI ends with it. */
export const openEiPath = '/openei'

/** Keys that it takes, and how many questions an hour each may ask. `DEMO_KEY` is the real service's for a first try. */
const allowed: ReadonlyMap<string, number> = new Map([
  ['simulated-openei-key', 1000],
  ['DEMO_KEY', 30],
])

const signUp = 'Get one at https://api.openei.org:443'
const mostPlans = 500
const fewPlans = 50
/** What a plan has without `detail=full`. */
const briefly = [
  'label',
  'uri',
  'approved',
  'is_default',
  'utility',
  'eiaid',
  'name',
  'startdate',
  'enddate',
  'sector',
  'description',
  'country',
  'revisions',
]

/** @param clock by which plans have ended, and an hour of questions is over. */
export function openEiService(clock: Clock): (request: Request) => Response {
  const asked = new Map<string, number[]>()

  /** Counts over the hour before. @returns how many it may still ask; below zero for none. */
  const left = (key: string, most: number) => {
    const recent = (asked.get(key) ?? []).filter(at => at > clock.now() - hours(1))
    if (recent.length < most) recent.push(clock.now())
    else return -1
    asked.set(key, recent)
    return most - recent.length
  }

  return request => {
    const { pathname, searchParams: query } = new URL(request.url)
    if (pathname !== `${openEiPath}/utility_rates` || request.method !== 'GET')
      return failure(404, 'NOT_FOUND', 'The requested URL was not found on this server.')
    const key = query.get('api_key') ?? request.headers.get('x-api-key')
    // The gateway in front documents 403; others have seen the same body with HTTP 200.
    if (!key) return failure(403, 'API_KEY_MISSING', `No api_key was supplied. ${signUp}`)
    const most = allowed.get(key)
    if (most === undefined) return failure(403, 'API_KEY_INVALID', `An invalid api_key was supplied. ${signUp}`)
    const remaining = left(key, most)
    if (remaining < 0) return failure(429, 'OVER_RATE_LIMIT', 'You have exceeded your rate limit. Try again later.')
    const headers = { 'x-ratelimit-limit': String(most), 'x-ratelimit-remaining': String(remaining) }
    return Response.json({ items: answer(query) }, { headers })
  }
}

function answer(query: URLSearchParams): readonly OpenEiRecord[] {
  const given = (name: string) => query.get(name) ?? undefined
  const [page, utility, address, on] = [
    given('getpage'),
    given('ratesforutility'),
    given('address'),
    given('effective_on_date'),
  ]
  const there = address === undefined ? undefined : utilitiesOf(address)
  const found = openEiPlans.filter(
    plan =>
      (page === undefined || plan.label === page) &&
      (utility === undefined || plan.utility === utility) &&
      (there === undefined || there.includes(String(plan.utility))) &&
      (given('sector') ?? plan.sector) === plan.sector &&
      (given('approved') ?? String(plan.approved)) === String(plan.approved) &&
      (on === undefined || isInForce(plan, Number(on))),
  )
  const by = given('orderby') ?? 'label'
  const direction = given('direction') === 'desc' ? -1 : 1
  const sorted = found.toSorted((a, b) => direction * order(a[by], b[by]))
  const offset = Number(given('offset') ?? 0)
  const slice = sorted.slice(offset, offset + Math.min(mostPlans, Number(given('limit') ?? fewPlans)))
  if (given('detail') === 'full') return slice
  return slice.map(plan => Object.fromEntries(Object.entries(plan).filter(([name]) => briefly.includes(name))))
}

const isInForce = ({ startdate, enddate }: OpenEiRecord, at: number) =>
  Number(startdate) <= at && (enddate === undefined || Number(enddate) >= at)

const order = (a: unknown, b: unknown) =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1

const failure = (status: number, code: string, message: string) =>
  Response.json({ error: { code, message } }, { status })
