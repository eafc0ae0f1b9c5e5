/** Our client against Eclipse Mosquitto, which speaks both versions. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PublicationRefusedError } from '#cloud/gateway-errors'
import { exchangesMessages } from './broker-exchange.ts'
import { type RunningBroker, startMosquitto } from './mosquitto.ts'
import { openOurs } from './our-connection.ts'
import { ourLink } from './our-link.ts'

const open: AsyncDisposable[] = []
const kept = <Opened extends AsyncDisposable>(opened: Opened): Opened => {
  open.push(opened)
  return opened
}
let mosquitto: RunningBroker
beforeEach(async () => {
  mosquitto = kept(await startMosquitto())
})
afterEach(async () => {
  for (const opened of open.splice(0).reverse()) await opened[Symbol.asyncDispose]()
})

describe.each(['3.1.1', '5'] as const)('mosquitto by MQTT %s', version => {
  exchangesMessages(version, () => mosquitto.url, kept)

  it('is spoken to in that version by a link that was told so', async () => {
    const { link, inbox } = kept(ourLink(mosquitto.url, version))
    await link.subscribe([{ filter: 'cmd/52/ours/res' }, { filter: 'cmd/52/ours/res/#' }])
    expect(link.health()).toMatchObject({ state: 'online', protocol: version, cause: undefined })
    await link.publish('cmd/52/ours/res/did', 'heard')
    expect((await inbox.next(() => true)).text).toBe('heard')
  })
})

describe('mosquitto by MQTT 5', () => {
  it('refuses a message by its reason code, and the connection stays', async () => {
    const ours = kept(await openOurs({ gateway: mosquitto.url, clientId: 'ours', protocol: '5' }))
    const refused = await ours.publish('secret/door', 'open').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(PublicationRefusedError)
    expect(refused).toMatchObject({ failCode: 0x87 })
    await ours.publish('cmd/52/door', 'closed')
    expect(ours.ended()).toBe(false)
  })
})
