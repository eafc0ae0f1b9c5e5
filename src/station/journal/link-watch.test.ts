import { expect, it } from 'vitest'
import { minutes } from '#time/duration'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import type { StationAccount } from '../station-view.ts'
import type { JournalEntry } from './journal-entry.ts'
import { LinkWatch } from './link-watch.ts'

class Link {
  state = 'idle'
  cause: Error | undefined
  readonly listeners = new Set<() => void>()

  on(_: 'state', listener: () => void): void {
    this.listeners.add(listener)
  }
  off(_: 'state', listener: () => void): void {
    this.listeners.delete(listener)
  }
  becomes(state: string, cause?: Error): void {
    this.state = state
    this.cause = cause
    for (const listener of this.listeners) listener()
  }
}

const account = (name: string, link: Link) => ({ name, link: link as unknown as StationAccount['link'] })

it('tells once that a link is lost and why, and once that it is there again', async () => {
  const clock = manualClock()
  const notes: JournalEntry[] = []
  const link = new Link()
  const watch = new LinkWatch(clock.now, entry => notes.push(entry))
  watch.watch([account('Home', link)])
  for (const state of ['signing-in', 'connecting', 'online']) link.becomes(state)
  expect(notes).toEqual([])
  link.becomes('waiting', new Error('The gateway hung up on owner@example.com.'))
  for (const state of ['connecting', 'waiting']) link.becomes(state)
  await clock.advance(minutes(5))
  link.becomes('online')
  expect(notes.map(({ kind, text }) => [kind, text])).toEqual([
    ['link', 'The link of Home is lost: The gateway hung up on ‹email›.'],
    ['link', 'The link of Home is there again after 5 min.'],
  ])
  link.becomes('closed')
  expect(notes).toHaveLength(2)
})

it('lets go of accounts that are gone, and follows one whose link is another', () => {
  const notes: JournalEntry[] = []
  const [one, other] = [new Link(), new Link()]
  const watch = new LinkWatch(
    () => 0,
    entry => notes.push(entry),
  )
  watch.watch([account('Home', one)])
  watch.watch([account('Home', other)])
  watch.watch([account('Home', other)])
  expect([one.listeners.size, other.listeners.size]).toEqual([0, 1])
  other.becomes('auth-failed')
  expect(notes.map(({ text }) => text)).toEqual(['The link of Home is lost.'])
  watch.close()
  watch.close()
  expect(other.listeners.size).toBe(0)
})
