/** Who lives with the heaters of a soak: owners who watch and command, people at the panel, and the app on a phone. */
import { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import { pushCodes } from '#schema/commands'
import { NaviLinkError, TimeoutError } from '#schema/errors'
import type { SimulatedAccount, SimulatedHeater, Simulator } from '#simulator/index'
import { type Clock, deadline } from '#time/clock'
import { type Duration, hours, minutes, seconds } from '#time/duration'
import type { CommandLedger } from './command-ledger.ts'
import { countedClock } from './counted-clock.ts'
import type { Diary } from './diary.ts'
import type { Dice } from './dice.ts'
import { singleFetch } from './open-sockets.ts'
import type { Pair } from './push-ledger.ts'
import type { Weather } from './weather.ts'

const modes = ['heat-pump', 'electric', 'energy-saver', 'high-demand'] as const
const visitTime = minutes(2)

/** From one time to the next, for each heater; visits for each account. */
const habits = {
  command: minutes(50),
  panel: hours(3),
  push: minutes(25),
  visit: hours(6),
  touWindow: hours(20),
} as const

interface Setup {
  readonly cloud: Simulator
  readonly clock: Clock
  readonly dice: Dice
  readonly diary: Diary
  readonly commands: CommandLedger
  readonly weather: Weather
}

export class People {
  /** Statuses that the watches handed out. */
  readings = 0
  visits = 0
  /** Phones that came and haven't left. */
  readonly inside = new Set<string>()
  readonly #setup: Setup
  readonly #pairs: readonly Pair[]
  readonly #stop = new AbortController()
  readonly #plans = new Set<() => void>()
  /** Ends each time-of-use window that is in force. */
  readonly #windows = new Set<() => void>()
  readonly #watches: Promise<void>[]

  constructor(pairs: readonly Pair[], setup: Setup) {
    this.#setup = setup
    this.#pairs = pairs
    this.#watches = pairs.map(({ heater }) => this.#watch(heater))
    for (const { heater } of pairs) heater.startPeriodicRequests('info', hours(1))
  }

  begin(): void {
    for (const pair of this.#pairs) {
      this.#nowAndThen(habits.command, () => this.#command(pair))
      this.#nowAndThen(habits.panel, () => this.#press(pair.tank))
      this.#nowAndThen(habits.push, () => this.#push(pair.tank))
      this.#nowAndThen(habits.touWindow, () => this.#openTouWindow(pair.tank))
    }
    for (const account of this.#setup.cloud.accounts) this.#nowAndThen(habits.visit, () => void this.#visit(account))
  }

  /** They only watch. */
  pause(): void {
    for (const cancel of this.#plans) cancel()
    this.#plans.clear()
    for (const end of this.#windows) end()
  }

  /** Resolves when nobody watches any more. */
  async leave(): Promise<void> {
    this.pause()
    for (const { heater } of this.#pairs) heater.stopPeriodicRequests('info')
    this.#stop.abort()
    await Promise.all(this.#watches)
  }

  #nowAndThen(mean: Duration, act: () => void): void {
    const { clock, dice } = this.#setup
    const cancel = clock.after(dice.until(mean), () => {
      this.#plans.delete(cancel)
      act()
      this.#nowAndThen(mean, act)
    })
    this.#plans.add(cancel)
  }

  async #watch(heater: NaviLinkDevice): Promise<void> {
    const { signal } = this.#stop
    try {
      for await (const _ of heater.watch({ interval: minutes(5), signal })) this.readings++
      if (!signal.aborted) this.#setup.diary.breach('watch', `the watch of ${heater.name} ended`)
    } catch (error) {
      this.#setup.diary.breach('watch', `the watch of ${heater.name} ended with ${String(error)}`)
    }
  }

  /** One, or several in haste. */
  #command({ heater, tank }: Pair): void {
    const { dice } = this.#setup
    for (let left = dice.chance(0.2) ? dice.whole(2, 5) : 1; left > 0; left--) void this.#give(heater, tank)
  }

  async #give(heater: NaviLinkDevice, tank?: SimulatedHeater): Promise<void> {
    const { dice, commands, diary, weather } = this.#setup
    const options = dice.chance(0.4) ? { deadline: dice.span(seconds(5), minutes(10)) } : {}
    const setpoint = dice.whole(70, 120) / 2
    const mode = dice.pick(modes)
    const kind = dice.pick(['power on', 'power off', 'mode', 'setpoint', 'setpoint'] as const)
    const outcome = await commands.give(`${kind} of ${heater.name}`, options, given => {
      if (kind === 'power on') return heater.powerOn(given)
      if (kind === 'power off') return heater.powerOff(given)
      return kind === 'mode' ? heater.setMode(mode, given) : heater.setTemperature(setpoint, given)
    })
    const has = tank?.machine.controller.settings.setpoint
    const shown = kind === 'setpoint' && outcome?.result === 'confirmed' && weather.messagesFineFor > minutes(5)
    if (shown && has !== undefined && has !== setpoint)
      diary.breach('false confirmation', `${heater.name} has ${has} °C and was said to have ${setpoint} °C`)
  }

  #press({ panel }: SimulatedHeater): void {
    const { dice } = this.#setup
    const press = {
      mode: () => panel.setMode(dice.pick([...modes, 'vacation']), dice.whole(1, 3)),
      temperature: () => panel.setTemperature(dice.whole(90, 120) / 2),
      power: () => panel.power(dice.chance(0.7)),
    }
    dice.pick(Object.values(press))()
  }

  #push(tank: SimulatedHeater): void {
    const { dice } = this.#setup
    const codes = Object.values(pushCodes)
    for (let left = dice.chance(0.2) ? dice.whole(2, 15) : 1; left > 0; left--) tank.push(dice.pick(codes))
  }

  #openTouWindow(tank: SimulatedHeater): void {
    const { clock, dice } = this.#setup
    tank.touWindow = true
    const end = () => {
      cancel()
      this.#windows.delete(end)
      tank.touWindow = false
    }
    const cancel = clock.after(dice.span(minutes(10), hours(2)), end)
    this.#windows.add(end)
  }

  /** Another program of the same account comes, looks, perhaps sets something, and goes. */
  async #visit({ email, password }: SimulatedAccount): Promise<void> {
    const { clock, dice, cloud, diary } = this.#setup
    const visit = `phone ${++this.visits}, ${diary.when}`
    this.inside.add(visit)
    const timers = countedClock(clock)
    const phone = new NaviLinkClient({
      email,
      password,
      cloud: cloud.url,
      clock: timers,
      random: dice.roll,
      fetch: singleFetch,
    })
    const over = deadline(clock, visitTime, () => new TimeoutError('The visit is over.'))
    const { signal } = over
    try {
      const heater = dice.pick(await phone.devices({ signal }))
      await heater.status({ signal })
      if (dice.chance(0.5)) await this.#give(heater)
    } catch (error) {
      if (!(error instanceof NaviLinkError)) diary.breach('visit', `the phone met ${String(error)}`)
    } finally {
      over.done()
      await phone.close()
      this.inside.delete(visit)
      if (timers.pending > 0) diary.breach('visit', `the phone left ${timers.pending} timers`)
    }
  }
}
