/** The ways by which an alert reaches people, as a config names them. */
import { z } from 'zod'
import { type SecretText, secretText } from './secret-text.ts'

const must = (right: string) => ({ error: `it must be ${right}` })
const text = (right: string, description: string) =>
  z.string(must(right)).trim().min(1, must(right)).meta({ description })
const secret = (description: string) => secretText.meta({ description })

/** What stands in the config itself is looked at here, and what a variable or file holds when it is used. */
const address = (schemes: readonly string[], description: string) => {
  const right = `an address that begins with ${schemes.map(scheme => `${scheme}://`).join(' or ')}`
  return secretText
    .refine(given => typeof given !== 'string' || isAddress(given, schemes), must(right))
    .meta({ description })
}

export function isAddress(given: string, schemes: readonly string[]): boolean {
  return URL.canParse(given) && schemes.includes(new URL(given).protocol.slice(0, -1))
}

export const webSchemes = ['https', 'http']
export const mqttSchemes = ['mqtts', 'mqtt', 'wss', 'ws']
export const mailSchemes = ['smtps', 'smtp+starttls', 'smtp']

const severities = ['info', 'warning', 'alarm'] as const
export const severity = z.enum(severities, must('info, warning or alarm'))

const every = {
  least: severity
    .optional()
    .meta({ description: 'What matters less than that is not sent here: info, warning or alarm. info when left out' }),
}

const webhook = z
  .strictObject({
    type: z.literal('webhook'),
    url: address(webSchemes, 'Where the alert is posted as JSON; plain http:// is for your own network'),
    secret: secret(
      'Signs it as Standard Webhooks has it: webhook-id, webhook-timestamp, and in webhook-signature «v1,» with the base64 of the HMAC-SHA256 over id.timestamp.body. A secret that begins with whsec_ is base64',
    ).optional(),
    headers: z
      .record(z.string(), secretText)
      .optional()
      .meta({ description: 'Further headers, such as Authorization' }),
    ...every,
  })
  .meta({ description: 'A web address that takes JSON' })

const ntfy = z
  .strictObject({
    type: z.literal('ntfy'),
    topic: secret('Who knows it can read along, so choose one that nobody guesses'),
    server: address(webSchemes, 'Where ntfy runs; https://ntfy.sh when left out').optional(),
    token: secret('An access token, where the server demands one').optional(),
    tags: z
      .array(text('a tag', 'A tag or the name of an emoji'), must('a list of tags'))
      .optional()
      .meta({ description: 'Beside the one that stands for the severity' }),
    ...every,
  })
  .meta({ description: 'A push message to phones by ntfy' })

const email = z
  .strictObject({
    type: z.literal('email'),
    server: address(
      mailSchemes,
      'smtps://HOST:465, smtp+starttls://HOST:587, or unencrypted smtp://HOST:25 in your own network',
    ),
    user: text('a user name', 'For the server, where it demands one').optional(),
    password: secret('Of that user').optional(),
    from: text('an e-mail address', 'The sender'),
    to: z
      .array(text('an e-mail address', 'An e-mail address'), must('a list of e-mail addresses'))
      .min(1, must('a list of one e-mail address at least'))
      .meta({ description: 'Who gets it' }),
    ...every,
  })
  .meta({ description: 'An e-mail by SMTP' })

const mqtt = z
  .strictObject({
    type: z.literal('mqtt'),
    url: address(
      mqttSchemes,
      'The broker: mqtts://HOST:8883, wss://, or unencrypted mqtt://HOST:1883 or ws:// in your own network',
    ),
    topic: text(
      'a topic',
      '{heater}, {rule} and {severity} are replaced; navilink/alerts/{heater}/{rule} when left out',
    )
      .regex(/^[^+#]+$/, must('a topic without + and #'))
      .optional(),
    user: text('a user name', 'For the broker, where it demands one').optional(),
    password: secret('Of that user').optional(),
    retain: z
      .boolean(must('true or false'))
      .optional()
      .meta({ description: 'The broker keeps the last message of each topic; false when left out' }),
    ...every,
  })
  .meta({ description: 'A message of quality 1 to an MQTT broker' })

const command = z
  .strictObject({
    type: z.literal('command'),
    run: z
      .array(z.string(must('a text')), must('a list: the program and its arguments'))
      .min(1, must('a list: the program and its arguments'))
      .meta({
        description:
          'A program and its arguments, without a shell. It is given the alert as JSON on standard input and in NAVILINK_ALERT_ variables, of the station’s own environment only what it needs to find its way (PATH, HOME, LANG, TZ and the like), and 30 s',
        examples: [['/usr/local/bin/ring-the-bell', '--loud']],
      }),
    ...every,
  })
  .meta({ description: 'A program on this machine' })

export const channelConfig = z.discriminatedUnion('type', [webhook, ntfy, email, mqtt, command], {
  error: 'it must be a channel, of type webhook, ntfy, email, mqtt or command',
})

export type ChannelConfig = z.output<typeof channelConfig>
export type ChannelType = ChannelConfig['type']
export type ConfigOf<Type extends ChannelType> = Extract<ChannelConfig, { readonly type: Type }>
export type { SecretText }
