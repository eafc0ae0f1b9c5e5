/** Where a session is kept between starts. */
import type { SavedSession } from './saved-session.ts'

export interface SessionStore {
  /** undefined when there is none, or none that can be read. */
  load(): Promise<SavedSession | undefined>
  save(session: SavedSession): Promise<void>
  clear(): Promise<void>
  /** Runs `work` while nobody else who shares the store renews. */
  exclusively<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
}

/** Keeps a session as long as the program runs; one session object may use it. */
export function memorySessionStore(): SessionStore {
  let kept: SavedSession | undefined
  return {
    load: async () => kept,
    save: async session => {
      kept = session
    },
    clear: async () => {
      kept = undefined
    },
    exclusively: work => work(),
  }
}
