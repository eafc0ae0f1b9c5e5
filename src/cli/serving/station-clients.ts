/** The clients of a station's accounts. A reload keeps those that go by the same words as before, and so their links. */
import { cloudAddress, naviLinkCloud } from '#cloud/address'
import { fileProtocolMemory } from '#cloud/protocol-file'
import { fileSessionStore } from '#cloud/session-file'
import { NaviLinkClient } from '#heater/client'
import { stateFolder } from '#heater/platform-folders'
import type { AccountSetting } from '#station/station-account'
import type { Clock } from '#time/clock'
import type { Logger } from '#wire/logger'
import { logLink } from '../log-calls.ts'
import type { Terminal } from '../terminal.ts'
import type { PlannedAccount } from './planned-accounts.ts'
import type { StationPlan } from './station-plan.ts'

export interface StationClientsOptions {
  readonly terminal: Pick<Terminal, 'env' | 'platform'>
  readonly clock: Clock
  readonly logger: Logger
}

export class StationClients {
  readonly #options: StationClientsOptions
  #open: ReadonlyMap<string, NaviLinkClient> = new Map()

  constructor(options: StationClientsOptions) {
    this.#options = options
  }

  /**
   * As the station takes them. It closes those that it was given and doesn't need any more.
   * @param anew names of accounts that a person has mended meanwhile: a client that was refused doesn't try again.
   */
  settings({ accounts, interval, readOnly }: StationPlan, anew: readonly string[] = []): readonly AccountSetting[] {
    const open = new Map<string, NaviLinkClient>()
    const settings = accounts.map((account): AccountSetting => {
      const { name, timeZone, heaters } = account
      const identity = JSON.stringify({ ...account, heaters: undefined, readOnly })
      const kept = anew.includes(name) ? undefined : this.#open.get(identity)
      const client = kept ?? this.#client(account, readOnly)
      open.set(identity, client)
      return { name, client, timeZone, interval, heaters }
    })
    this.#open = open
    return settings
  }

  /** Whether there is anything to sign in with. */
  async canSignIn({ email, password, cloud }: PlannedAccount): Promise<boolean> {
    return password !== undefined || (await this.#store(email, cloud)?.load()) !== undefined
  }

  /** Those that no station took over. Safe twice. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(client => client.close()))
  }

  #client({ email, password, cloud, timeZone, mqttProtocol }: PlannedAccount, readOnly: boolean): NaviLinkClient {
    const { terminal, clock, logger } = this.#options
    const folder = stateFolder(terminal)
    const client = new NaviLinkClient({
      email,
      password,
      cloud,
      timeZone,
      readOnly,
      clock,
      logger,
      store: this.#store(email, cloud),
      link: { protocol: mqttProtocol },
      protocolMemory: folder === undefined ? undefined : fileProtocolMemory(folder),
    })
    logLink(client.link, logger)
    return client
  }

  #store(email: string, cloud: string | undefined) {
    const { terminal, clock, logger } = this.#options
    const directory = stateFolder(terminal)
    const address = cloud === undefined ? naviLinkCloud : cloudAddress(cloud)
    return directory === undefined ? undefined : fileSessionStore({ directory, email, address, clock, logger })
  }
}
