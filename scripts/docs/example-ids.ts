/** The heater, the app and the moment that every example message on the pages speaks of. */
import { requestEnvelope } from '#wire/envelope'
import { replyTopic, requestTopic } from '#wire/topics'

export const exampleHeater = { deviceType: 52, macAddress: '0123456789ab', additionalValue: '5322' } as const
export const exampleApp = { homeSeq: 100, userSeq: 200, clientId: 'navilink-example' } as const
/** 22 November 2026, 17:00 UTC, in ms as text. */
export const exampleSession = '1795366800000'

/** The message that a row of the table sends, with these fields of its own. */
export function exampleRequest(
  command: { readonly code: number; readonly topic: string; readonly reply: string },
  fields: Readonly<Record<string, unknown>> = {},
) {
  const ids = {
    clientID: exampleApp.clientId,
    sessionID: exampleSession,
    requestTopic: requestTopic(exampleHeater, command.topic),
    responseTopic: replyTopic({ deviceType: exampleHeater.deviceType, ...exampleApp }, command.reply),
  }
  return requestEnvelope(exampleHeater, ids, command.code, fields)
}

const spaced = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/\[ (.*?) \]/g, '[$1]')

/** JSON as a person lays it out: a line for each key, long lists broken once more. */
export function jsonLines(value: Readonly<Record<string, unknown>>, indent = ''): string[] {
  const inside = `${indent}  `
  const lines = Object.entries(value).map(([key, each]) => {
    const name = `${inside}${JSON.stringify(key)}: `
    const whole = spaced(each)
    if (name.length + whole.length <= 118) return name + whole
    if (Array.isArray(each))
      return `${name}[\n${each.map(item => `${inside}  ${spaced(item)}`).join(',\n')}\n${inside}]`
    return (
      name +
      jsonLines(each as Readonly<Record<string, unknown>>, inside)
        .join('\n')
        .trimStart()
    )
  })
  return `${indent}{\n${lines.join(',\n')}\n${indent}}`.split('\n')
}
