/** `navilink demo`: a simulated cloud, a sign-in and a monitor in one process, with the heater's time running fast. */
import type { Command } from 'commander'
import type { HeaterOptions } from '#simulator/options'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Run } from '../run-command.ts'
import { homeOptions } from '../simulating/heater-flags.ts'
import { speedArgument } from '../speed-argument.ts'
import { type WatchOptions, watchOptions } from '../watching/watch-options.ts'

interface DemoOptions extends WatchOptions {
  readonly speed: number
}

const examples = `
No account and no network are needed: client and cloud talk over loopback, exactly as they do with a real one. On a
terminal the tank is drawn and redrawn; elsewhere each sample is a line. --interval and --duration count the heater's
time, which begins at six in the morning, so that there are showers to see.

Examples:
  $ navilink demo
  $ navilink demo --units metric --speed 60
  $ navilink demo --tank 50 --profile 5 --climate minneapolis
  $ navilink demo --speed 3600 --duration 24h --csv day.csv     a day in 24 seconds`

export function define(command: Command, run: Run): void {
  homeOptions(watchOptions(command))
    .option('--speed <factor>', "how many times faster the heater's time runs", speedArgument, 600)
    .addHelpText('after', examples)
    .action((options: DemoOptions, self: Command) => run('long', context => demo(context, options, self)))
}

async function demo(context: CommandContext, options: DemoOptions, self: Command): Promise<ExitCode> {
  refuseFlags(context.flags, 'demo brings its own account and heater', accountFlags)
  const { logHeater, logLink } = await import('../log-calls.ts')
  const { NaviLinkClient } = await import('#heater/client')
  const { startSimulator } = await import('#simulator/simulator')
  const { summaryLines } = await import('../print/summary-text.ts')
  const { tankDisplay } = await import('../print/tank-display.ts')
  const { watchPlan } = await import('../watching/watch-options.ts')
  const { watchTank } = await import('../watching/watch-tank.ts')
  const { clock, signal, timeout, note } = context
  const plan = await watchPlan(context, options)
  const logger = await context.log()
  const { speed } = options
  const heaterStart = morning(clock.now())
  const simulator = await startSimulator({ speed, clock, heaterStart, heaters: [await chosen(self, heaterStart)] })
  const { account, url, heaterClock } = simulator
  note(`A simulated heater at ${url}, ${speed} times as fast as life; Ctrl-C ends it.`)
  const client = new NaviLinkClient({ ...account, cloud: url, clock, heaterClock, logger, timeout })
  logLink(client.link, logger)
  try {
    const [heater] = await client.devices({ signal })
    if (heater === undefined) throw new Error('The simulated account has no heater.')
    logHeater(heater, logger)
    const display = tankDisplay(context, heater.name, speed)
    const watch = { heater, client, logger, clock: heaterClock, wallClock: clock, ...plan, ...display }
    const { summary, lost } = await watchTank(watch, signal).finally(() => display.close())
    summaryLines(summary, plan.record, lost).forEach(note)
    return lost > 0 ? exitCode.failed : exitCode.done
  } finally {
    await client.close()
    await simulator.close()
    await plan.record?.stop()
  }
}

/** Somebody had a bath: it heats soon, and there is something to see. °C */
const lastNight = { upper: 48, lower: 30 } as const

/** The heater of the flags. @param begins ms since 1970. */
async function chosen(self: Command, begins: number): Promise<HeaterOptions> {
  const { givenHeater } = await import('../simulating/given-heater.ts')
  const { heaterOptions } = await import('../simulating/heater-options.ts')
  const noFile = (file: string) => Promise.reject(new Error(`${file} is for simulate.`))
  const options = await heaterOptions({ ...givenHeater(self, () => 'us', noFile), begins: begins / 1000 })
  return { ...lastNight, ...options }
}

/** 06:00 UTC of the day, ms since 1970: the household of the simulator gets up soon after. */
const morning = (now: number) => new Date(now).setUTCHours(6, 0, 0, 0)
