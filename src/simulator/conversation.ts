/** How a heater answers what it hears: queries and controls by their number, everything else with silence. */
import { chooseMode, chooseSetpoint, type Machine, powerOn } from '#physics/machine'
import { type Mode, setpointRange } from '#physics/settings'
import { encodeValue } from '#schema/codec'
import { type Command, commands, pushCodes } from '#schema/commands'
import { statusFields } from '#schema/status'
import type { Duration } from '#time/duration'
import { requestTopic } from '#wire/topics'
import type { FaultName, FaultSettings } from './faults.ts'
import { controllerVersionOf, type Identity } from './identity.ts'

/** What a control is about. */
export type Write = 'power' | 'mode' | 'setpoint'

/** The side of a heater that talks. */
export interface Speaker {
  readonly identity: Identity
  readonly address: Readonly<Record<string, unknown>>
  now(): number
  /** Applies a control, now or when the TOU window lets it. */
  write(about: Write, to: (machine: Machine) => Machine): void
  statusFrame(command: number): Record<string, unknown>
  deviceInfoFrame(): Record<string, unknown>
  send(topic: string, envelope: Readonly<Record<string, unknown>>): void
  push(command: number): void
  /** The app is done with this heater. */
  leave(clientId: string): void
  /** The fault, when it is on for this heater; uses up one of its count. */
  strike(name: FaultName): FaultSettings | undefined
  later(delay: Duration, callback: () => void): void
}

export interface Conversation {
  /** Takes a message from any topic of the heater; what isn't a request is left alone. */
  hear(topic: string, payload: Buffer): void
  /** The client id of the last request, which pushes carry. */
  lastClient(): string | undefined
}

interface Heard {
  readonly clientID: string
  readonly sessionID: unknown
  readonly requestTopic: string
  readonly responseTopic: string
  readonly command: number
  readonly param: readonly unknown[]
}

/** `failCode` of a control that came too soon after another. */
const tooSoon = 2

/** @param controlGap controls closer together than this are refused, ms of the heater's time; 0 takes them all. */
export function conversation(heater: Speaker, controlGap: number): Conversation {
  let lastClient: string | undefined
  let lastControl = Number.NEGATIVE_INFINITY

  const answer = (heard: Heard, topic: string, body: Readonly<Record<string, unknown>>) =>
    heater.send(topic, {
      protocolVersion: 2,
      clientID: heard.clientID,
      sessionID: heard.sessionID,
      requestTopic: heard.requestTopic,
      response: { ...heater.address, ...body },
    })

  const refuse = (heard: Heard, failCode: number) =>
    answer(heard, requestTopic(heater.identity, 'res/ctrl-fail'), {
      swVersion: controllerVersionOf(heater.identity),
      failCode,
    })

  const control = (about: Write) => (heard: Heard) => {
    if (heater.strike('heater-drops')) return
    const refused = heater.strike('heater-refuses')
    if (refused) return refuse(heard, refused.code ?? tooSoon)
    const now = heater.now()
    if (now - lastControl < controlGap) return refuse(heard, tooSoon)
    lastControl = now
    if (!heater.strike('heater-ignores')) heater.write(about, machine => controlled(machine, heard))
    answer(heard, heard.responseTopic, { status: heater.statusFrame(heard.command) })
  }

  const replies: Readonly<Record<keyof typeof commands, (heard: Heard) => void>> = {
    deviceInfo: heard => answer(heard, heard.responseTopic, { feature: heater.deviceInfoFrame() }),
    end: heard => heater.leave(heard.clientID),
    status: heard => {
      answer(heard, heard.responseTopic, { status: heater.statusFrame(heard.command) })
      heater.push(pushCodes.afterRequest)
    },
    powerOff: control('power'),
    powerOn: control('power'),
    dhwMode: control('mode'),
    dhwTemperature: control('setpoint'),
  }

  // The same number means different things on different topics, so both must fit.
  const known = Object.entries(commands) as [keyof typeof commands, Command][]
  const topics = new Set(known.map(([, command]) => requestTopic(heater.identity, command.topic)))

  return {
    lastClient: () => lastClient,
    hear(topic, payload) {
      if (!topics.has(topic)) return
      const heard = read(topic, payload)
      if (heard === undefined) return
      const named = known.find(
        ([, { code, topic: suffix }]) => code === heard.command && topic === requestTopic(heater.identity, suffix),
      )
      if (named === undefined || heater.strike('heater-deaf')) return
      lastClient = heard.clientID
      const delay = heater.strike('heater-delays')?.delay
      if (delay === undefined) replies[named[0]](heard)
      else heater.later(delay, () => replies[named[0]](heard))
    },
  }
}

const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number'

function read(topic: string, payload: Buffer): Heard | undefined {
  let envelope: Record<string, unknown>
  try {
    envelope = JSON.parse(payload.toString())
  } catch {
    return undefined
  }
  const request = envelope?.request as Record<string, unknown> | null | undefined
  if (typeof request !== 'object' || request === null || typeof envelope.responseTopic !== 'string') return undefined
  return {
    clientID: typeof envelope.clientID === 'string' ? envelope.clientID : '',
    sessionID: isPlain(envelope.sessionID) ? envelope.sessionID : '',
    requestTopic: topic,
    responseTopic: envelope.responseTopic,
    command: typeof request.command === 'number' ? request.command : Number.NaN,
    param: Array.isArray(request.param) ? request.param : [],
  }
}

const setting = (mode: Mode) => encodeValue(statusFields.dhwOperationSetting, mode)
const modes: readonly Mode[] = ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'vacation']

/** The machine after a control. What makes no sense to it changes nothing; the echo shows that. */
function controlled(machine: Machine, { command, param: [first, second] }: Heard): Machine {
  if (command === commands.powerOff.code) return chooseMode(machine, 'off')
  if (command === commands.powerOn.code) return powerOn(machine)
  if (command === commands.dhwMode.code) {
    const mode = modes.find(mode => setting(mode) === first)
    if (mode !== 'vacation') return mode === undefined ? machine : chooseMode(machine, mode)
    const days = typeof second === 'number' ? second : 0
    return Number.isInteger(days) && days >= 1 && days <= 99 ? chooseMode(machine, mode, days) : machine
  }
  const celsius = typeof first === 'number' ? first / 2 : Number.NaN
  const allowed =
    Number.isInteger(first) && celsius >= machine.settings.minimumOperation && celsius <= setpointRange.highest
  return allowed ? chooseSetpoint(machine, celsius) : machine
}
