/** A station with all that belongs to it while it is served: its clients, its store, its API, and the file by which commands find it. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AuthenticationError } from '#schema/errors'
import { type ApiOptions, startApi } from '#station/api/api'
import { removeControlFile, writeControlFile } from '#station/api/control-file'
import { Station } from '#station/station'
import { openStore } from '#station/store/sqlite/open-store'
import type { Store } from '#station/store/store'
import type { Clock } from '#time/clock'
import { packageVersion } from '../package-version.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { type PlanChanges, planChanges } from './plan-changes.ts'
import { StationClients } from './station-clients.ts'
import type { StationLog } from './station-log.ts'
import type { PlannedApi, StationPlan } from './station-plan.ts'

export interface RunningStationOptions {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly log: StationLog
  readonly plan: StationPlan
}

type OpenApi = Awaited<ReturnType<typeof startApi>>

export class RunningStation {
  readonly station: Station
  /** Where the API answers. */
  readonly url: string | undefined
  readonly #clients: StationClients
  readonly #log: StationLog
  readonly #api: OpenApi | undefined
  #plan: StationPlan
  #closed: Promise<void> | undefined

  /** Resolves when it keeps what comes. @throws what keeps it from that; then all is closed again. */
  static async open({ terminal, clock, log, plan }: RunningStationOptions): Promise<RunningStation> {
    const { logger } = log
    const clients = new StationClients({ terminal, clock, logger })
    await someCanSignIn(clients, plan)
    const listening = plan.api && (await apiOptions(plan.api))
    const store = await openStore(plan.store.file, { logger })
    const { alerts, readOnly } = plan
    const { rawDays } = plan.store
    const accounts = clients.settings(plan)
    const setting = { accounts, alerts, readOnly, rawDays, store, clock, wallClock: clock, logger, log }
    const station = new Station({ ...setting, random: Math.random, version: packageVersion() })
    let api: OpenApi | undefined
    let starting = false
    try {
      // First: where its port is taken nobody has signed in for nothing.
      api =
        listening &&
        (await startApi(station, listening).catch(error => {
          throw listenTrouble(error, listening)
        }))
      starting = true
      await station.start()
      if (api && listening)
        await tellCommands(store, api.url, listening).catch(error =>
          logger.warn(
            { error },
            'Commands of this machine will not find this station by themselves; --station names it',
          ),
        )
      return new RunningStation({ station, clients, log, api, plan })
    } catch (error) {
      await api?.close()
      if (starting)
        await station
          .close()
          .catch(closing => logger.warn({ error: closing }, 'A station that did not start could not be closed'))
      // Those of accounts that it had not opened yet, and a store that it had not.
      await clients.close()
      await store.close()
      throw error
    }
  }

  private constructor(parts: {
    readonly station: Station
    readonly clients: StationClients
    readonly log: StationLog
    readonly api: OpenApi | undefined
    readonly plan: StationPlan
  }) {
    this.station = parts.station
    this.url = parts.api?.url
    this.#clients = parts.clients
    this.#log = parts.log
    this.#api = parts.api
    this.#plan = parts.plan
  }

  /** By which it goes now. */
  get plan(): StationPlan {
    return this.#plan
  }

  /** Goes on by another plan. Links of accounts that stay the same stay open. @throws where its log can't be opened; then all stays. */
  async reload(plan: StationPlan): Promise<PlanChanges> {
    const changes = planChanges(this.#plan, plan)
    this.#log.change(plan.log)
    // Who was refused is tried again: a reload is what a person does who has mended it.
    const refused = this.station.accounts.filter(({ state }) => state === 'refused').map(({ name }) => name)
    const accounts = this.#clients.settings(plan, refused)
    // These hold from the next start; until then the running ones are what a plan is compared with.
    const { store, api } = this.#plan
    this.#plan = { ...plan, store, api }
    await this.station.reconfigure({
      ...{ accounts, alerts: plan.alerts, readOnly: plan.readOnly },
      changes: changes.taken,
    })
    return changes
  }

  /** Everything that came is kept when this is done. Safe twice. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    if (this.#api) await removeControlFile(this.station.store.place).catch(() => {})
    await Promise.all([this.#api?.close(), this.station.close()])
    await this.#clients.close()
  }
}

/** A station without any account that could ever be let in helps nobody. */
async function someCanSignIn(clients: StationClients, { accounts }: StationPlan): Promise<void> {
  const able = await Promise.all(accounts.map(account => clients.canSignIn(account)))
  if (able.includes(true)) return
  throw new AuthenticationError(
    accounts.length === 1
      ? 'There is neither a saved session nor a password for this account; run navilink login, set NAVILINK_PASSWORD, or name the password in the config.'
      : 'There is neither a saved session nor a password for any of the accounts; run navilink login --email for each, or name their passwords in the config.',
    { help: 'log-in-again' },
  )
}

async function apiOptions({ listen, tls, allowedHosts }: PlannedApi): Promise<ApiOptions> {
  const read = (file: string) => readFile(file, 'utf8')
  return {
    listen,
    ...(tls && { tls: { cert: await read(tls.cert), key: await read(tls.key) } }),
    allowedHosts,
    controlToken: randomBytes(32).toString('base64url'),
    randomBytes,
  }
}

/** What the system says of an address, with how another is chosen. What may be otherwise in a minute is no wrong use. */
function listenTrouble(error: NodeJS.ErrnoException, { listen: { host, port } }: ApiOptions): Error {
  const other = '--listen or the config chooses another, and --no-api none.'
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is taken by another program; ${other}`)
    case 'EADDRNOTAVAIL':
      return new Error(`${host} is no address of this machine, or not yet; ${other}`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(`${host} is no address that can be found; ${other}`)
    case 'EACCES':
      return new UsageError(`You may not listen on port ${port} of ${host}; ${other}`)
  }
  return error
}

const tellCommands = ({ place }: Store, url: string, { controlToken, tls }: ApiOptions) =>
  writeControlFile(place, { url, token: controlToken, pid: process.pid, certificate: tls?.cert })
