/** The first steps to a host: names that nobody knows, what an address has, and who listens. */

import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findName, hostOf, shakeHands } from './way-there.ts'

const signal = new AbortController().signal
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

describe('a host', () => {
  it.each([
    ['https://nlus.naviensmartcontrol.com/api/v2.1', { name: 'nlus.naviensmartcontrol.com', port: 443, secure: true }],
    ['wss://gateway.example:9443/mqtt', { name: 'gateway.example', port: 9443, secure: true }],
    ['http://[::1]/api', { name: '::1', port: 80, secure: false }],
  ])('of %s', (url, host) => expect(hostOf(new URL(url))).toMatchObject(host))
})

describe('its name', () => {
  const host = hostOf(new URL('https://cloud.example'))

  it('is looked up', async () => {
    const found = await findName(host, signal, async () => ['192.0.2.1', '192.0.2.2'].map(address => ({ address })))
    expect(found.detail).toBe('cloud.example is 192.0.2.1 and 1 more')
  })

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('that nobody knows (%s) says where to look', code =>
    expect(findName(host, signal, failing(code))).rejects.toMatchObject({
      message: `cloud.example can't be found (${code}); look at the internet connection and its DNS.`,
      help: 'name-not-found',
    }),
  )

  it('is waited for no longer than asked', async () => {
    const ending = new AbortController()
    const found = findName(host, ending.signal, () => new Promise(() => {}))
    ending.abort(new Error('Enough.'))
    await expect(found).rejects.toThrow('Enough.')
  })

  it('may be an address', async () => {
    const found = findName(hostOf(new URL('http://[::1]:8484')), signal, failing('ENOTFOUND'))
    expect((await found).detail).toBe('::1 is an address already')
  })
})

describe('who listens', () => {
  const listening = async () => {
    const server = createServer(socket =>
      socket
        .on('error', () => {})
        .resume()
        .end('220 mail.example\r\n'),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { port, close: () => new Promise(resolve => server.close(resolve)) }
  }

  it('without TLS has no certificate', async () => {
    const server = await listening()
    const host = hostOf(new URL(`http://127.0.0.1:${server.port}`))
    expect(await shakeHands(host, signal)).toMatchObject({ outcome: 'skipped' })
    await server.close()
    await expect(shakeHands(host, signal)).rejects.toMatchObject({ help: 'connection-refused' })
  })

  it('and speaks no TLS is no cloud', async () => {
    const server = await listening()
    const host = hostOf(new URL(`https://127.0.0.1:${server.port}`))
    await expect(shakeHands(host, signal)).rejects.toMatchObject({ help: 'something-else-answers' })
    await server.close()
  })
})
