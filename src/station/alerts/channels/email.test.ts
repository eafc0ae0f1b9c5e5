import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import tls from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { certificate, certificateKey } from '../../../../test/fixtures/certificate.ts'
import { type AlertMessage, testMessage } from '../alert-message.ts'
import type { ConfigOf } from '../channel-config.ts'
import { email } from './email.ts'

const before = tls.getCACertificates('default')
beforeAll(() => tls.setDefaultCACertificates([...before, certificate]))
afterAll(() => tls.setDefaultCACertificates(before))

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function server(options: SMTPServerOptions = {}) {
  const mails: { readonly text: string; readonly secure: boolean; readonly to: string[]; readonly user: unknown }[] = []
  const made = new SMTPServer({
    cert: certificate,
    key: certificateKey,
    authOptional: true,
    onAuth: ({ username, password }, _, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('Wrong for owner@example.com')),
    async onData(stream, session, done) {
      const text = (await stream.toArray()).join('')
      const to = session.envelope.rcptTo.map(({ address }) => address)
      mails.push({ text, secure: session.secure, to, user: session.user })
      done()
    },
    ...options,
  })
  made.on('error', () => {})
  made.listen(0, '127.0.0.1')
  await once(made.server, 'listening')
  closers.push(() => new Promise<void>(resolve => made.close(resolve)))
  return { mails, port: (made.server.address() as AddressInfo).port }
}

const message: AlertMessage = { ...testMessage('m1.1', Date.UTC(2025, 8, 26)), title: 'Kéller: water leak' }
const { signal } = new AbortController()
const send = (config: Partial<ConfigOf<'email'>> & { server: string }, until = signal) =>
  email({ type: 'email', from: 'tank@example.com', to: ['a@example.com', 'b@example.com'], ...config }).send(
    message,
    until,
  )

it('sends it encrypted from the first byte, signed in', async () => {
  const { mails, port } = await server({ secure: true, authOptional: false })
  await send({ server: `smtps://127.0.0.1:${port}`, user: 'me', password: 'right' })
  expect(mails).toMatchObject([{ secure: true, user: 'me', to: ['a@example.com', 'b@example.com'] }])
  expect(mails[0]?.text).toContain('Message-ID: <m1.1@navilink>')
  expect(mails[0]?.text).toContain('Subject: =?UTF-8?')
  expect(mails[0]?.text).toContain('Auto-Submitted: auto-generated')
})

it('goes over to encryption where that is demanded', async () => {
  const { mails, port } = await server()
  await send({ server: `smtp+starttls://me:right@127.0.0.1:${port}` })
  expect(mails).toMatchObject([{ secure: true, user: 'me' }])
})

it('refuses a server that does not go over', async () => {
  const { mails, port } = await server({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
  await expect(send({ server: `smtp+starttls://me:right@127.0.0.1:${port}` })).rejects.toThrow('didn’t take it')
  expect(mails).toEqual([])
})

it('speaks openly where the address says so', async () => {
  const { mails, port } = await server()
  await send({ server: `smtp://127.0.0.1:${port}` })
  expect(mails).toMatchObject([{ secure: false }])
})

it('checks certificates', async () => {
  const { mails, port } = await server({ secure: true })
  tls.setDefaultCACertificates(before)
  closers.push(() => tls.setDefaultCACertificates([...before, certificate]))
  await expect(send({ server: `smtps://127.0.0.1:${port}` })).rejects.toThrow(
    'The mail server 127.0.0.1 didn’t take it',
  )
  expect(mails).toEqual([])
})

it('says why it was refused', async () => {
  const { port } = await server({ secure: true })
  await expect(send({ server: `smtps://127.0.0.1:${port}`, user: 'me', password: 'wrong' })).rejects.toThrow('535')
  await expect(send({ server: 'smtps://127.0.0.1:1' })).rejects.toThrow('ECONNREFUSED')
})

it('lets go of a server that says nothing as soon as it is told to', async () => {
  const closed = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<Socket>()
  const silent = createServer(socket => {
    socket
      .on('close', () => closed.resolve())
      .on('error', () => {})
      .resume()
    taken.resolve(socket)
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  closers.push(() => void silent.close())
  const stop = new AbortController()
  const sending = send({ server: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` }, stop.signal)
  await taken.promise
  stop.abort(new Error('enough'))
  await expect(sending).rejects.toThrow('enough')
  await closed.promise
})
