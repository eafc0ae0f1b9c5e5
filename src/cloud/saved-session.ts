/** What is known after a sign-in, as it is kept between starts: tokens and AWS credentials, each with a clock of its own. Never the password. */
import { z } from 'zod'
import { days, minutes } from '#time/duration'
import type { AwsCredentials } from '#wire/sigv4'
import type { Token, UserInfo } from './records.ts'

/** Absolute times, ms since 1970, so that a restart changes nothing about them. */
const lifetime = { renewAt: z.number(), expiresAt: z.number() }
const missing = z.undefined().optional()

export const savedSessionSchema = z.object({
  version: z.literal(1),
  email: z.string().min(1),
  /** When any of this was renewed last, ms since 1970; the greater one is the newer session. */
  renewedAt: z.number(),
  /** Comes with a sign-in only, so every renewal keeps it. */
  user: z.object({ userSeq: z.number(), userType: z.string() }).or(missing),
  refreshToken: z.string().or(missing),
  access: z.object({ token: z.string(), ...lifetime }).or(missing),
  aws: z
    .object({ accessKeyId: z.string(), secretKey: z.string(), sessionToken: z.string().or(missing), ...lifetime })
    .or(missing),
})
export type SavedSession = Readonly<z.output<typeof savedSessionSchema>>

/** The two clocks. */
export type Part = 'access' | 'aws'

const ahead = minutes(5)
/** What the cloud has always given, for a reply that doesn't say. */
const usualLife = minutes(60)

export const emptySession = (email: string): SavedSession => ({ version: 1, email, renewedAt: 0 })

/**
 * The session after a reply. What the reply leaves out stays as it was; each part's clock moves only with the part.
 * @param now ms since 1970.
 */
export function merged(before: SavedSession, token: Token, now: number, userInfo?: UserInfo): SavedSession {
  const { accessToken, refreshToken, authenticationExpiresIn } = token
  const user = userInfo?.userSeq === undefined ? before.user : userOf(userInfo.userSeq, userInfo, before)
  return {
    ...changed(before, now),
    user,
    refreshToken: refreshToken ?? before.refreshToken,
    access: accessToken ? { token: accessToken, ...lifeFrom(now, authenticationExpiresIn) } : before.access,
    aws: awsOf(token, now, before.aws),
  }
}

/** The same session as a newer one, without a part that is of no use any more. */
export function changed(before: SavedSession, now: number, dropped?: 'refreshToken' | 'aws'): SavedSession {
  const after = { ...before, renewedAt: Math.max(now, before.renewedAt + 1) }
  if (dropped) delete after[dropped]
  return after
}

const userOf = (userSeq: number, { userType }: UserInfo, before: SavedSession) => ({
  userSeq,
  userType: userType ?? before.user?.userType ?? 'O',
})

/** Keys and their session token belong together: half of a new set with half of the old one would sign nothing. */
function awsOf(token: Token, now: number, before: SavedSession['aws']): SavedSession['aws'] {
  const { accessKeyId, secretKey, sessionToken, authorizationExpiresIn } = token
  const whole = accessKeyId && secretKey && (sessionToken || !before?.sessionToken)
  return whole ? { accessKeyId, secretKey, sessionToken, ...lifeFrom(now, authorizationExpiresIn) } : before
}

/** Longer ones are nonsense, and a number without end could not be saved. */
const longestLife = days(30)

function lifeFrom(now: number, expiresIn: number | undefined) {
  const life = expiresIn !== undefined && expiresIn > 0 ? Math.min(expiresIn * 1000, longestLife) : usualLife
  // A life of five minutes would otherwise be renewed on every call.
  return { renewAt: now + life - Math.min(ahead, life / 4), expiresAt: now + life }
}

/** What a caller wants of a session. `rejected` is what the other side refused although it wasn't old. */
export type Need =
  | { readonly part: 'access'; readonly rejected?: string | undefined }
  | { readonly part: 'aws'; readonly rejected?: AwsCredentials | undefined }

/** Whether the session has what is needed, at `now`. */
export function serves(session: SavedSession | undefined, need: Need, now: number): boolean {
  const held = session?.[need.part]
  if (!session || !held || now >= held.renewAt) return false
  if (need.part === 'access') return session.access?.token !== need.rejected
  return !need.rejected || !sameKeys(session.aws, need.rejected)
}

const sameKeys = (a: AwsCredentials | undefined, b: AwsCredentials) =>
  a?.accessKeyId === b.accessKeyId && a.sessionToken === b.sessionToken

/** The session with a later renewal of what still lives; undefined when nothing of it does. Not worth saving. */
export function postponed(session: SavedSession, part: Part, now: number): SavedSession | undefined {
  const held = session[part]
  if (!held || now >= held.expiresAt) return undefined
  return { ...session, [part]: { ...held, renewAt: Math.min(held.expiresAt, now + minutes(1)) } }
}
