/** Who has an account: the client that is soaked, and what is known of it. */
import { NaviLinkClient } from '#heater/client'
import type { SimulatedAccount, Simulator } from '#simulator/index'
import type { Clock } from '#time/clock'
import { hours } from '#time/duration'
import { type CountedClock, countedClock } from './counted-clock.ts'
import type { Diary } from './diary.ts'
import type { Dice } from './dice.ts'
import { SignIns } from './sign-ins.ts'

interface World {
  readonly cloud: Simulator
  readonly clock: Clock
  readonly dice: Dice
  readonly diary: Diary
}

export class Owner {
  readonly client: NaviLinkClient
  readonly signIns: SignIns
  /** The client's own. */
  readonly timers: CountedClock
  /** What the ids of its connections begin with. */
  readonly clientId: string

  /** The first speaks MQTT 3.1.1. The second speaks 5, and is replaced every hour: troubles leave few connections that live for a day. */
  constructor({ email, password }: SimulatedAccount, index: number, { cloud, clock, dice, diary }: World) {
    this.clientId = `soak${index}`
    this.signIns = new SignIns(email, diary)
    this.timers = countedClock(clock)
    this.client = new NaviLinkClient({
      email,
      password,
      cloud: cloud.url,
      clock: this.timers,
      random: dice.roll,
      fetch: this.signIns.fetch,
      link: { clientId: this.clientId, ...(index > 0 && { protocol: '5' as const, lifetime: hours(1) }) },
    })
  }
}
