/** The faults of the simulated AWS IoT that act the moment they are switched on. */
import { type Ending, endings } from './endings.ts'
import type { FaultName, FaultSettings } from './faults.ts'
import type { Gateway } from './gateway.ts'
import type { IotCore } from './iot-core.ts'
import type { Delivery } from './outbox.ts'

type Core = Pick<IotCore, 'broker' | 'sessions' | 'faults' | 'agenda'>

/** @returns what takes the ear away again. */
export function gatewayFaults(core: Core, gateway: Pick<Gateway, 'checkCredentials'>): () => void {
  const { broker, sessions, faults, agenda } = core

  const end = (ending: Ending, { clientId, count }: FaultSettings) => {
    const meant = sessions.connected.filter(session => clientId === undefined || session.clientId === clientId)
    for (const { connection } of meant.slice(0, count)) connection?.end(ending)
  }

  const acts: Partial<Record<FaultName, (settings: FaultSettings) => void>> = {
    drop: settings => end(endings.lost, settings),
    kick: settings => end(endings.takenOver, settings),
    'credentials-cut': () => gateway.checkCredentials(),
    backlog({ clientId, count = 100 }) {
      for (const [session, history] of broker.history())
        if (clientId === undefined || session.clientId === clientId)
          for (const delivery of again(history, count)) session.outbox.force(delivery)
    },
    maintenance() {
      const topic = 'evt/52/mobile/event/disconnect-mqtt'
      // Nobody has shown a body; the topic alone says it.
      const body = { protocolVersion: 1, sessionID: String(agenda.now()), requestTopic: topic, event: {} }
      broker.route({ topic, payload: Buffer.from(JSON.stringify(body)), qos: 1, retain: false })
    },
  }
  return faults.onSwitch((name, on, settings) => {
    if (on) acts[name]?.(settings)
  })
}

/** `count` messages of the past, the last ones, every third one twice. */
function again(history: readonly Delivery[], count: number): readonly Delivery[] {
  if (history.length === 0) return []
  const doubled = history.flatMap((delivery, i) => (i % 3 === 2 ? [delivery, delivery] : [delivery]))
  const rounds = Array.from({ length: Math.ceil(count / doubled.length) }, () => doubled).flat()
  return rounds.slice(-count)
}
