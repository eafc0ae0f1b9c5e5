/** E-mail by SMTP. */
import { Socket } from 'node:net'
import { ConnectionError } from '#schema/errors'
import { abortable } from '#time/abort'
import { type ConfigOf, mailSchemes } from '../channel-config.ts'
import { type Channel, readAddress, takeCredentials } from './channel.ts'

const ports: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp+starttls:': 587, 'smtp:': 25 }

export const email = (config: ConfigOf<'email'>): Channel => ({
  type: 'email',
  async send(message, signal) {
    const address = await readAddress(config.server, mailSchemes)
    const login = await takeCredentials(address, config)
    const host = address.hostname.replace(/^\[|\]$/g, '')
    // Its own waits can't be ended from outside, but its socket can.
    const socket = new Socket()
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      host,
      port: Number(address.port) || ports[address.protocol],
      secure: address.protocol === 'smtps:',
      requireTLS: address.protocol === 'smtp+starttls:',
      ignoreTLS: address.protocol === 'smtp:',
      socket,
      ...(login && { auth: { user: login.user, pass: login.password } }),
    })
    const mail = {
      from: config.from,
      to: [...config.to],
      subject: message.title,
      text: `${message.text}\n\n${message.at}\n`,
      messageId: `<${message.id}@navilink>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    try {
      await abortable(transport.sendMail(mail), signal)
    } catch (cause) {
      const { response, message: reason } = cause as { response?: string; message: string }
      throw new ConnectionError(`The mail server ${host} didn’t take it: ${response ?? reason}.`, { cause })
    } finally {
      transport.close()
      if (signal.aborted) socket.destroy()
    }
  },
})
