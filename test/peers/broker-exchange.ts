/** What any broker must do with two connections of our client, in either version of the protocol. */
import { expect, it } from 'vitest'
import { type OurConnection, type OurOptions, openOurs } from './our-connection.ts'

/** @param open keeps what it is given and closes it after the test. */
export function exchangesMessages(
  version: '3.1.1' | '5',
  urlOf: () => string,
  open: <Opened extends AsyncDisposable>(opened: Opened) => Opened,
): void {
  const enter = async (clientId: string, more: Partial<OurOptions> = {}): Promise<OurConnection> =>
    open(await openOurs({ gateway: urlOf(), clientId, protocol: version, ...more }))

  it('carries messages both ways, long ones too', async () => {
    const [one, other] = [await enter('one'), await enter('other')]
    expect(await one.subscribe(['cmd/52/one/#', 'cmd/52/+/all'])).toEqual([1, 1])
    expect(await other.subscribe(['cmd/52/other/res'])).toEqual([1])
    const long = 'ä'.repeat(60_000)
    await Promise.all([
      other.publish('cmd/52/one/st/did', long),
      other.publish('cmd/52/x/all', 'to all'),
      one.publish('cmd/52/other/res', 'back'),
    ])
    expect((await one.next(({ topic }) => topic === 'cmd/52/one/st/did')).text).toBe(long)
    expect((await one.next(({ topic }) => topic === 'cmd/52/x/all')).text).toBe('to all')
    expect((await other.next(() => true)).text).toBe('back')
  })

  it('throws the older of two with one id out, and tells others its will', async () => {
    const witness = await enter('witness')
    await witness.subscribe(['evt/52/gone'])
    const older = await enter('same', { will: { topic: 'evt/52/gone', payload: 'gone' } })
    const newer = await enter('same')
    expect(await older.closed).toBeInstanceOf(Error)
    expect((await witness.next(() => true)).text).toBe('gone')
    await newer.publish('evt/52/gone', 'still here')
    expect((await witness.next(() => true)).text).toBe('still here')
  })

  it('keeps a will to itself after a goodbye', async () => {
    const witness = await enter('witness')
    await witness.subscribe(['evt/52/#'])
    const polite = await enter('polite', { will: { topic: 'evt/52/gone', payload: 'gone' } })
    await polite[Symbol.asyncDispose]()
    await witness.publish('evt/52/marker', 'marker')
    expect((await witness.next(() => true)).text).toBe('marker')
  })
}
