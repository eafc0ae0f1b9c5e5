/** From what a config says of a channel to the channel. */
import type { ChannelConfig } from '../channel-config.ts'
import type { Channel } from './channel.ts'
import { command } from './command.ts'
import { email } from './email.ts'
import { mqtt } from './mqtt.ts'
import { ntfy } from './ntfy.ts'
import { type WebhookOptions, webhook } from './webhook.ts'

export function openChannel(config: ChannelConfig, options: WebhookOptions): Channel {
  switch (config.type) {
    case 'webhook':
      return webhook(config, options)
    case 'ntfy':
      return ntfy(config, options)
    case 'email':
      return email(config)
    case 'mqtt':
      return mqtt(config)
    case 'command':
      return command(config)
  }
}
