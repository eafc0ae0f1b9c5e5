import { describe, expect, it } from 'vitest'
import { days, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { AskedStation, controlToken } from '../../../test/fixtures/asked-station.ts'
import { TestStation } from '../../../test/fixtures/test-station.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import { StoreError } from '../store/store-error.ts'
import { assembleApi } from './api.ts'

const statusOf = async (asked: AskedStation, path: string, asking = {}) => (await asked.ask(path, asking)).status

describe('on an address of this machine', () => {
  it('asks for no token until there is one, and from then on everybody for one', async () => {
    const asked = await AskedStation.open()
    expect(await statusOf(asked, '/api/v1/heaters')).toBe(200)
    const secret = await asked.token('read', 'Kitchen')
    const refused = await asked.ask('/api/v1/heaters')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
    expect(await statusOf(asked, '/api/v1/heaters', { token: secret })).toBe(200)
    expect(await statusOf(asked, '/api/v1/heaters', { token: controlToken })).toBe(200)
  })

  it('refuses a wrong token where none is asked for, too', async () => {
    const asked = await AskedStation.open()
    for (const token of ['nvl_', 'x', `${controlToken}x`, 'nvl_'.padEnd(47, 'A')])
      expect(await statusOf(asked, '/api/v1/heaters', { token })).toBe(401)
    expect(await statusOf(asked, '/api/v1/heaters', { headers: { authorization: 'Basic dXNlcjpwYXNz' } })).toBe(401)
  })

  it('lets health checks and the page in without one, and metrics not', async () => {
    const asked = await AskedStation.open()
    await asked.token('read')
    for (const path of ['/healthz', '/readyz', '/', '/page.js', '/page.css', '/openapi.json'])
      expect([path, await statusOf(asked, path)]).toEqual([path, 200])
    expect(await statusOf(asked, '/metrics')).toBe(401)
  })
})

describe('without a token', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['a forwarded request', { forwarded: 'for=203.0.113.9' }],
    ['one of a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['one of a proxy that tells the protocol only', { 'X-Forwarded-Proto': 'https' }],
    ['one of nginx', { 'x-real-ip': '203.0.113.9' }],
    ['one that went through a cache', { via: '1.1 cache' }],
    ['one to an address of the network', { host: '192.168.1.4:8480' }],
    ['one to a name in the internet', { host: '203.0.113.9.nip.io' }],
  ])('%s is not let in', async (_, headers) => {
    const asked = await AskedStation.open({}, { allowedHosts: ['203.0.113.9.nip.io.example'] })
    const answer = await asked.ask('/api/v1/heaters', { headers })
    expect(answer.status).toBe(headers.host?.endsWith('nip.io') ? 421 : 401)
    expect(await statusOf(asked, '/api/v1/heaters', { headers: { ...headers, host: 'localhost' } })).toBe(
      'host' in headers ? 200 : 401,
    )
    const token = await asked.token('read')
    if (!('host' in headers)) expect(await statusOf(asked, '/api/v1/heaters', { headers, token })).toBe(200)
  })

  it.each(['127.0.0.1:8480', '[::1]:8480', 'heater.lan'])('one to %s is', async host => {
    const asked = await AskedStation.open({}, { allowedHosts: ['heater.lan'] })
    expect(await statusOf(asked, '/api/v1/heaters', { headers: { host } })).toBe(200)
  })

  it('nobody listens on once there is one', async () => {
    const asked = await AskedStation.open()
    const stream = await asked.ask('/api/v1/events')
    const ours = await asked.ask('/api/v1/events', { token: controlToken })
    await asked.token('read', 'first')
    expect(await stream.text()).toContain(': you are let in no more')
    expect(asked.assembled.api.events.readers).toBe(1)
    await ours.body?.cancel()
  })
})

describe('on another address', () => {
  it('does not start without a token', async () => {
    const station = await TestStation.open()
    const options = { listen: { host: '0.0.0.0', port: 0 }, controlToken }
    await expect(assembleApi(station, options)).rejects.toThrow(/make a token with navilink token add/)
    await station.close()
  })

  it('asks for one also when the last has been removed', async () => {
    const station = await TestStation.open()
    const hash = 'ab'.repeat(32)
    await station.store.write({ tokens: [{ id: 't1', name: 'Kitchen', scope: 'read', hash, created: 0 }] })
    const { app, api, close } = await assembleApi(station, { listen: { host: '0.0.0.0', port: 0 }, controlToken })
    const ask = (headers: Record<string, string> = {}) =>
      app.request('http://192.0.2.1/api/v1/heaters', { headers: { host: '192.0.2.1:8480', ...headers } })
    expect((await ask()).status).toBe(401)
    await api.tokens.remove('t1')
    expect((await ask()).status).toBe(401)
    expect((await ask({ authorization: `Bearer ${controlToken}` })).status).toBe(200)
    close()
    await station.close()
  })
})

describe('a token', () => {
  it('is stored by its hash only, told once, and remembered when it was used', async () => {
    const asked = await AskedStation.open()
    const secret = await asked.token('write', 'Kitchen')
    expect(secret).toMatch(/^nvl_[\w-]{43}$/)
    const [stored] = await asked.station.store.tokens()
    expect(JSON.stringify(stored)).not.toContain(secret.slice(4))
    expect(stored).toMatchObject({ name: 'Kitchen', scope: 'write', hash: expect.stringMatching(/^[\da-f]{64}$/) })
    const list = async () => (await asked.ask('/api/v1/tokens', { token: secret })).text()
    expect(await list()).not.toMatch(/hash|secret/)
    await asked.station.clock.settle()
    expect((await asked.station.store.tokens())[0]?.used).toBeGreaterThan(0)
  })

  it('that only reads changes nothing, and sees no tokens', async () => {
    const asked = await AskedStation.open()
    const token = await asked.token('read')
    expect(await statusOf(asked, `/api/v1/heaters/${asked.id}/commands/powerOn`, { body: {}, token })).toBe(403)
    expect(await statusOf(asked, '/api/v1/tokens', { token })).toBe(403)
    expect(asked.station.acts).toEqual([])
  })

  it('opens nothing any more once it was removed, its streams and sessions included', async () => {
    const asked = await AskedStation.open()
    const token = await asked.token('write')
    const session = await asked.ask('/api/v1/session', { body: { token } })
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
    const stream = await asked.ask('/api/v1/events', { headers: { cookie } })
    const [{ id } = { id: '' }] = asked.assembled.api.tokens.list
    expect(await statusOf(asked, `/api/v1/tokens/${id}`, { method: 'DELETE', token })).toBe(200)
    expect(await stream.text()).toContain(': you are let in no more')
    // Nobody is asked for one now that there is none; a wrong one is wrong all the same.
    expect(await statusOf(asked, '/api/v1/heaters', { token })).toBe(401)
    await asked.token('read', 'other')
    expect(await statusOf(asked, '/api/v1/heaters', { headers: { cookie } })).toBe(401)
  })

  it('lets nobody in from the moment it is removed, also while the store takes nothing, and leaves it once that can be', async () => {
    const store = await openStore(':memory:', { logger: silentLogger })
    let isFull = false
    const full = async () => {
      throw new StoreError('full', 'The disk is full.')
    }
    const failing = new Proxy(store, {
      get(target, key) {
        const value = Reflect.get(target, key, target)
        if (key === 'write' && isFull) return full
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const asked = await AskedStation.open({ store: failing })
    const token = await asked.token('write')
    const stream = await asked.ask('/api/v1/events', { token })
    const [{ id } = { id: '' }] = asked.assembled.api.tokens.list
    const remove = () => asked.ask(`/api/v1/tokens/${id}`, { method: 'DELETE', token: controlToken })
    isFull = true
    const answer = await remove()
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('is let in no more')])
    expect(await stream.text()).toContain(': you are let in no more')
    expect(await statusOf(asked, '/api/v1/heaters', { token })).toBe(401)
    expect((await remove()).status).toBe(503)
    expect(await store.tokens()).toHaveLength(1)
    isFull = false
    await asked.station.wallClock.advance(seconds(30))
    expect(await store.tokens()).toEqual([])
    expect((await remove()).status).toBe(404)
  })

  it('has a name that no other has, whoever is quicker', async () => {
    const asked = await AskedStation.open()
    const make = () => asked.send('/api/v1/tokens', { body: { name: 'Kitchen' }, token: controlToken })
    const answers = await asked.station.wait(Promise.all([make(), make()]))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await asked.station.store.tokens()).toHaveLength(1)
  })

  it('stands in the journal with who made it', async () => {
    const asked = await AskedStation.open()
    await asked.token('read', 'Kitchen')
    const [entry] = await asked.station.store.journal({ limit: 1 })
    expect(entry).toMatchObject({
      kind: 'station',
      text: 'The token Kitchen was made, to read.',
      data: { by: 'command line' },
    })
  })
})

describe('a browser', () => {
  it('gets a cookie for a token that no script reads and no other site sends', async () => {
    const asked = await AskedStation.open()
    const token = await asked.token('read', 'Tablet')
    const answer = await asked.ask('/api/v1/session', { body: { token } })
    const header = answer.headers.get('set-cookie') ?? ''
    expect(header).toMatch(/^navilink=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=2592000$/)
    expect(header).not.toContain(token)
    const cookie = header.split(';')[0] ?? ''
    const mine = await asked.ask('/api/v1/session', { headers: { cookie } })
    expect(await mine.json()).toEqual({ name: 'api token Tablet', scope: 'read' })
    await asked.ask('/api/v1/session', { method: 'DELETE', headers: { cookie } })
    expect(await statusOf(asked, '/api/v1/session', { headers: { cookie } })).toBe(401)
  })

  it('has one that is sent over TLS only where there is TLS, and that ends', async () => {
    const asked = await AskedStation.open({}, { tls: { cert: '', key: '' } })
    const token = await asked.token('read', 'Tablet')
    const header = (await asked.ask('/api/v1/session', { body: { token } })).headers.get('set-cookie') ?? ''
    expect(header).toMatch(/; Secure$/)
    const cookie = header.split(';')[0] ?? ''
    expect(await statusOf(asked, '/api/v1/session', { headers: { cookie } })).toBe(200)
    asked.station.clock.step(days(31))
    expect(await statusOf(asked, '/api/v1/session', { headers: { cookie } })).toBe(401)
  })

  it.each([
    ['another page’s request', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page of the same machine at another port', { origin: 'http://localhost:3000' }, 403],
    ['an image on another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
    ['our own page', { origin: 'http://localhost:8480', 'sec-fetch-site': 'same-origin' }, 200],
    ['our own page behind TLS', { origin: 'https://localhost:8480' }, 200],
    ['an address that was typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
    ['a program', {}, 200],
  ])('of %s', async (_, headers, status) => {
    const asked = await AskedStation.open()
    expect(await statusOf(asked, '/api/v1/heaters', { headers })).toBe(status)
  })

  it('may follow a link to the page from anywhere, and to nothing else', async () => {
    const asked = await AskedStation.open()
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(await statusOf(asked, '/', { headers })).toBe(200)
    expect(await statusOf(asked, '/', { headers: { ...headers, 'sec-fetch-dest': 'iframe' } })).toBe(403)
    expect(await statusOf(asked, '/api/v1/heaters', { headers })).toBe(403)
  })

  it('loads nothing from elsewhere, and is framed by nobody', async () => {
    const asked = await AskedStation.open()
    const page = await asked.ask('/')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; frame-ancestors 'none'")
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const api = await asked.ask('/api/v1/heaters', { headers: { origin: 'http://localhost:8480' } })
    expect(api.headers.get('content-security-policy')).not.toContain('self')
    expect([...api.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
    expect(api.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).not.toMatch(/https?:\/\/(?!localhost)|style=|onclick|<script>/)
  })
})

describe('a session', () => {
  it('takes its streams along when it ends, by its own word or by time', async () => {
    const asked = await AskedStation.open()
    const token = await asked.token('read', 'Tablet')
    const listen = async () => {
      const answer = await asked.ask('/api/v1/session', { body: { token } })
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      return { cookie, stream: await asked.ask('/api/v1/events', { headers: { cookie } }) }
    }
    const [one, other] = [await listen(), await listen()]
    await asked.ask('/api/v1/session', { method: 'DELETE', headers: { cookie: one.cookie } })
    expect(await one.stream.text()).toContain(': you are let in no more')
    expect(asked.assembled.api.events.readers).toBe(1)
    asked.station.clock.step(days(31))
    await asked.station.clock.advance(seconds(15))
    expect(await other.stream.text()).toContain(': you are let in no more')
  })
})

describe('a page that sends a form', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of %s changes nothing, with or without a body',
    async type => {
      const asked = await AskedStation.open()
      const headers = { 'content-type': type }
      const path = `/api/v1/heaters/${asked.id}/commands/powerOn`
      expect(await statusOf(asked, path, { method: 'POST', headers })).toBe(415)
      expect(await statusOf(asked, path, { method: 'POST', headers, body: '{}' })).toBe(415)
      expect(await statusOf(asked, '/api/v1/store/vacuum', { method: 'POST', headers })).toBe(415)
      expect(asked.station.acts).toEqual([])
    },
  )

  it('is none where no type is said, as a program does it', async () => {
    const asked = await AskedStation.open()
    expect(await statusOf(asked, `/api/v1/heaters/${asked.id}/commands/powerOn`, { method: 'POST' })).toBe(200)
    expect(await statusOf(asked, '/api/v1/store/vacuum', { method: 'POST' })).toBe(200)
  })
})

describe('the Host header', () => {
  it.each([
    ['localhost', 200],
    ['LOCALHOST:8480', 200],
    ['127.0.0.1:8480', 200],
    ['[::1]:8480', 200],
    ['192.168.1.4', 200],
    ['heater.lan', 200],
    ['Heater.LAN:80', 200],
    ['evil.example', 421],
    ['localhost.evil.example', 421],
    ['heater.lan.evil.example:8480', 421],
    ['127.0.0.1.evil.example', 421],
    ['', 421],
    ['a b', 421],
  ])('%j', async (host, status) => {
    const asked = await AskedStation.open({}, { allowedHosts: ['heater.lan'] })
    expect(await statusOf(asked, '/healthz', { headers: { host } })).toBe(status)
  })
})
