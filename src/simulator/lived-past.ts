/** A past that the heaters of a simulation live through before it begins, telling what they would have told a client. */
import { commands } from '#schema/commands'
import { type Duration, minutes } from '#time/duration'
import { pushTopic } from '#wire/topics'
import type { Broker } from './broker.ts'
import type { SimulatedHeater } from './heater.ts'
import type { HeaterTime } from './heater-time.ts'
import { longestStep } from './life.ts'

/** What a heater told in its past. */
export interface PastStatus {
  readonly heater: SimulatedHeater
  /** ms since 1970, by the clock that its time passes with. */
  readonly at: number
  /** As a client would have it: the answer to its question, or said unasked. */
  readonly cause: 'answer' | 'push'
  /** `response.status`, on the wire's terms. */
  readonly raw: Readonly<Record<string, unknown>>
}

/** What happens in a past. */
export interface PastEvent {
  /** From its beginning. */
  readonly after: Duration
  /** Everything that can be done to a heater can be done here: `({ panel }) => panel.setMode('electric')`. */
  happens(...heaters: readonly SimulatedHeater[]): void
}

/** What the heaters live through before the simulation begins. Where they end it, they go on. */
export interface LivedPast {
  /** It ends where the heaters' time begins. */
  readonly length: Duration
  /** How often each is asked for its status, from the first moment on; a minute when left out. */
  readonly every?: Duration
  /** Called for one status after the other, by their time. What it returns is waited for. */
  readonly tell?: (status: PastStatus) => void | Promise<void>
  readonly events?: readonly PastEvent[]
  /** Called when all is told. Until what it returns is done the heaters' time stands still. */
  readonly ended?: () => void | Promise<void>
  /** Gives it up. */
  readonly signal?: AbortSignal
}

/** So often the event loop gets its turn, in questions. */
const breath = 500

/** @throws RangeError for a past of no length. */
export function checkPast({ length, every = minutes(1) }: LivedPast): void {
  if (!(length > 0 && Number.isFinite(length))) throw new RangeError(`The past is ${length} ms; it must be above zero.`)
  if (!(every > 0)) throw new RangeError(`In the past it is asked every ${every} ms; that must be above zero.`)
}

interface World {
  readonly time: HeaterTime
  readonly heaters: readonly SimulatedHeater[]
  readonly broker: Broker
}

/**
 * Moves the heaters' time to the end of the past.
 * @throws the signal's reason, and what `tell`, `ended` or an event throws.
 */
export async function liveThrough(past: LivedPast, { time, heaters, broker }: World): Promise<void> {
  const { length, every = minutes(1), tell = () => {}, signal } = past
  const begins = time.now()
  const ends = begins + length
  const events = (past.events ?? [])
    .map(({ after, happens }) => ({ at: begins + Math.max(0, after), happens }))
    .sort((one, other) => one.at - other.at)
  const told: PastStatus[] = []
  const drain = async () => {
    for (const status of told.splice(0)) {
      signal?.throwIfAborted()
      const taken = tell(status)
      if (taken) await taken
    }
  }
  const liveUntil = (moment: number) => {
    while (time.now() < moment) {
      // In steps as short as the physics', so that a push is told at its time.
      time.moveTo(Math.min(moment, time.now() + longestStep, events[0]?.at ?? moment))
      for (const heater of heaters) heater.live()
      while (events[0] !== undefined && events[0].at <= time.now()) events.shift()?.happens(...heaters)
    }
  }
  const stops = heaters.map(heater =>
    broker.listen(pushTopic(heater.identity), (_, payload) => {
      const { response } = JSON.parse(payload.toString()) as { response: { status: PastStatus['raw'] } }
      told.push({ heater, at: time.now(), cause: 'push', raw: response.status })
    }),
  )
  try {
    let questions = 0
    for (let asked = begins; asked < ends; asked += every) {
      for (const heater of heaters)
        if (heater.connected)
          told.push({ heater, at: asked, cause: 'answer', raw: heater.statusFrame(commands.status.code) })
      await drain()
      if (++questions % breath === 0) await new Promise(resolve => setImmediate(resolve))
      signal?.throwIfAborted()
      liveUntil(Math.min(ends, asked + every))
    }
    await drain()
    await past.ended?.()
  } finally {
    for (const stop of stops) stop()
  }
}
