/** The settings of a client, also read from the environment, `.env` and the config file as the command line does. */
import type { UnitSystem } from '#schema/units'
import { type Duration, minutes } from '#time/duration'
import { type Environment, settingSources } from './setting-sources.ts'
import { ConfigurationError, type LogThreshold, resolveSettings, type Settings } from './settings.ts'

export class NaviLinkConfig {
  readonly email: string
  /** Not needed while a saved session can be renewed. */
  readonly password?: string
  /** Where the cloud is; Navien's own when absent. */
  readonly cloud?: string
  /** The heater that is meant, twelve hex digits in lower case. */
  readonly deviceMac?: string
  /** For a logger of yours: the library itself writes nowhere. */
  readonly logLevel?: LogThreshold
  readonly pollingInterval: Duration
  /** The only one so far. */
  readonly mqttProtocol: 'MQTT3'
  readonly units: UnitSystem
  readonly debug: boolean

  constructor(
    config: Pick<Settings, 'password' | 'cloud' | 'deviceMac' | 'logLevel'> & Partial<Settings> & { email: string },
  ) {
    this.email = config.email
    if (config.password !== undefined) this.password = config.password
    if (config.cloud !== undefined) this.cloud = config.cloud
    if (config.deviceMac !== undefined) this.deviceMac = config.deviceMac
    if (config.logLevel !== undefined) this.logLevel = config.logLevel
    this.pollingInterval = config.pollingInterval ?? minutes(5)
    this.mqttProtocol = config.mqttProtocol ?? 'MQTT3'
    this.units = config.units ?? 'us'
    this.debug = config.debug ?? false
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
