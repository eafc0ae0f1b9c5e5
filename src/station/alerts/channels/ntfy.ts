/** Push messages to phones by ntfy, of ntfy.sh or one's own. */
import type { AlertMessage } from '../alert-message.ts'
import { type ConfigOf, webSchemes } from '../channel-config.ts'
import { readSecret } from '../secret-text.ts'
import { type Channel, readAddress } from './channel.ts'
import { postJson } from './http-post.ts'

/** 5 rings through, 3 is usual, 2 makes no sound. */
const priorities = { alarm: 5, warning: 4, info: 3 } as const
/** ntfy shows these as emoji. */
const tags = { alarm: 'rotating_light', warning: 'warning', info: 'information_source' } as const

export const ntfy = (config: ConfigOf<'ntfy'>, { fetch }: { readonly fetch: typeof globalThis.fetch }): Channel => ({
  type: 'ntfy',
  async send(message, signal) {
    const token = config.token && (await readSecret(config.token))
    const body = JSON.stringify({
      topic: (await readSecret(config.topic)).trim(),
      title: message.title,
      message: message.text,
      priority: message.kind === 'ended' ? 2 : priorities[message.severity],
      tags: [tagOf(message), ...(config.tags ?? [])],
    })
    // As JSON to the server and not to the topic: titles in headers would be ASCII only.
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
    await postJson(await readAddress(config.server ?? 'https://ntfy.sh', webSchemes), { fetch, headers, body, signal })
  },
})

const tagOf = ({ kind, severity }: AlertMessage) => (kind === 'ended' ? 'white_check_mark' : tags[severity])
