/** The calls about time-of-use plans. They concern what the cloud keeps: what the heater itself goes by is told on MQTT. */
import { ifAllowed, read, readAs } from './answers.ts'
import { addressOf, asking, type Caller, type DeviceAddress } from './caller.ts'
import type { Call, Http } from './http.ts'
import {
  type ConvertedTou,
  convertedTousSchema,
  manufactureIdSchema,
  type TouInterval,
  type TouPlan,
  touPlanSchema,
} from './tou-records.ts'

/** A plan to be registered. */
export interface TouRegistration {
  readonly name: string
  readonly utility: string
  readonly zipCode: string
  /** Seasons with their windows, as {@link TouCalls.convert} gives them. */
  readonly schedule: readonly {
    readonly season?: number | undefined
    readonly interval: readonly Readonly<Partial<TouInterval>>[]
  }[]
  /** The utility's plan as OpenEI told it. */
  readonly sourceData: unknown
  readonly sourceType?: string | undefined
  readonly registerPath?: string | undefined
}

/** How a plan was registered, as {@link TouCalls.plan} tells it. */
export type Registered = Partial<Pick<TouPlan, 'registerPath' | 'sourceType'>>

const source = { registerPath: 'wifi', sourceType: 'openei' } as const
/** Of OpenEI's interface. */
const sourceVersion = 7

/** Every method throws what {@link Http.send} throws. */
export class TouCalls {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The plan; undefined when none is registered.
   * @param controllerId the controller's serial number, from the heater's device info. Any other gives a fault of the cloud.
   */
  async plan(caller: Caller, device: DeviceAddress, controllerId: string): Promise<TouPlan | undefined> {
    const query = { ...addressOf(device), controllerId, ...userOf(caller) }
    return this.#plan({ method: 'GET', path: '/device/tou', query, repeatable: true, ...signed(caller) })
  }

  /** @returns the plan as it is registered now; undefined where the cloud doesn't repeat it. */
  async register(caller: Caller, device: DeviceAddress, plan: TouRegistration): Promise<TouPlan | undefined> {
    const { name, utility, zipCode, schedule, sourceData, sourceType, registerPath } = plan
    const body = {
      ...addressOf(device),
      registerPath: registerPath ?? source.registerPath,
      sourceData,
      sourceType: sourceType ?? source.sourceType,
      touInfo: { name, utility, zipCode, schedule },
      ...userOf(caller),
      zipCode,
    }
    return this.#plan({ method: 'PUT', path: '/device/tou', body, ...signed(caller) })
  }

  /** @param plan as it was told: one that was set over Bluetooth goes by the controller, any other by the heater's address. */
  async remove(caller: Caller, device: DeviceAddress, controllerId: string, plan: Registered = {}): Promise<void> {
    const { registerPath = source.registerPath, sourceType = source.sourceType } = plan
    const which = registerPath === 'bt' ? { controllerId } : addressOf(device)
    const query = { ...userOf(caller), registerPath, sourceType, ...which }
    await this.#http.send({ method: 'DELETE', path: '/device/tou', query, ...signed(caller) })
  }

  /** Lets the cloud turn plans of OpenEI into the heater's form; nothing is registered by that. */
  async convert(caller: Caller, plans: readonly unknown[]): Promise<readonly ConvertedTou[]> {
    const { sourceType } = source
    const fields = { sourceData: plans, sourceType, sourceVersion, ...userOf(caller) }
    return read(this.#http, convertedTousSchema, asking(caller, '/device/tou/convert', fields))
  }

  /** The number under which the controller was made; undefined when the cloud knows none, or doesn't tell this account. */
  async manufactureId(caller: Caller, device: DeviceAddress, controllerId: string): Promise<string | undefined> {
    const query = { ...addressOf(device), controllerId, userId: caller.email }
    const call = { method: 'GET', path: '/device/tou/manufacture-id', query, repeatable: true } as const
    return ifAllowed(read(this.#http, manufactureIdSchema, { ...call, ...signed(caller) }))
  }

  async #plan(call: Call): Promise<TouPlan | undefined> {
    const data = await this.#http.send(call)
    return data === null || data === undefined ? undefined : readAs(touPlanSchema, data, call)
  }
}

const userOf = ({ email, userType }: Caller) => ({ userId: email, userType: userType ?? 'O' })
const signed = ({ token, signal }: Caller) => ({ token, signal })
