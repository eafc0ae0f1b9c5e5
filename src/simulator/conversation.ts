/** How a heater takes part in a conversation: a row of the command table is answered, everything else is met with silence. */

import type { Command } from '#schema/command'
import { type CommandName, commands } from '#schema/commands'
import { requestTopic } from '#wire/topics'
import { readRequest } from './heard-request.ts'
import { queryReplies } from './query-replies.ts'
import type { Answer, Reply, Speaker } from './speaker.ts'
import { writeReplies } from './write-replies.ts'

export interface Conversation {
  /** Takes a message from any topic of the heater; what isn't a request is left alone. */
  hear(topic: string, payload: Buffer): void
  /** The client id of the last request, which pushes carry. */
  lastClient(): string | undefined
}

const rows = Object.entries(commands) as [CommandName, Command][]

/** @param controlGap controls closer together than this are refused, ms of the heater's time; 0 takes them all. */
export function conversation(heater: Speaker, controlGap: number): Conversation {
  let lastClient: string | undefined

  const answer: Answer = (heard, topic, body) =>
    heater.send(topic, {
      protocolVersion: 2,
      clientID: heard.clientID,
      sessionID: heard.sessionID,
      requestTopic: heard.requestTopic,
      response: { ...heater.address, ...body },
    })

  const replies: Readonly<Record<CommandName, Reply>> = {
    ...queryReplies(heater, answer),
    ...writeReplies(heater, answer, controlGap),
  }

  // The same number means different things on different topics, so both must fit.
  const byTopic = Map.groupBy(rows, ([, { topic }]) => requestTopic(heater.identity, topic))

  return {
    lastClient: () => lastClient,
    hear(topic, payload) {
      const possible = byTopic.get(topic)
      const heard = possible && readRequest(topic, payload)
      // A vacation is a mode with days: the first of the rows that share a number takes both.
      const [name, command] = possible?.find(([, { code }]) => code === heard?.command) ?? []
      if (heard === undefined || name === undefined || heater.strike('heater-deaf')) return
      lastClient = heard.clientID
      // A control is answered by a status whatever the unit has; of anything else it knows nothing.
      const { needs, answer } = command as Command
      if (answer !== 'status' && needs !== undefined && !heater.identity.build.capabilities[needs]) return
      const delay = heater.strike('heater-delays')?.delay
      if (delay === undefined) replies[name](heard)
      else heater.later(delay, () => replies[name](heard))
    },
  }
}
