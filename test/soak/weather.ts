/** What befalls the simulated cloud in a soak: every kind of fault, and what is no fault but happens, at random and for random times. */
import { defects } from '#physics/defects'
import { type FaultName, type FaultSettings, faultKinds, faultNames } from '#simulator/fault-kinds'
import type { Simulator } from '#simulator/index'
import type { Clock } from '#time/clock'
import { type Duration, hours, minutes, seconds } from '#time/duration'
import type { Diary } from './diary.ts'
import type { Dice } from './dice.ts'

/** From one trouble to the next. */
const between = minutes(40)
const shortest = seconds(5)
const longest = hours(1)
/** Once in a while something stays broken for long. */
const outage: readonly [Duration, Duration] = [hours(1), hours(10)]
/** And once in a while nothing happens for so long that connections reach their age. */
const fair: readonly [Duration, Duration] = [hours(20), hours(50)]

/** With these on, a message may come twice, late or not at all though both ends hold the connection. */
const messageFaults: readonly FaultName[] = ['half-open', 'silence', 'deliver-twice', 'deliver-reordered', 'backlog']

/** A filter that the gateway won't have is asked for ever more rarely, down to once an hour. */
const subscriptionFaults: readonly FaultName[] = ['subscribe-denied', 'suback-refused', 'suback-missing', 'suback-late']
/** Two waits of a link and the quarter of an hour for which a remedy, or a refused sign-in, isn't tried again. */
const recovery = minutes(25)
const subscriptionsRecovery = minutes(70)

/** After these a refresh token is worth nothing, or seems so. */
const tokenFaults: readonly string[] = [
  'refresh-refused',
  'refresh-rotates',
  'rest-refused',
  'no-aws-keys',
  'all tokens revoked',
]

const renewals = ['POST /auth/refresh', 'POST /auth/session/refresh', 'POST /user/secured-sign-in'] as const
const calls = [...renewals, 'POST /user/sign-in', 'POST /device/list', 'POST /device/info'] as const

export class Weather {
  readonly #cloud: Simulator
  readonly #clock: Clock
  readonly #dice: Dice
  readonly #diary: Diary
  readonly #possible: (name: string) => boolean
  /** How often each kind came. */
  readonly counts = new Map<string, number>()
  #stopNext = () => {}
  #lastTrouble = Number.NEGATIVE_INFINITY
  #lastMessageFault = Number.NEGATIVE_INFINITY
  #lastSubscriptionFault = Number.NEGATIVE_INFINITY
  readonly #stopListening: () => void

  /** @param tokensHold spares what would make a password necessary. */
  constructor(
    cloud: Simulator,
    { clock, dice, diary, tokensHold }: { clock: Clock; dice: Dice; diary: Diary; tokensHold: boolean },
  ) {
    this.#possible = name => !(tokensHold && tokenFaults.includes(name))
    this.#cloud = cloud
    this.#clock = clock
    this.#dice = dice
    this.#diary = diary
    this.#stopListening = cloud.faults.onSwitch((name, on) => {
      this.#lastTrouble = clock.now()
      if (messageFaults.includes(name)) this.#lastMessageFault = clock.now()
      if (subscriptionFaults.includes(name)) this.#lastSubscriptionFault = clock.now()
      if (!on) diary.note(`${name} is over`)
    })
  }

  begin(): void {
    const dice = this.#dice
    const wait = dice.chance(0.015) ? dice.span(...fair) : dice.until(between)
    this.#stopNext = this.#clock.after(wait, () => {
      this.#strike()
      this.begin()
    })
  }

  /** Nothing new comes; with `clear` what there is ends too. */
  pause(clear = false): void {
    this.#stopNext()
    this.#stopNext = () => {}
    if (clear) this.#cloud.faults.off()
  }

  close(): void {
    this.pause(true)
    this.#stopListening()
  }

  /** How long nothing has been wrong. */
  get calmFor(): number {
    return this.#cloud.faults.list().length > 0 ? 0 : this.#clock.now() - this.#lastTrouble
  }

  /** Whether nothing has been wrong for so long that there is no excuse any more. */
  get forgotten(): boolean {
    return this.calmFor > recovery && this.#clock.now() - this.#lastSubscriptionFault > subscriptionsRecovery
  }

  /** How long every message has been delivered once, in order and at once. */
  get messagesFineFor(): number {
    const on = this.#cloud.faults.list().some(({ name }) => messageFaults.includes(name))
    return on ? 0 : this.#clock.now() - this.#lastMessageFault
  }

  #strike(): void {
    this.#lastTrouble = this.#clock.now()
    const dice = this.#dice
    if (dice.chance(0.15)) this.#event()
    else this.#fault(dice.pick(faultNames.filter(this.#possible)))
  }

  #fault(name: FaultName): void {
    const settings = this.#settingsOf(name)
    this.#count(name, JSON.stringify(settings))
    this.#cloud.faults.on(name, settings)
  }

  /** What every cloud does now and then. */
  #event(): void {
    const cloud = this.#cloud
    const events = {
      'tokens revoked': () => cloud.revokeTokens(),
      'all tokens revoked': () => cloud.revokeTokens('all'),
      'AWS credentials expired': () => cloud.expireAwsCredentials(),
      'connections dropped': () => cloud.dropConnections(),
      'connection deleted': () => {
        const [first] = cloud.connections
        if (first) cloud.deleteConnection(first.clientId)
      },
    }
    const name = this.#dice.pick((Object.keys(events) as (keyof typeof events)[]).filter(this.#possible))
    this.#count(name, '')
    events[name]()
  }

  #count(name: string, details: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    this.#diary.note(`${name} ${details}`)
  }

  #settingsOf(name: FaultName): FaultSettings {
    const dice = this.#dice
    const { acts } = faultKinds[name]
    const takes: readonly string[] = faultKinds[name].takes
    const mayTake = (setting: string, probability: number) => takes.includes(setting) && dice.chance(probability)
    return {
      ...(acts === 'once' ? {} : { duration: dice.chance(0.05) ? dice.span(...outage) : dice.span(shortest, longest) }),
      ...(acts === 'each' && dice.chance(0.4) ? { count: dice.whole(1, 5) } : {}),
      ...(acts === 'each' && dice.chance(0.4) ? { probability: 0.1 + 0.9 * dice.roll() } : {}),
      ...(name === 'backlog' ? { count: dice.whole(10, 1000) } : {}),
      ...(mayTake('macAddress', 0.5) ? { macAddress: dice.pick(this.#cloud.heaters).identity.macAddress } : {}),
      ...(mayTake('call', 0.6) ? { call: dice.pick(calls) } : {}),
      ...(mayTake('delay', 0.8) ? { delay: dice.span(seconds(1), seconds(60)) } : {}),
      ...(mayTake('lifetime', 0.5) ? { lifetime: dice.span(minutes(2), minutes(30)) } : {}),
      ...(mayTake('skew', 1) ? { skew: (dice.pick([-1, 1]) * dice.span(minutes(1), hours(3))) as Duration } : {}),
      ...(mayTake('defect', 0.8) ? { defect: dice.pick(defects) } : {}),
      ...(mayTake('code', 0.5) && name in codes ? { code: dice.pick(codes[name as keyof typeof codes]) } : {}),
    }
  }
}

/** A refused password isn't among them: nothing but a person ends that. */
const codes = {
  'connack-refused': [1, 2, 3, 4, 5],
  'suback-refused': [0x80, 0x87],
  'rest-5xx': [500, 502, 503, 504],
  'rest-refused': [400, 401, 500],
  'heater-refuses': [1, 2, 3],
  'heater-error': [96, 326, 481, 596, 799, 901, 908, 990],
} as const
