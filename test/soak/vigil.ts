/** Looks whether links and heaters live when there is no reason any more why they shouldn't. */
import type { Clock } from '#time/clock'
import { minutes } from '#time/duration'
import type { Diary } from './diary.ts'
import type { Pair, PushLedger } from './push-ledger.ts'
import type { Weather } from './weather.ts'

/** From one status to the next, and the time of a question. */
const freshness = minutes(6)

interface Setup {
  readonly clock: Clock
  readonly diary: Diary
  readonly weather: Weather
  readonly pushes: PushLedger
}

export class Vigil {
  readonly #pairs: readonly Pair[]
  readonly #setup: Setup
  /** Those of which it was told that they are dead. */
  readonly #dead = new Set<Pair>()
  readonly #stop: () => void

  /** Every five minutes, until {@link close}. */
  constructor(pairs: readonly Pair[], setup: Setup) {
    this.#pairs = pairs
    this.#setup = setup
    this.#stop = setup.clock.every(minutes(5), () => {
      for (const pair of pairs) this.#look(pair)
    })
  }

  close(): void {
    this.#stop()
  }

  /** After a long calm: all is subscribed to, and each heater answers. */
  async examine(): Promise<void> {
    const { diary, pushes } = this.#setup
    for (const client of new Set(this.#pairs.map(({ client }) => client))) {
      const { state, subscriptions } = client.link.health()
      const open = subscriptions.filter(({ state }) => state === 'wanted' || state === 'pending')
      if (state !== 'online' || open.length > 0)
        diary.breach('not recovered', `a link is ${state}, without ${open.map(({ filter }) => filter).join(', ')}`)
    }
    for (const pair of this.#pairs) {
      const { heater } = pair
      const answer = await heater.status().catch((error: unknown) => error)
      const why = answer instanceof Error ? answer.message : pushes.holds(pair) ? undefined : 'its pushes don’t come'
      if (why !== undefined) diary.breach('not recovered', `${heater.name} is not heard: ${why}`)
    }
  }

  /** What an owner sets is set, and told. */
  async prove(celsius: number): Promise<void> {
    for (const { heater, tank } of this.#pairs) {
      const { result } = await heater.setTemperature(celsius)
      const told = await heater.status().then(({ dhwTemperatureSetting }) => dhwTemperatureSetting, String)
      const { setpoint } = tank.machine.controller.settings
      if (result !== 'confirmed' || told !== celsius || setpoint !== celsius)
        this.#setup.diary.breach(
          'end',
          `${heater.name} was set to ${celsius} °C: ${result}; it tells ${told} and has ${setpoint} °C`,
        )
    }
  }

  #look(pair: Pair): void {
    const { clock, diary, weather } = this.#setup
    const { heater, client } = pair
    const { state, cause } = client.link
    const age = clock.now() - (heater.latest?.about.at.getTime() ?? 0)
    if (state === 'online' && age <= freshness) this.#dead.delete(pair)
    else if (weather.forgotten && !this.#dead.has(pair)) {
      this.#dead.add(pair)
      const calm = `${inMinutes(weather.calmFor)} after the last trouble`
      diary.breach(
        'dead',
        `${calm} the link of ${heater.name} is ${state} (${cause?.message}), its status ${inMinutes(age)} old`,
      )
    }
  }
}

const inMinutes = (span: number) => `${Math.round(span / 60_000)} min`
