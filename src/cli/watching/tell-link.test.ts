/** What a person hears of an outage: that it began, a reason that is new once it lasts, and that it is over. */
import { expect, it } from 'vitest'
import { Events } from '#cloud/events'
import type { LinkHealth, LinkState } from '#cloud/link-health'
import type { ClientLink } from '#heater/client-link'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { tellLink } from './tell-link.ts'

class States extends Events<{ state: [LinkState, LinkHealth] }> {
  readonly state: LinkState = 'online'

  enter(state: LinkState, reason: string | undefined): void {
    this.emit('state', state, { cause: reason === undefined ? undefined : new Error(reason) } as LinkHealth)
  }
}

function told() {
  const clock = manualClock()
  const link = new States(silentLogger)
  const sentences: string[] = []
  const stop = tellLink(link as unknown as ClientLink, clock, sentence => sentences.push(sentence))
  const enter = (state: LinkState, reason?: string) => link.enter(state, reason)
  return { clock, sentences, enter, stop }
}

it('an outage has two lines, and another for each reason that shows when it lasts', async () => {
  const { clock, sentences, enter } = told()
  enter('waiting', 'The line broke.')
  await clock.advance(10_000)
  enter('waiting', 'Nobody is there.')
  expect(sentences).toEqual([
    'The connection to the cloud is lost: The line broke. It is tried again until it is there.',
  ])
  await clock.advance(30_000)
  enter('waiting', 'Nobody is there.')
  enter('waiting', 'Nobody is there.')
  enter('waiting', 'The line broke.')
  await clock.advance(20_000)
  enter('online')
  expect(sentences.slice(1)).toEqual([
    'There is still no connection to the cloud: Nobody is there.',
    'The connection to the cloud is there, after 1 min.',
  ])
  enter('waiting', 'The line broke.')
  expect(sentences).toHaveLength(4)
})

it('says nothing more once it is ended', () => {
  const { sentences, enter, stop } = told()
  stop()
  enter('waiting', 'The line broke.')
  expect(sentences).toEqual([])
})
