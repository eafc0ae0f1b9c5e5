import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import tls from 'node:tls'
import { Aedes, type AedesPublishPacket } from 'aedes'
import { afterEach, expect, it } from 'vitest'
import { certificate, certificateKey } from '../../../../test/fixtures/certificate.ts'
import { type AlertMessage, testMessage } from '../alert-message.ts'
import type { ConfigOf } from '../channel-config.ts'
import { mqtt } from './mqtt.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function broker(secure = false) {
  const aedes = await Aedes.createBroker()
  aedes.authenticate = (_, user, password, done) => done(null, user !== 'me' || `${password}` === 'right')
  const packets: AedesPublishPacket[] = []
  aedes.on('publish', (packet, client) => {
    if (client) packets.push(packet)
  })
  const gone = Promise.withResolvers<void>()
  aedes.on('clientDisconnect', () => gone.resolve())
  const made = secure
    ? tls.createServer({ cert: certificate, key: certificateKey }, aedes.handle)
    : createServer(aedes.handle)
  made.listen(0, '127.0.0.1')
  await once(made, 'listening')
  closers.push(
    () => new Promise<void>(resolve => made.close(() => resolve())),
    () => new Promise<void>(resolve => aedes.close(resolve)),
  )
  return {
    packets,
    gone: gone.promise,
    url: `mqtt${secure ? 's' : ''}://127.0.0.1:${(made.address() as AddressInfo).port}`,
  }
}

const message: AlertMessage = {
  ...testMessage('m1.1', Date.UTC(2025, 8, 26)),
  rule: 'leak',
  heater: { id: '0a1b2c3d', name: 'Cellar' },
}
const { signal } = new AbortController()
const send = (config: Omit<ConfigOf<'mqtt'>, 'type'>, until = signal) =>
  mqtt({ type: 'mqtt', ...config }).send(message, until)

it('publishes once, acknowledged, and says goodbye', async () => {
  const { packets, gone, url } = await broker()
  await send({ url })
  await gone
  expect(packets.map(({ topic, qos, retain }) => ({ topic, qos, retain }))).toEqual([
    { topic: 'navilink/alerts/0a1b2c3d/leak', qos: 1, retain: false },
  ])
  expect(JSON.parse(`${packets[0]?.payload}`)).toEqual(message)
})

it('takes topic, password and retention from its settings', async () => {
  const { packets, url } = await broker()
  await send({ url, topic: 'home/{severity}/{what}', user: 'me', password: 'right', retain: true })
  expect(packets).toMatchObject([{ topic: 'home/info/{what}', retain: true }])
})

it('says why it was refused', async () => {
  const { packets, url } = await broker()
  await expect(send({ url: url.replace('//', '//me:wrong@') })).rejects.toThrow('didn’t take it')
  await expect(send({ url: 'mqtt://127.0.0.1:1' })).rejects.toThrow('ECONNREFUSED')
  expect(packets).toEqual([])
})

it('checks certificates', async () => {
  const { packets, url } = await broker(true)
  const before = tls.getCACertificates('default')
  await expect(send({ url })).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT')
  closers.push(() => tls.setDefaultCACertificates(before))
  tls.setDefaultCACertificates([...before, certificate])
  await send({ url })
  expect(packets).toHaveLength(1)
})

it('lets go of a broker that says nothing as soon as it is told to', async () => {
  const taken = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  const silent = createServer(socket => {
    socket
      .on('close', () => closed.resolve())
      .on('error', () => {})
      .resume()
    taken.resolve()
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  closers.push(() => void silent.close())
  const stop = new AbortController()
  const sending = send({ url: `mqtt://127.0.0.1:${(silent.address() as AddressInfo).port}` }, stop.signal)
  await taken.promise
  stop.abort(new Error('enough'))
  await expect(sending).rejects.toThrow('enough')
  await closed.promise
})
