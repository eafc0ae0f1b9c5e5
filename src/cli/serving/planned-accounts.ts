/** The accounts of a station: those of its config, or the one that every other command would take. */
import { cloudAddress, naviLinkCloud } from '#cloud/address'
import type { ProtocolChoice } from '#cloud/protocol-version'
import { savedAccounts } from '#cloud/session-file'
import { stateFolder } from '#heater/platform-folders'
import { ConfigurationError } from '#heater/settings'
import { ownTimeZone } from '#heater/tou-clock'
import { NaviLinkError } from '#schema/errors'
import type { SecretText } from '#station/alerts/secret-text'
import { accountName } from '#station/config/config-document'
import type { ConfigAccount } from '#station/config/config-schema'
import type { HeaterChoice } from '#station/station-account'
import type { CommandContext } from '../command-context.ts'
import { UsageError } from '../usage-error.ts'
import type { Choices } from './choices.ts'
import type { ConfigFile } from './config-file.ts'
import type { SettingPlaces } from './setting-places.ts'

export interface PlannedAccount {
  readonly name: string
  readonly email: string
  /** Not needed while a saved session is accepted. */
  readonly password: string | undefined
  /** Whether a reload reads the password again, or only a start; undefined where there is none. */
  readonly passwordReadBy: 'reload' | 'start' | undefined
  /** Navien's own when absent. */
  readonly cloud: string | undefined
  readonly timeZone: string
  readonly mqttProtocol: ProtocolChoice
  /** All of the account when absent. */
  readonly heaters: readonly HeaterChoice[] | undefined
}

export interface AccountPlaces {
  readonly context: Pick<CommandContext, 'terminal' | 'flags'>
  readonly file: ConfigFile | undefined
  readonly accounts: readonly ConfigAccount[] | undefined
  readonly choices: Choices
  readonly places: SettingPlaces
  readonly secret: (secret: SecretText) => Promise<string>
  /** From standard input, once. */
  readonly password: string | undefined
}

/** @throws ConfigurationError for two that are one, and UsageError where nobody said which. */
export async function plannedAccounts(given: AccountPlaces): Promise<readonly PlannedAccount[]> {
  const { accounts, context, file } = given
  const { email, passwordStdin } = context.flags
  if (accounts !== undefined && email !== undefined)
    throw new UsageError(`--email means nothing beside the accounts of ${file?.name}; leave it out, or them.`)
  const listed: readonly ConfigAccount[] = accounts ?? [{}]
  if (listed.length > 1 && passwordStdin)
    throw new UsageError(
      `--password-stdin is for one account, and ${file?.name} has ${listed.length}; name the files or variables of their passwords there.`,
    )
  const planned: PlannedAccount[] = []
  for (const [i, account] of listed.entries()) planned.push(await plannedAccount(account, i, listed.length, given))
  for (const [i, { email, cloud, name }] of planned.entries()) {
    const same = planned.slice(0, i).find(other => isSame(other.email, email) && other.cloud === cloud)
    if (same !== undefined)
      throw new ConfigurationError(
        `${file?.name}: ${name} is the same account as ${same.name}; name the heaters of both in one of them.`,
      )
  }
  return planned
}

async function plannedAccount(
  account: ConfigAccount,
  index: number,
  count: number,
  { context, file, choices, places, secret, password }: AccountPlaces,
): Promise<PlannedAccount> {
  const at = (name: string) => `accounts.${index}.${name}`
  const line = (name: string) => `${file?.name}, line ${file?.line(['accounts', index, name])}`
  const name = accountName(account.name, index, count)
  const cloud = choices.pick(at('cloud'), [
    [account.cloud, line('cloud')],
    ...places.above('cloud'),
    ...places.below('cloud'),
  ])
  checkCloud(cloud, line('cloud'))
  const usual = [...places.above('email'), ...places.below('email')]
  const told = choices.pick(at('email'), [[account.email, line('email')], ...usual])
  const email = told ?? (await savedAccount(context, cloud))
  if (told === undefined) choices.pick(at('email'), [[email, 'the saved session']])
  const own =
    account.password === undefined
      ? undefined
      : await secret(account.password).catch(error => {
          throw placed(error, line('password'))
        })
  // The password of the environment is that of the e-mail in the environment.
  const isUsual = usual[0] === undefined ? count === 1 : isSame(String(usual[0][0]), email)
  const isFixed = password !== undefined || Boolean(context.terminal.env[passwordVariable(account)])
  const found = choices.pick(at('password'), [
    [password, 'standard input'],
    [own, line('password')],
    ...(isUsual ? places.above('password') : []),
  ])
  return {
    name,
    email,
    password: found,
    passwordReadBy: found === undefined ? undefined : isFixed ? 'start' : 'reload',
    cloud,
    timeZone: choices.take(at('timeZone'), [[account.timeZone, line('timeZone')]], ownTimeZone()),
    mqttProtocol: choices.take<ProtocolChoice>(
      at('mqttProtocol'),
      [[account.mqttProtocol, line('mqttProtocol')], ...places.above('mqttProtocol'), ...places.below('mqttProtocol')],
      'auto',
    ),
    heaters: choices.pick(at('heaters'), [[account.heaters, line('heaters')]]),
  }
}

/** That holds it, if one does. */
const passwordVariable = ({ password = { env: 'NAVILINK_PASSWORD' } }: ConfigAccount): string =>
  typeof password === 'object' && 'env' in password ? password.env : ''

const isSame = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

function checkCloud(cloud: string | undefined, place: string): void {
  try {
    if (cloud !== undefined) cloudAddress(cloud)
  } catch (error) {
    throw placed(error, place)
  }
}

const placed = (error: unknown, place: string) =>
  error instanceof NaviLinkError ? new ConfigurationError(`${place}: ${error.message}`, { cause: error }) : error

/** Who logged in once need not say again who they are. */
async function savedAccount(
  { terminal }: Pick<CommandContext, 'terminal'>,
  cloud: string | undefined,
): Promise<string> {
  const folder = stateFolder(terminal)
  const address = cloud === undefined ? naviLinkCloud : cloudAddress(cloud)
  const emails = folder === undefined ? [] : await savedAccounts(folder, address)
  const [only, another] = emails
  if (only !== undefined && another === undefined) return only
  throw new UsageError(
    only === undefined
      ? 'Which account? Run navilink login --email you@example.com, set NAVILINK_EMAIL, or name the accounts in navilink.yaml.'
      : `There are sessions of ${emails.length} accounts; --email says which, or navilink.yaml names those that are wanted.`,
  )
}
