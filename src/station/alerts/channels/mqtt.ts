/** A broker of the owner's: each message is published once, on a connection of its own. */
import type { MqttClient } from 'mqtt'
import { ConnectionError } from '#schema/errors'
import { abortable } from '#time/abort'
import type { AlertMessage } from '../alert-message.ts'
import { type ConfigOf, mqttSchemes } from '../channel-config.ts'
import { type Channel, readAddress, reasonOf, takeCredentials } from './channel.ts'

export const mqtt = (config: ConfigOf<'mqtt'>): Channel => ({
  type: 'mqtt',
  async send(message, signal) {
    const address = await readAddress(config.url, mqttSchemes)
    const login = await takeCredentials(address, config)
    const { default: library } = await import('mqtt')
    signal.throwIfAborted()
    const client = library.connect(address.href, {
      ...(login && { username: login.user, password: login.password }),
      // Its queue tries again.
      reconnectPeriod: 0,
    })
    try {
      await abortable(Promise.race([ended(client), published(client, message, config)]), signal)
    } catch (cause) {
      throw new ConnectionError(`The broker ${address.host} didn’t take it: ${reasonOf(cause)}.`, { cause })
    } finally {
      // What was acknowledged is out; a goodbye to a silent broker would wait for ever.
      await client.endAsync(signal.aborted || !client.connected)
    }
  },
})

const ended = (client: MqttClient) =>
  new Promise<never>((_, reject) => {
    client.once('error', reject)
    client.once('close', () => reject(new Error('it closed the connection')))
  })

async function published(client: MqttClient, message: AlertMessage, { topic, retain = false }: ConfigOf<'mqtt'>) {
  await new Promise<void>(resolve => client.once('connect', () => resolve()))
  await client.publishAsync(topicOf(message, topic), JSON.stringify(message), { qos: 1, retain })
}

function topicOf({ heater, rule, severity }: AlertMessage, topic = 'navilink/alerts/{heater}/{rule}'): string {
  const parts: Readonly<Record<string, string>> = { heater: heater?.id ?? 'station', rule, severity }
  return topic.replaceAll(/\{(\w+)\}/g, (text, name) => parts[name] ?? text)
}
