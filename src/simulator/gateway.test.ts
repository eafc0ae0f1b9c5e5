import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amzDate, credentialScope, gatewayService, signature } from '#wire/sigv4'
import { type ManualClock, manualClock } from '../../test/fixtures/manual-clock.ts'
import { signedUrl, signIn, type Token } from '../../test/fixtures/plain-client.ts'
import { connectPacket, RawClient } from '../../test/fixtures/raw-client.ts'
import { type Simulator, startSimulator } from './index.ts'

let clock: ManualClock
let simulator: Simulator
let token: Token
beforeEach(async () => {
  clock = manualClock()
  simulator = await startSimulator({ clock, heaters: [] })
  token = await signIn(simulator)
})
afterEach(() => simulator.close())

/** A handshake over plain HTTP, to read a refusal whole. */
const handshake = (url: URL, upgrade = true) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const headers: OutgoingHttpHeaders = upgrade
      ? {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        }
      : {}
    const request = httpRequest(url.href.replace('ws:', 'http:'), { headers, agent: false }, response => {
      let body = ''
      response.on('data', chunk => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' })
    })
    request.on('error', reject).end()
  })

describe('the handshake', () => {
  it('is refused as AWS refuses: 403 with its headers, its words and its date', async () => {
    const refused = await handshake(signedUrl(simulator, token, clock.now() - 301_000))
    expect(refused.status).toBe(403)
    expect(refused.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '163',
      date: new Date(clock.now()).toUTCString(),
      'x-amzn-errortype': 'ForbiddenException:',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-amzn-ErrorMessage, x-amzn-RequestId, x-amzn-ErrorType, Date',
    })
    expect(JSON.parse(refused.body)).toEqual({
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than /),
      traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(simulator.handshakes).toEqual([403])
  })

  it('is a bad request, or no handshake, or at the wrong door', async () => {
    const garbage = await handshake(new URL(`${simulator.url}/mqtt?X-Amz-Date=%zz`))
    expect(garbage).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'InvalidRequestException:' } })
    expect((await handshake(new URL(`${simulator.url}/mqtt`), false)).status).toBe(426)
    expect((await handshake(new URL(`${simulator.url}/elsewhere`))).status).toBe(403)
  })

  it('fails once the credentials are over, while open connections stay', async () => {
    const client = await RawClient.connect(signedUrl(simulator, token, clock.now()), 'stays')
    simulator.expireAwsCredentials()
    expect((await handshake(signedUrl(simulator, token, clock.now()))).status).toBe(403)
    client.send({ cmd: 'pingreq' })
    expect((await client.heard('pingresp')).cmd).toBe('pingresp')
  })

  it('is taken as aws-crt makes it: connection;host signed, the vendor’s Host without a port, the token before the signature', async () => {
    const host = 'nlus-iot.naviensmartcontrol.com'
    const date = amzDate(clock.now())
    const query = [
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', `${token.accessKeyId}/${credentialScope(date, 'us-east-1', gatewayService)}`],
      ['X-Amz-Date', date],
      ['X-Amz-SignedHeaders', 'connection;host'],
    ] as const
    const headers = [
      ['connection', 'Upgrade'],
      ['host', host],
    ] as const
    const { secretKey } = token
    const signed = { secretKey, date, region: 'us-east-1', service: gatewayService, path: '/mqtt', query, headers }
    const all = [...query, ['X-Amz-Security-Token', token.sessionToken ?? ''], ['X-Amz-Signature', signature(signed)]]
    const url = new URL(`${simulator.url.replace('http', 'ws')}/mqtt`)
    url.search = all.map(pair => pair.map(encodeURIComponent).join('=')).join('&')

    const client = await RawClient.open(url, ['mqtt'], { Host: host })
    expect(client.socket.protocol).toBe('mqtt')
    client.send(connectPacket('navien-client-0123abcd', { keepalive: 1200, username: '?SDK=CPPv2' }))
    await client.heard('connack')
    expect(client.bytes[0]?.toString('hex')).toBe('20020000')
  })

  it('echoes the sub-protocol that was offered', async () => {
    const url = signedUrl(simulator, token, clock.now())
    expect((await RawClient.open(url, ['mqttv3.1'])).socket.protocol).toBe('mqttv3.1')
    expect((await RawClient.open(url, [])).socket.protocol).toBe('')
  })
})
