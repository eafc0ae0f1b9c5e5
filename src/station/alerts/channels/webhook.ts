/** A webhook: the message as JSON, signed as Standard Webhooks has it (standardwebhooks.com). */
import { createHmac } from 'node:crypto'
import type { Clock } from '#time/clock'
import { type ConfigOf, webSchemes } from '../channel-config.ts'
import { readSecret } from '../secret-text.ts'
import { type Channel, readAddress } from './channel.ts'
import { postJson } from './http-post.ts'

export interface WebhookOptions {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Pick<Clock, 'now'>
}

export const webhook = (config: ConfigOf<'webhook'>, { fetch, clock }: WebhookOptions): Channel => ({
  type: 'webhook',
  async send(message, signal) {
    const body = JSON.stringify(message)
    const timestamp = String(Math.floor(clock.now() / 1000))
    const own = Object.entries(config.headers ?? {})
    const headers = Object.fromEntries(
      await Promise.all(own.map(async ([name, value]) => [name.toLowerCase(), await readSecret(value)] as const)),
    )
    const secret = config.secret && (await readSecret(config.secret))
    await postJson(await readAddress(config.url, webSchemes), {
      fetch,
      headers: {
        ...headers,
        'webhook-id': message.id,
        'webhook-timestamp': timestamp,
        ...(secret && { 'webhook-signature': signature(secret, `${message.id}.${timestamp}.${body}`) }),
      },
      body,
      signal,
    })
  },
})

/** @param secret base64 behind `whsec_`, else the text itself. */
export function signature(secret: string, signed: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}
