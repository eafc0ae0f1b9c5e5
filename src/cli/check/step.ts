/** The steps of `navilink check`: in which part of the way each stands, what it is called, and how it ended. */
import type { Help } from '#schema/errors'
import type { ExitCode } from '../exit-code.ts'

/** Of docs/troubleshooting.md: those that an error names, and what no error says. */
export type Heading = Help | 'heater-offline' | 'no-heater-in-this-account'

interface Words {
  readonly part: 'Cloud' | 'Gateway' | 'heater'
  /** Under the heading of its part. */
  readonly title: string
  /** Why what builds upon it isn't tried when it failed. */
  readonly without: string
}

const words = (part: Words['part'], title: string, without = ''): Words => ({ part, title, without })

/** In their order. The names are public: scripts hold them. */
export const steps = {
  'cloud-name': words('Cloud', 'name', "nobody knows the cloud's name"),
  'cloud-tls': words('Cloud', 'TLS', 'there is no safe way to the cloud'),
  service: words('Cloud', 'service', 'the cloud is not open'),
  'cloud-clock': words('Cloud', 'clock'),
  'sign-in': words('Cloud', 'sign-in', 'nobody is signed in'),
  heaters: words('Cloud', 'heaters', 'there is no heater to ask'),
  'gateway-name': words('Gateway', 'name', "nobody knows the gateway's name"),
  'gateway-tls': words('Gateway', 'TLS', 'there is no safe way to the gateway'),
  'gateway-clock': words('Gateway', 'clock'),
  'aws-keys': words('Gateway', 'AWS keys', 'there are no AWS keys'),
  upgrade: words('Gateway', 'upgrade', 'the gateway is not open to us'),
  'connect-3.1.1': words('Gateway', 'CONNECT 3.1.1', 'the gateway took no CONNECT'),
  'connect-5': words('Gateway', 'CONNECT 5', 'the gateway took no CONNECT'),
  subscribe: words('Gateway', 'subscribe', 'no answer would be heard'),
  'heater-cloud': words('heater', 'cloud says', "the cloud can't reach the heater"),
  'heater-status': words('heater', 'status', 'the heater gave no status'),
  'heater-info': words('heater', 'device info'),
} as const satisfies Readonly<Record<string, Words>>

export type StepName = keyof typeof steps
/** `skipped` means nothing here, `untried` is what needs a step that failed. */
export type Outcome = 'ok' | 'failed' | 'skipped' | 'untried'

/** What came of a step. */
export interface Finding<Value = undefined> {
  /** `ok` when not given. */
  readonly outcome?: Exclude<Outcome, 'untried'>
  /** For people, in one line. */
  readonly detail: string
  /** Where to read on, when it failed. */
  readonly help?: Heading | undefined
  /** What to do, where the heading has several ways. */
  readonly todo?: string
  /** The exit code that belongs to a failure; 1 when not given. */
  readonly exit?: ExitCode
  readonly value: Value
}

export interface CheckedStep {
  readonly step: StepName
  /** The name of the heater that it is about. */
  readonly heater: string | undefined
  readonly outcome: Outcome
  /** How long it took; undefined when it wasn't tried. */
  readonly ms: number | undefined
  readonly detail: string
  readonly help: Heading | undefined
  /** What to do about it, in one sentence; undefined where nothing failed, or the detail says it. */
  readonly todo: string | undefined
}

/** Whether a step may be built upon, or what failed. */
export type Result<Value> =
  | { readonly passed: true; readonly value: Value }
  | { readonly passed: false; readonly because: StepName; readonly error?: unknown }
