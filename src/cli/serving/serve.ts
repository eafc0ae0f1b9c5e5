/** What `serve` does: opens a station, says where to look, reloads and reports while it runs, and closes it in time. */
import { once } from 'node:events'
import { sleep } from '#time/clock'
import { seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import { refuseFlags } from '../account/account-flags.ts'
import { passwordFromStdin } from '../account/password.ts'
import { trustFile } from '../account/trust.ts'
import type { CommandContext } from '../command-context.ts'
import { tellAccounts } from './account-telling.ts'
import { reportHourly } from './hourly-report.ts'
import { Pulse } from './pulse.ts'
import { onReloadSignal } from './reload-signal.ts'
import { RunningStation } from './running-station.ts'
import { ServiceManager } from './service-manager.ts'
import { openStationLog } from './station-log.ts'
import { type ServeFlags, type StationPlan, stationPlan } from './station-plan.ts'

/** A command has five seconds from the signal to its end; the rest is for the log. */
const longestEnd = seconds(4.5)

export async function serve(context: CommandContext, flags: ServeFlags): Promise<void> {
  refuseFlags(context.flags, 'serve watches every heater, or those that its config names', ['device'])
  const { terminal, clock, settings, signal, print } = context
  const { caFile } = settings
  if (caFile !== undefined) await trustFile(caFile, terminal.directory, settings.place('caFile'))
  const password = context.flags.passwordStdin ? await passwordFromStdin(terminal) : undefined
  const plan = await stationPlan(context, flags, password)
  const log = await openStationLog({ context, clock, plan: plan.log })
  const { logger } = log
  try {
    const running = await RunningStation.open({ terminal, clock, log, plan })
    const { station } = running
    const pulse = new Pulse(() => clock.now())
    const manager = new ServiceManager({ env: terminal.env, clock, logger, hangs: () => pulse.hangs(station) })
    const stopReporting = reportHourly(station, clock, logger)
    const reload = inTurn(() => reloaded(running, () => stationPlan(context, flags, password), logger))
    const stopReloading = onReloadSignal(reload)
    let stopTelling = () => {}
    try {
      await print(
        openingLines(plan, running.url)
          .map(line => `${line}\n`)
          .join(''),
      )
      stopTelling = tellAccounts(running, {
        logger,
        show: line => void print(`  ${line}\n`),
        named: terminal.stdout.isTTY === true,
      })
      logger.info({ version: station.version, accounts: plan.accounts.length }, 'The station runs')
      manager.ready(`${plan.accounts.length === 1 ? 'One account' : `${plan.accounts.length} accounts`}`)
      if (!signal.aborted) await once(signal, 'abort')
    } finally {
      stopReloading()
      stopTelling()
      stopReporting()
      await inTime(Promise.all([manager.stopping(), running.close()]), context, logger)
    }
    logger.info({}, 'The station stopped')
  } finally {
    log.close()
  }
}

/** One after the other, and a third time not before the second. */
function inTurn(work: () => Promise<void>): () => void {
  let running = Promise.resolve()
  return () => {
    running = running.then(work)
  }
}

async function reloaded(running: RunningStation, read: () => Promise<StationPlan>, logger: Logger): Promise<void> {
  try {
    const { taken, waiting } = await running.reload(await read())
    const what = taken.length === 0 ? 'nothing in it is another' : `taken over: ${taken.join(', ')}`
    logger.info({}, `The config was read anew; ${what}`)
    if (waiting.length > 0)
      logger.warn({}, `What the config says of ${waiting.join(' and ')} is another, and holds from the next start`)
  } catch (error) {
    logger.error({ error }, 'The config was read anew and is refused; everything stays as it was')
  }
}

/** Whatever hangs at the end doesn't keep the rest. */
async function inTime(
  ending: Promise<unknown>,
  { clock }: Pick<CommandContext, 'clock'>,
  logger: Logger,
): Promise<void> {
  const done = new AbortController()
  const late = sleep(clock, longestEnd, done.signal).then(
    () => logger.error({}, 'The station could not be closed in time; what was acknowledged is kept'),
    () => {},
  )
  try {
    await Promise.race([ending, late])
  } catch (error) {
    logger.error({ error }, 'The station could not be closed tidily; what was acknowledged is kept')
  } finally {
    done.abort()
  }
}

function openingLines({ accounts, store, file }: StationPlan, url: string | undefined): readonly string[] {
  const names = accounts.length === 1 ? 'one account' : `${accounts.length} accounts`
  return [
    `A station of ${names}${file === undefined ? '' : ` by ${file}`}; Ctrl-C ends it.`,
    `  record    ${store.file}`,
    ...(url === undefined
      ? ['  API       none: --no-api, or api.listen is off']
      : [
          `  page      ${url}/`,
          `  API       ${url}/openapi.json`,
          `  metrics   ${url}/metrics`,
          `  try       curl ${url}/api/v1/heaters`,
        ]),
    'ready',
  ]
}
