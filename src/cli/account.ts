/** Opens the account that a command is for: e-mail, saved session, and the password only where it is needed. */
import { cloudAddress, naviLinkCloud } from '#cloud/address'
import { fileSessionStore, savedAccounts } from '#cloud/session-file'
import type { SessionStore } from '#cloud/session-store'
import { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import { AuthenticationError } from '#schema/errors'
import { chooseHeater } from './choose-heater.ts'
import type { CommandContext } from './command-context.ts'
import { askPassword, canAsk, passwordFromStdin } from './password.ts'
import { sessionFolder } from './session-folder.ts'
import { trustFile } from './trust.ts'
import { UsageError } from './usage-error.ts'

export interface Account {
  readonly email: string
  /** Where the session is kept; undefined when nowhere. */
  readonly folder: string | undefined
  /** A client that isn't signed in yet. The caller closes it. */
  client(password?: string): NaviLinkClient
  /** Standard input or the settings; undefined when neither has one. */
  readonly password: string | undefined
}

/** @throws UsageError when nobody said which account. */
export async function account(context: CommandContext): Promise<Account> {
  const { terminal, settings, log, timeout, passwordStdin } = context
  if (settings.caFile !== undefined) await trustFile(settings.caFile, terminal.directory)
  const address = settings.cloud === undefined ? naviLinkCloud : cloudAddress(settings.cloud)
  const folder = sessionFolder(terminal)
  const email = settings.email ?? (await savedEmail(folder, address))
  const password = passwordStdin ? await passwordFromStdin(terminal) : settings.password
  const { clock } = terminal
  const store: SessionStore | undefined =
    folder === undefined ? undefined : fileSessionStore({ directory: folder, email, address, clock, logger: log })
  return {
    email,
    folder,
    password,
    client: (given = password) =>
      new NaviLinkClient({ email, password: given, cloud: settings.cloud, store, clock, logger: log, timeout }),
  }
}

/** Who logged in once need not say again who they are. */
async function savedEmail(folder: string | undefined, address: typeof naviLinkCloud): Promise<string> {
  const emails = folder === undefined ? [] : await savedAccounts(folder, address)
  const [only, another] = emails
  if (only !== undefined && another === undefined) return only
  if (only !== undefined)
    throw new UsageError(`There are sessions of several accounts; --email says which: ${emails.join(', ')}.`)
  throw new UsageError(
    'Which account? Run navilink login --email you@example.com, or set NAVILINK_EMAIL in the environment or in .env.',
  )
}

/** Opens the account, hands over its heaters, and closes it. */
export async function withHeaters<Result>(
  context: CommandContext,
  body: (heaters: readonly NaviLinkDevice[], client: NaviLinkClient) => Promise<Result>,
): Promise<Result> {
  const opened = await account(context)
  let client = opened.client()
  try {
    let heaters: readonly NaviLinkDevice[]
    try {
      heaters = await client.devices({ signal: context.signal })
    } catch (error) {
      const couldAsk = opened.password === undefined && canAsk(context.terminal)
      if (!(error instanceof AuthenticationError) || !couldAsk) throw error
      await client.close()
      client = opened.client(await askPassword(context, opened.email))
      heaters = await client.devices({ signal: context.signal })
    }
    return await body(heaters, client)
  } finally {
    await client.close()
  }
}

/** The same with the heater that is meant. */
export const withHeater = <Result>(
  context: CommandContext,
  body: (heater: NaviLinkDevice, client: NaviLinkClient) => Promise<Result>,
): Promise<Result> =>
  withHeaters(context, (heaters, client) =>
    body(chooseHeater(heaters, context.device ?? context.settings.deviceMac), client),
  )
