/** The settings of a client, also read from the environment, `.env` and the config file as the command line does. */
import type { ProtocolChoice } from '#cloud/protocol-version'
import type { UnitSystem } from '#schema/units'
import type { Duration } from '#time/duration'
import type { Environment } from './platform-folders.ts'
import { settingSources } from './setting-sources.ts'
import { ConfigurationError, defaults, type LogThreshold, resolveSettings, type Settings } from './settings.ts'

export class NaviLinkConfig {
  /** Of the NaviLink account. */
  readonly email: string
  /** Not needed while a saved session can be renewed. */
  readonly password?: string
  /** Where the cloud is; Navien's own when absent. */
  readonly cloud?: string
  /** A file of certificates to trust as well: pass them as `ca` to the client, and to your `fetch`. */
  readonly caFile?: string
  /** The heater that is meant, twelve hex digits in lower case. */
  readonly deviceMac?: string
  /** For a logger of yours: the library itself writes nowhere. */
  readonly logLevel?: LogThreshold
  /** From one question for a status to the next. */
  readonly pollingInterval: Duration
  /** For the client's `link: { protocol }`. */
  readonly mqttProtocol: ProtocolChoice
  /** In which a person reads. */
  readonly units: UnitSystem
  /** Nothing may be changed. */
  readonly readOnly: boolean
  /** Whether stack traces and a talkative log are wanted. */
  readonly debug: boolean

  constructor(config: Partial<Settings> & { readonly email: string }) {
    const { email, password, cloud, caFile, deviceMac, logLevel, ...rest } = { ...defaults, ...config }
    const { pollingInterval, mqttProtocol, units, readOnly, debug } = rest
    this.email = email
    if (password !== undefined) this.password = password
    if (cloud !== undefined) this.cloud = cloud
    if (caFile !== undefined) this.caFile = caFile
    if (deviceMac !== undefined) this.deviceMac = deviceMac
    if (logLevel !== undefined) this.logLevel = logLevel
    this.pollingInterval = pollingInterval
    this.mqttProtocol = mqttProtocol
    this.units = units
    this.readOnly = readOnly
    this.debug = debug
  }

  /**
   * Reads `NAVILINK_EMAIL`, `NAVILINK_PASSWORD` and the others from the environment, then from `.env`,
   * then from the config file of the platform.
   * @throws ConfigurationError when a value can't be what it is, or the e-mail is nowhere.
   */
  static fromEnvironment({
    env = process.env,
    directory = process.cwd(),
  }: {
    readonly env?: Environment
    readonly directory?: string
  } = {}): NaviLinkConfig {
    const settings = resolveSettings(settingSources({ env, directory, platform: process.platform }))
    const { email } = settings
    if (email === undefined)
      throw new ConfigurationError(
        `NAVILINK_EMAIL is neither in the environment nor in ${directory}/.env; set it to the e-mail address of your NaviLink account.`,
      )
    return new NaviLinkConfig({ ...settings, email })
  }
}
