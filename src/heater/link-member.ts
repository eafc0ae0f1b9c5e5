/** What a link is to know of a heater: which topics it speaks on, and what it is told when we come and go. */
import type { LinkMember } from '#cloud/greetings'
import { clientIdPlace, type Wish } from '#cloud/subscription'
import { commands } from '#schema/commands'
import { type Addressed, appConnection, requestEnvelope } from '#wire/envelope'
import { eventTopic, heaterFilter, pushTopic, replyFilters, replyTopic, requestTopic } from '#wire/topics'

export interface ReplyHome {
  readonly homeSeq: number
  readonly userSeq: number
}

/** As narrow as the cloud may want it; the wide one, where it refuses, brings our own requests and the phone app's too. */
export function heaterWishes(heater: Addressed, home: ReplyHome): readonly Wish[] {
  const replies = replyFilters({ ...home, deviceType: heater.deviceType, clientId: clientIdPlace })
  const fallback = heaterFilter(heater)
  return [
    ...replies.map(filter => ({ filter })),
    { filter: pushTopic(heater), fallback },
    { filter: `${pushTopic(heater)}/#`, fallback },
    { filter: eventTopic(heater, '+'), optional: true },
  ]
}

/** @param nextId a `sessionID` that nothing else has. */
export function linkMember(heater: Addressed, home: ReplyHome, nextId: () => string): LinkMember {
  const presence = (clientId: string, status: 0 | 1) => {
    const topic = eventTopic(heater, 'app-connection')
    const ids = { clientID: clientId, sessionID: nextId(), requestTopic: topic }
    return { topic, payload: JSON.stringify(appConnection(heater, ids, status)) }
  }
  return {
    key: heater.macAddress,
    hello: clientId => presence(clientId, 1),
    will: clientId => presence(clientId, 0),
    end(clientId) {
      const { topic: suffix, reply, code } = commands.end
      const topic = requestTopic(heater, suffix)
      const responseTopic = replyTopic({ ...home, deviceType: heater.deviceType, clientId }, reply)
      const ids = { clientID: clientId, sessionID: nextId(), requestTopic: topic, responseTopic }
      return { topic, payload: JSON.stringify(requestEnvelope(heater, ids, code)) }
    },
  }
}
