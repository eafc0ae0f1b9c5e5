/** Opens the account that a command is for: e-mail, saved session, and the password only where it is needed. */
import { cloudAddress, naviLinkCloud } from '#cloud/address'
import { fileProtocolMemory } from '#cloud/protocol-file'
import { fileSessionStore, savedAccounts } from '#cloud/session-file'
import type { SessionStore } from '#cloud/session-store'
import { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import { stateFolder } from '#heater/platform-folders'
import { AuthenticationError } from '#schema/errors'
import { millis } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { CommandContext } from '../command-context.ts'
import { logHeater, logLink } from '../log-calls.ts'
import { canAsk } from '../question.ts'
import { UsageError } from '../usage-error.ts'
import { chooseHeater } from './choose-heater.ts'
import { askEmail, askPassword, passwordFromStdin } from './password.ts'
import { trustFile } from './trust.ts'

export interface Account {
  readonly email: string
  /** Where the session is kept; undefined when nowhere. */
  readonly folder: string | undefined
  /** A client that isn't signed in yet. The caller closes it. */
  client(password?: string): NaviLinkClient
  /** Standard input or the settings; undefined when neither has one. */
  readonly password: string | undefined
}

/**
 * @param asks whether a person may be asked which account it is.
 * @throws UsageError when nobody said which account.
 */
export async function account(context: CommandContext, { asks = false } = {}): Promise<Account> {
  const { terminal, clock, settings, timeout, flags } = context
  const { caFile, cloud } = settings
  if (caFile !== undefined) await trustFile(caFile, terminal.directory, settings.place('caFile'))
  const logger = await context.log()
  const address = cloud === undefined ? naviLinkCloud : cloudAddress(cloud)
  const folder = stateFolder(terminal)
  const emails = settings.email === undefined && folder !== undefined ? await savedAccounts(folder, address) : []
  const mayAsk = asks && emails.length === 0 && canAsk(terminal)
  const email = settings.email ?? (mayAsk ? await askEmail(context) : onlyOne(emails))
  const password = flags.passwordStdin ? await passwordFromStdin(terminal) : settings.password
  const store =
    folder === undefined
      ? undefined
      : told(fileSessionStore({ directory: folder, email, address, clock, logger }), logger)
  return {
    email,
    folder,
    password,
    client(given = password) {
      const client = new NaviLinkClient({
        email,
        password: given,
        cloud,
        store,
        clock,
        logger,
        // Less than the command itself has, for a heater's silence says more than a clock.
        timeout: millis(timeout * 0.9),
        readOnly: settings.readOnly,
        link: { protocol: settings.mqttProtocol },
        protocolMemory: folder === undefined ? undefined : fileProtocolMemory(folder),
      })
      logLink(client.link, logger)
      return client
    },
  }
}

/** Who logged in once need not say again who they are. */
function onlyOne(emails: readonly string[]): string {
  const [only, another] = emails
  if (only !== undefined && another === undefined) return only
  if (only !== undefined)
    throw new UsageError(`There are sessions of several accounts; --email says which: ${emails.join(', ')}.`)
  throw new UsageError(
    'Which account? Run navilink login --email you@example.com, or set NAVILINK_EMAIL in the environment or in .env.',
  )
}

/** A session is saved when the account signed in, or its session was renewed. */
const told = (store: SessionStore, logger: Logger): SessionStore => ({
  ...store,
  async save(session) {
    await store.save(session)
    logger.info({}, 'The session is new, and saved')
  },
})

/** Opens the account, hands over its heaters, and closes it. */
export async function withHeaters<Result>(
  context: CommandContext,
  body: (heaters: readonly NaviLinkDevice[], client: NaviLinkClient) => Promise<Result>,
): Promise<Result> {
  const opened = await account(context)
  const logger = await context.log()
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
    logger.info({ heaters: heaters.length }, 'The heaters of the account are listed')
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
  withHeaters(context, async (heaters, client) => {
    const heater = chooseHeater(heaters, wantedHeater(context))
    logHeater(heater, await context.log())
    return body(heater, client)
  })

function wantedHeater({ flags, settings }: CommandContext): { text: string; place: string } | undefined {
  if (flags.device !== undefined) return { text: flags.device, place: 'On the command line, --device' }
  const { deviceMac } = settings
  return deviceMac === undefined ? undefined : { text: deviceMac, place: settings.place('deviceMac') }
}
