/** What all connections of the simulated AWS IoT share. */
import type { Agenda } from './agenda.ts'
import type { Broker } from './broker.ts'
import type { ConnectPace } from './connect-pace.ts'
import type { Faults } from './faults.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { Presence } from './presence.ts'
import type { Sessions } from './sessions.ts'

export interface IotCore {
  readonly options: GatewayOptions
  readonly agenda: Agenda
  readonly faults: Faults
  readonly random: () => number
  readonly broker: Broker
  readonly sessions: Sessions
  readonly presence: Presence
  readonly pace: ConnectPace
}
