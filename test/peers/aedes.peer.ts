/** Our client against aedes, a broker that refuses MQTT 5 as AWS IoT did before it spoke it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConnectRefusedError, UnreadableConnackError } from '#cloud/gateway-errors'
import { type RunningAedes, startAedes } from './aedes.ts'
import { exchangesMessages } from './broker-exchange.ts'
import { openOurs } from './our-connection.ts'
import { ourLink } from './our-link.ts'

const open: AsyncDisposable[] = []
const kept = <Opened extends AsyncDisposable>(opened: Opened): Opened => {
  open.push(opened)
  return opened
}
let aedes: RunningAedes
beforeEach(async () => {
  aedes = kept(await startAedes())
})
afterEach(async () => {
  for (const opened of open.splice(0).reverse()) await opened[Symbol.asyncDispose]()
})

/** CONNACK of 3.1.1: unacceptable protocol version. */
const refusal = '20020001'

describe('aedes by MQTT 3.1.1', () => exchangesMessages('3.1.1', () => aedes.url, kept))

describe('aedes by MQTT 5', () => {
  it('refuses in the words of 3.1.1, and we take that for what it is', async () => {
    const refused = openOurs({ gateway: aedes.url, clientId: 'ours', protocol: '5' })
    const error = await refused.then(kept).catch((error: unknown) => error)
    expect(aedes.firstAnswers).toEqual([refusal])
    expect(error instanceof UnreadableConnackError || (error as ConnectRefusedError).wrongVersion).toBe(true)
  })

  it('is left for 3.1.1 at once by a link that was told 5, which remembers it', async () => {
    const { link, inbox, memory } = kept(ourLink(aedes.url, '5'))
    await link.subscribe([{ filter: 'cmd/52/ours/res' }])
    expect(link.health()).toMatchObject({ state: 'online', protocol: '3.1.1' })
    expect(aedes.firstAnswers).toEqual([refusal, '20020000'])
    expect(await memory.load(aedes.url)).toMatchObject({ version: '3.1.1' })
    await link.publish('cmd/52/ours/res', 'heard')
    expect((await inbox.next(() => true)).text).toBe('heard')
  })

  it('is not even tried by a link that may choose', async () => {
    const { link } = kept(ourLink(aedes.url, 'auto'))
    await link.connect()
    expect(aedes.firstAnswers).toEqual(['20020000'])
  })
})
