/** All that a station goes by, from flags, environment, config and what is usual; and where each part was said. */
import path from 'node:path'
import { type AlertsConfig, alertsConfig } from '#station/alerts/alerts-config'
import { readSecret, withSecretsIn } from '#station/alerts/secret-text'
import { longestInterval } from '#station/config/config-schema'
import { type ListenAddress, listenAddress, listenForms } from '#station/config/listen-address'
import { usualRawDays } from '#station/history/history'
import { type Duration, formatDuration, minutes } from '#time/duration'
import type { LogLevel } from '#wire/logger'
import type { CommandContext } from '../command-context.ts'
import { fileSize } from '../rotating-file.ts'
import { UsageError } from '../usage-error.ts'
import { pollingInterval } from '../watching/polling-interval.ts'
import { type Candidate, Choices } from './choices.ts'
import { type ConfigFile, configFile, soundConfig } from './config-file.ts'
import { type PlannedAccount, plannedAccounts } from './planned-accounts.ts'
import { settingPlaces } from './setting-places.ts'
import { environment, stationVariable } from './station-variables.ts'
import { chosenStore, storeCandidates } from './store-file.ts'

/** Of `navilink serve`. */
export interface ServeFlags {
  readonly config?: string
  readonly listen?: string
  readonly interval?: string
  readonly store?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly allowedHost?: readonly string[]
  /** False for `--no-api`. */
  readonly api?: boolean
}

export interface PlannedApi {
  readonly listen: ListenAddress
  /** Names of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly allowedHosts: readonly string[]
}

export interface PlannedLog {
  readonly level: LogLevel
  readonly file: string | undefined
  /** Bytes. */
  readonly size: number | undefined
  readonly count: number | undefined
}

export interface StationPlan {
  /** The config file, as sentences name it. */
  readonly file: string | undefined
  readonly accounts: readonly PlannedAccount[]
  readonly interval: Duration
  readonly store: { readonly file: string; readonly rawDays: number }
  /** Absent when nothing listens. */
  readonly api: PlannedApi | undefined
  readonly alerts: AlertsConfig
  readonly log: PlannedLog
  readonly readOnly: boolean
  /** Where each was said, by its path in a config: `accounts.0.email`. */
  readonly origins: ReadonlyMap<string, string>
}

type Context = Pick<CommandContext, 'terminal' | 'flags' | 'settings' | 'note'>

const usualListen = '127.0.0.1:8480'
const usualInterval = minutes(1)

/**
 * Everything is read anew, as a reload needs it.
 * @param password from standard input.
 * @throws UsageError and ConfigurationError, one sentence each.
 */
export async function stationPlan(context: Context, flags: ServeFlags, password?: string): Promise<StationPlan> {
  const { terminal } = context
  const file = await configFile(terminal, flags.config)
  const config = file === undefined ? {} : soundConfig(file)
  const folder = file === undefined ? terminal.directory : path.dirname(file.path)
  const choices = new Choices()
  const places = settingPlaces(context)
  const line = (...parts: readonly string[]) => (file === undefined ? '' : `${file.name}, line ${file.line(parts)}`)
  const beside = (name: string | undefined) => (name === undefined ? undefined : path.resolve(folder, name))
  const accounts = await plannedAccounts({
    context,
    file,
    accounts: config.accounts,
    choices,
    places,
    secret: secret => readSecret(withSecretsIn(secret, folder), environment(terminal)),
    password,
  })
  const interval = choices.take(
    'interval',
    [
      [flags.interval === undefined ? undefined : pollingInterval(flags.interval, context), '--interval'],
      ...places.above('pollingInterval'),
      [config.interval, line('interval')],
      ...places.below('pollingInterval'),
    ],
    usualInterval,
  )
  if (interval > longestInterval)
    throw new UsageError(
      `${choices.origins.get('interval')} is ${formatDuration(interval)}; a station takes ${formatDuration(longestInterval)} at most.`,
    )
  const storeFiles = storeCandidates(terminal, flags.store, file)
  chosenStore(storeFiles)
  return {
    file: file?.name,
    accounts,
    interval,
    store: {
      file: choices.take('store.file', storeFiles, ''),
      rawDays: choices.take('store.rawDays', [[config.store?.rawDays, line('store', 'rawDays')]], usualRawDays),
    },
    api: plannedApi({ flags, api: config.api, terminal, choices, line, beside }),
    alerts: choices.take(
      'alerts',
      [[config.alerts && withSecretsIn(config.alerts, folder), line('alerts')]],
      alertsConfig.parse({}),
    ),
    log: plannedLog(context, config.log, { choices, places, line, beside }),
    readOnly: choices.take(
      'readOnly',
      [...places.above('readOnly'), [config.readOnly, line('readOnly')], ...places.below('readOnly')],
      false,
    ),
    origins: choices.origins,
  }
}

interface Reading {
  readonly choices: Choices
  readonly line: (...parts: readonly string[]) => string
  /** A file that the config names. */
  readonly beside: (name: string | undefined) => string | undefined
}

type Config = NonNullable<ConfigFile['config']>

function plannedApi({
  flags,
  api = {},
  terminal,
  choices,
  line,
  beside,
}: Reading & Pick<Context, 'terminal'> & { readonly flags: ServeFlags; readonly api: Config['api'] }):
  | PlannedApi
  | undefined {
  const told = stationVariable('listen', terminal)
  const listen = choices.take(
    'api.listen',
    [
      [flags.api === false ? 'off' : undefined, '--no-api'],
      [checkedListen(flags.listen, '--listen'), '--listen'],
      [checkedListen(told?.value, told?.place ?? ''), told?.place ?? ''],
      [api.listen, line('api', 'listen')],
    ],
    usualListen,
  )
  const { tlsCert, tlsKey } = flags
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new UsageError('--tls-cert and --tls-key belong together: give both, or neither.')
  const resolved = (name: string) => path.resolve(terminal.directory, name)
  const given = tlsCert !== undefined && tlsKey !== undefined && { cert: resolved(tlsCert), key: resolved(tlsKey) }
  const { tls } = api
  const named = tls && { cert: beside(tls.cert) ?? tls.cert, key: beside(tls.key) ?? tls.key }
  const address = listenAddress(listen)
  if (address === undefined) return undefined
  return {
    listen: address,
    tls: choices.pick('api.tls', [
      [given || undefined, '--tls-cert'],
      [named, line('api', 'tls')],
    ]),
    allowedHosts: choices.take<readonly string[]>(
      'api.allowedHosts',
      [
        [flags.allowedHost, '--allowed-host'],
        [api.allowedHosts, line('api', 'allowedHosts')],
      ],
      [],
    ),
  }
}

function checkedListen(text: string | undefined, place: string): string | undefined {
  if (text === undefined || text === 'off' || listenAddress(text) !== undefined) return text
  throw new UsageError(`${place} is ${JSON.stringify(text)}; it takes ${listenForms}.`)
}

const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error']

function plannedLog(
  { flags, terminal }: Context,
  log: Config['log'] = {},
  { choices, places, line, beside }: Reading & { readonly places: ReturnType<typeof settingPlaces> },
): PlannedLog {
  // There is no word for a level above `error` but here.
  const named = (candidates: ReturnType<typeof places.above<'logLevel'>>): readonly Candidate<LogLevel>[] =>
    candidates.map(([level, from]) => [level === 'fatal' ? 'error' : level, from])
  const asked: LogLevel | undefined = flags.debug
    ? 'debug'
    : ([undefined, 'info', 'debug', 'trace'] as const)[Math.min(flags.verbose, 3)]
  const level = choices.take<LogLevel>(
    'log.level',
    [...named(places.above('logLevel')), [log.level, line('log', 'level')], ...named(places.below('logLevel'))],
    'info',
  )
  const more = asked !== undefined && levels.indexOf(asked) < levels.indexOf(level)
  const own = log.file === undefined ? undefined : beside(log.file)
  const given = flags.logFile === undefined ? undefined : path.resolve(terminal.directory, flags.logFile)
  return {
    level: (more ? choices.pick('log.level', [[asked, flags.debug ? '--debug' : '-v']]) : undefined) ?? level,
    file: choices.pick('log.file', [
      [given, '--log-file'],
      [own, line('log', 'file')],
    ]),
    size: choices.pick('log.size', [
      [fileSize(flags.logSize), '--log-size'],
      [fileSize(log.size), line('log', 'size')],
    ]),
    count: choices.pick('log.count', [
      [flags.logCount, '--log-count'],
      [log.count, line('log', 'count')],
    ]),
  }
}
