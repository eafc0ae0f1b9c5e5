/** Signs in for a check: by the saved session, else by the password, and that once. */
import type { Rest } from '#cloud/rest'
import { Session } from '#cloud/session'
import { memorySessionStore, type SessionStore } from '#cloud/session-store'
import { AuthenticationError } from '#schema/errors'
import type { Logger } from '#wire/logger'
import type { Account } from '../account/account.ts'
import { askPassword } from '../account/password.ts'
import type { CommandContext } from '../command-context.ts'
import { canAsk } from '../question.ts'
import type { Trying } from './checklist.ts'

export interface SignedIn {
  readonly session: Session
  readonly by: 'session' | 'password'
}

interface Setup {
  readonly context: CommandContext
  readonly account: Account
  readonly store: SessionStore
  readonly rest: Rest
  readonly logger: Logger
}

/**
 * @returns a session without a password, so that none is sent later. The caller closes it.
 * @throws AuthenticationError, or what the cloud or the way to it has against it.
 */
export async function signInOnce({ context, account, store, rest, logger }: Setup, trying: Trying): Promise<SignedIn> {
  const { signal } = trying
  const parts = { rest, email: account.email, store, clock: context.clock, logger }
  const session = new Session(parts)
  try {
    await session.accessToken({ signal })
    // It may be old news that the cloud takes it. Another trouble than that is told by the step for the list.
    await session
      .authorised(caller => rest.devices(caller), signal)
      .catch(error => {
        if (error instanceof AuthenticationError || signal.aborted) throw error
      })
    return { session, by: 'session' }
  } catch (error) {
    const nobody = account.password === undefined && !canAsk(context.terminal)
    if (!(error instanceof AuthenticationError) || nobody) {
      await session.close()
      throw error
    }
  }
  const password = account.password ?? (await trying.asking(() => askPassword(context, account.email)))
  const fresh = new Session({ ...parts, password })
  try {
    await fresh.signIn({ signal })
    return { session, by: 'password' }
  } catch (error) {
    await session.close()
    throw error
  } finally {
    await fresh.close()
  }
}

/** Keeps what is saved in memory as well: where the folder can't be written, one sign-in still serves the whole check. */
export function keptInMemory(store: SessionStore | undefined): SessionStore {
  const memory = memorySessionStore()
  if (store === undefined) return memory
  return {
    ...store,
    async load() {
      const [saved, kept] = [await store.load(), await memory.load()]
      return saved && saved.renewedAt > (kept?.renewedAt ?? 0) ? saved : kept
    },
    async save(session) {
      await memory.save(session)
      await store.save(session)
    },
  }
}
