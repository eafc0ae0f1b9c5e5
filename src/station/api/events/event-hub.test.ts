import { describe, expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { AskedStation } from '../../../../test/fixtures/asked-station.ts'
import { manualClock } from '../../../../test/fixtures/manual-clock.ts'
import { EventHub } from './event-hub.ts'

interface Told {
  readonly id: number
  readonly event: string
  readonly data: Record<string, unknown>
}

/** Reads a stream as a browser would. */
class Reading {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #text = ''
  readonly comments: string[] = []

  constructor(body: ReadableStream<Uint8Array> | null) {
    if (body === null) throw new Error('a stream was expected')
    this.#reader = body.getReader()
  }

  /** The next event; undefined at the end. */
  async next(): Promise<Told | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n')
      if (end >= 0) {
        const block = this.#text.slice(0, end)
        this.#text = this.#text.slice(end + 2)
        const told = this.#parsed(block)
        if (told) return told
        continue
      }
      const { done, value } = await this.#reader.read()
      if (done) return undefined
      this.#text += new TextDecoder().decode(value)
    }
  }

  #parsed(block: string): Told | undefined {
    const fields = Object.fromEntries(block.split('\n').map(line => line.split(/: ?(.*)/, 2)))
    if (fields[''] !== undefined) this.comments.push(fields[''])
    if (fields.event === undefined) return undefined
    return { id: Number(fields.id), event: fields.event, data: JSON.parse(fields.data ?? '') }
  }

  cancel(): Promise<void> {
    return this.#reader.cancel()
  }
}

const listen = async (asked: AskedStation, query = '', lastId?: number) => {
  const headers = lastId === undefined ? {} : { 'last-event-id': String(lastId) }
  return new Reading((await asked.send(`/api/v1/events${query}`, { headers })).body)
}

describe('the stream of changes', () => {
  it('begins with all that there is, and goes on with what changes, by the heaters’ clock', async () => {
    const asked = await AskedStation.open()
    const { station } = asked
    await station.hear({ dhwChargePer: 40 })
    const reading = await listen(asked)
    const first = await reading.next()
    expect(first?.event).toBe('snapshot')
    expect(first?.data).toMatchObject({
      now: '2025-09-26T20:00:00.000Z',
      heaters: [{ id: asked.id, latest: { status: { dhwChargePer: 40 }, derived: { heating: 'nothing' } } }],
      accounts: [{ name: 'home', link: { state: 'online' } }],
      alerts: [],
    })
    await station.hear({ dhwChargePer: 41 })
    station.news.tell({ kind: 'presence', heater: asked.id, state: 'stale' })
    station.news.tell({ kind: 'gap', gap: { heater: asked.id, from: 1_758_900_000_000, cause: 'heater-silent' } })
    station.news.tell({ kind: 'journal', entry: { id: 4, at: 1_758_900_000_000, kind: 'station', text: 'Hello.' } })
    station.news.tell({ kind: 'account', account: 'home' })
    const told = [
      await reading.next(),
      await reading.next(),
      await reading.next(),
      await reading.next(),
      await reading.next(),
    ]
    expect(told.map(each => each?.event)).toEqual(['sample', 'presence', 'gap', 'journal', 'account'])
    expect(told.map(each => each?.id)).toEqual([1, 2, 3, 4, 5].map(n => (first?.id ?? 0) + n))
    for (const each of told) expect(each?.data.now).toBe(new Date(station.clock.now()).toISOString())
    expect(told[0]?.data).toMatchObject({ heater: asked.id, sample: { status: { dhwChargePer: 41 } } })
    expect(JSON.stringify([first, ...told])).not.toMatch(/0123456789ab|secret-client-id/)
    await reading.cancel()
    expect(asked.assembled.api.events.readers).toBe(0)
  })

  it('is taken up where it broke off', async () => {
    const asked = await AskedStation.open()
    const { station } = asked
    const before = await listen(asked)
    const snapshot = await before.next()
    await before.cancel()
    await station.hear({ dhwChargePer: 41 })
    await station.hear({ dhwChargePer: 42 })
    const after = await listen(asked, '', snapshot?.id)
    const charges = [await after.next(), await after.next()].map(
      told => (told?.data.sample as { status: { dhwChargePer: number } } | undefined)?.status.dhwChargePer,
    )
    expect(charges).toEqual([41, 42])
  })

  it.each([
    ['of long ago', () => 1],
    ['of a later run', (id: number) => id + 1000],
  ])('begins anew for an id %s', async (_, other) => {
    const asked = await AskedStation.open()
    const { id = 0 } = (await (await listen(asked)).next()) ?? {}
    expect((await (await listen(asked, '', other(id))).next())?.event).toBe('snapshot')
  })

  it('tells of one heater only, and of what is about all, when it is asked so', async () => {
    const asked = await AskedStation.open()
    const reading = await listen(asked, `?heater=${asked.id}`)
    await reading.next()
    asked.station.news.tell({ kind: 'presence', heater: 'ffffffff', state: 'offline' })
    asked.station.news.tell({ kind: 'journal', entry: { id: 1, at: 1, kind: 'store', text: 'Full.' } })
    expect((await reading.next())?.event).toBe('journal')
  })

  it('shows every 15 s of the machine’s clock that it lives, and says when the station stops', async () => {
    const asked = await AskedStation.open()
    const reading = await listen(asked)
    await reading.next()
    const end = reading.next()
    await asked.station.wallClock.advance(seconds(30))
    asked.assembled.close()
    expect(await end).toBeUndefined()
    expect(reading.comments).toEqual(['still here', 'still here', 'the station stops'])
    expect((await asked.send('/api/v1/events')).status).toBe(503)
  })
})

describe('a hub', () => {
  const event = (text: string) => ({ name: 'journal', heaters: undefined, data: { text } })
  const snapshot = () => ({})

  it('drops a listener that is too slow with a word, and nobody else', async () => {
    const hub = new EventHub({ wallClock: manualClock(), longestBacklog: 1000 })
    const [slow, quick] = [hub.listen({ snapshot }), hub.listen({ snapshot })].map(
      stream => new Reading(stream ?? null),
    )
    await quick?.next()
    const heard: unknown[] = []
    for (let n = 0; n < 30; n++) {
      hub.tell(event(`${n} ${'x'.repeat(60)}`))
      heard.push((await quick?.next())?.data.text)
    }
    expect(heard).toHaveLength(30)
    expect(hub.readers).toBe(1)
    expect(hub.dropped).toBe(1)
    expect(await slow?.next()).toBeUndefined()
    expect(slow?.comments).toEqual(['too slow: what waited was dropped'])
    hub.close()
  })

  it('keeps so many events and no more, and lets so many listen and no more', async () => {
    const hub = new EventHub({ wallClock: manualClock(), memory: 10, mostReaders: 2 })
    const first = new Reading(hub.listen({ snapshot }) ?? null)
    const { id = 0 } = (await first.next()) ?? {}
    for (let n = 0; n < 50; n++) hub.tell(event(String(n)))
    const late = new Reading(hub.listen({ snapshot, lastId: id }) ?? null)
    expect((await late.next())?.event).toBe('snapshot')
    expect(hub.listen({ snapshot })).toBeUndefined()
    await late.cancel()
    const recent = new Reading(hub.listen({ snapshot, lastId: id + 45 }) ?? null)
    expect((await recent.next())?.data.text).toBe('45')
    hub.close()
    hub.close()
    expect(hub.listen({ snapshot })).toBeUndefined()
  })

  it('leaves no timer', () => {
    const clock = manualClock()
    const hub = new EventHub({ wallClock: clock })
    expect(clock.pending).toBe(1)
    hub.close()
    expect(clock.pending).toBe(0)
  })
})
