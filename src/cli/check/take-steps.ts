/** Puts the parts of a check together, and takes it from the first name to the last heater. */
import { randomBytes } from 'node:crypto'
import { cloudAddress, cloudKey, naviLinkCloud } from '#cloud/address'
import { Http } from '#cloud/http'
import { fileProtocolMemory } from '#cloud/protocol-file'
import { protocolMemory } from '#cloud/protocol-version'
import { type ClockPair, datedFetch } from '#cloud/reachability'
import { Rest } from '#cloud/rest'
import { fileSessionStore } from '#cloud/session-file'
import { NaviLinkClient } from '#heater/client'
import { stateFolder } from '#heater/platform-folders'
import { millis } from '#time/duration'
import type { Logger } from '#wire/logger'
import { account } from '../account/account.ts'
import { trustFile } from '../account/trust.ts'
import type { CommandContext } from '../command-context.ts'
import { logLink } from '../log-calls.ts'
import { keptInMemory, type SignedIn, signInOnce } from './check-session.ts'
import type { Checklist } from './checklist.ts'
import { checkCloud } from './cloud-steps.ts'
import { checkGateway } from './gateway-steps.ts'
import { checkHeaters, checkList } from './heater-steps.ts'
import type { Result } from './step.ts'

/** @throws UsageError for a setting that is wrong, and what ends the check. */
export async function takeSteps(list: Checklist, context: CommandContext): Promise<void> {
  const { terminal, settings, clock, timeout, flags } = context
  const { cloud, caFile, mqttProtocol, units } = settings
  if (caFile !== undefined) await trustFile(caFile, terminal.directory, settings.place('caFile'))
  const logger = withoutWarnings(await context.log())
  const address = cloud === undefined ? naviLinkCloud : cloudAddress(cloud)
  const folder = stateFolder(terminal)
  const memory = folder === undefined ? protocolMemory() : fileProtocolMemory(folder)
  let told: ClockPair | undefined
  const fetch = datedFetch(globalThis.fetch, clock, pair => {
    told = pair
  })
  const http = new Http({ address, fetch, clock, random: Math.random, logger, timeout })
  let signedIn: SignedIn | undefined
  let client: NaviLinkClient | undefined
  try {
    const signIn: Result<SignedIn> = await checkCloud(list, {
      address,
      http,
      cloudClock: () => told,
      async signIn(trying) {
        const opened = await account(context)
        const { email } = opened
        const saved =
          folder === undefined ? undefined : fileSessionStore({ directory: folder, email, address, clock, logger })
        const store = keptInMemory(saved)
        signedIn = await signInOnce({ context, account: opened, store, rest: new Rest(http), logger }, trying)
        client = new NaviLinkClient({
          ...{ email, cloud, store, clock, logger, timeout },
          readOnly: true,
          // It has to say what it waited for before the step is over.
          link: { protocol: mqttProtocol, operationTimeout: millis(timeout / 2), clientId: freshClientId() },
          protocolMemory: memory,
        })
        logLink(client.link, logger)
        return signedIn
      },
    })
    const heaters = await checkList(list, client, signIn, flags.device)
    const connect = await checkGateway(
      list,
      {
        ...{ address, clock },
        auto: mqttProtocol === 'auto',
        trial: { cloud: cloudKey(address), memory, logger, freshClientId, operationTimeout: timeout },
      },
      signIn,
    )
    await checkHeaters(list, client, { heaters, connect, units })
  } finally {
    await client?.close()
    await signedIn?.session.close()
  }
}

/** No service that runs has it, so none is thrown out. */
const freshClientId = () => `navilink-check-${randomBytes(6).toString('hex')}`

/** What is warned of elsewhere is what the steps tell here; with -v it is seen all the same. */
const withoutWarnings = (logger: Logger): Logger => {
  const { trace, debug, info } = logger
  const isLevelEnabled = logger.isLevelEnabled?.bind(logger)
  return { trace, debug, info, warn: info, error: info, ...(isLevelEnabled && { isLevelEnabled }) }
}
