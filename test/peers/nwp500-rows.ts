/** Tables of what nwp500-python can be asked to do: each row is a call of its own, its own decoding of what comes back, and what the simulated heater then holds. */
import { expect, it } from 'vitest'
import { type CommandName, commands } from '#schema/commands'
import type { SimulatedHeater } from '#simulator/index'
import type { Nwp500Scene } from './nwp500-scene.ts'
import type { Call } from './nwp500-session.ts'

type Fields = Readonly<Record<string, unknown>>
type Of<Value> = Value | ((heater: SimulatedHeater, scene: Nwp500Scene) => Value)

export interface Row extends Omit<Call, 'args' | 'more'> {
  readonly args?: Of<readonly unknown[]>
  readonly more?: Of<Fields>
  /** The row of our own table that it sends; a status that answers it says so. */
  readonly command?: CommandName
  /** What it comes upon. */
  readonly given?: (heater: SimulatedHeater, scene: Nwp500Scene) => void
  /** A subscription to hear the answer by, `energy_usage` for `subscribe_energy_usage`; without one a status is listened for. */
  readonly listen?: string
  /** What its messages are said to be, where it is another row that subscribed. */
  readonly by?: string
  /** The answer as the library decodes it. */
  readonly hears?: Of<Fields>
  /** It asks and is met with silence, by the heater that answers the next question. */
  readonly silent?: true
  /** What the call itself comes back with. */
  readonly gives?: Of<Fields | readonly unknown[] | string | boolean>
  /** The error that it raises. */
  readonly refused?: string | RegExp
  /** What it logs as a warning or worse, in place of nothing. */
  readonly complains?: readonly RegExp[]
  readonly after?: (heater: SimulatedHeater, scene: Nwp500Scene) => unknown
}

/** A row that hangs says so before the next one is over. */
const patience = 10_000

export function tryRows(scene: Nwp500Scene, title: string, rows: readonly Row[]): void {
  for (const row of rows) it(`${title}: ${nameOf(row)}`, { timeout: patience }, () => tryRow(scene, row))
}

function nameOf({ of, call, args, more, heater = 0 }: Row): string {
  const given = [args, more].filter(one => one !== undefined && typeof one !== 'function')
  return [`${of}.${call} of heater ${heater}`, ...given.map(one => JSON.stringify(one))].join(' ').slice(0, 120)
}

async function tryRow(scene: Nwp500Scene, row: Row): Promise<void> {
  const { session } = scene
  const { of, call, heater: index = 0, listen, refused, complains = [] } = row
  const heater = scene.cloud.heaters[index]
  if (heater === undefined) throw new Error(`The account has no heater ${index}.`)
  const value = <Value>(given: Of<Value>): Value =>
    typeof given === 'function'
      ? (given as (heater: SimulatedHeater, scene: Nwp500Scene) => Value)(heater, scene)
      : given

  session.forget()
  const subscription = (verb: string) => session.call({ of: 'mqtt', call: `${verb}_${listen}`, heater: index })
  if (listen) await subscription('subscribe')
  row.given?.(heater, scene)
  const result = session.call({
    of,
    call,
    heater: index,
    ...(row.args && { args: value(row.args) }),
    ...(row.more && { more: value(row.more) }),
  })
  if (refused) await expect(result).rejects.toThrow(refused)
  else expect({ result: await result }).toMatchObject(row.gives === undefined ? {} : { result: value(row.gives) })

  const say = row.by ?? listen ?? 'device_status'
  if (row.hears) {
    const code = say === 'device_status' && row.command ? { command: commands[row.command].code } : {}
    const { told } = await session.next({ say, heater: index }, code)
    expect(told).toMatchObject(value(row.hears))
  }
  if (row.silent) {
    await session.call({ of: 'mqtt', call: 'request_device_status', heater: index })
    await session.next({ say: 'device_status', heater: index }, { command: commands.status.code })
    expect(session.rest.filter(said => said.say === say)).toEqual([])
  }
  await row.after?.(heater, scene)
  if (listen) await subscription('unsubscribe')
  expect(session.complaints).toEqual(complains.map(text => expect.stringMatching(text)))
}

/** Everything public that no row calls, `mqtt.connect`, by the reason why. */
export type Uncalled = Readonly<Record<string, readonly string[]>>

/** Its events are its own affair. */
export const eventCalls = [
  'mqtt.emit',
  'mqtt.event_count',
  'mqtt.event_names',
  'mqtt.listener_count',
  'mqtt.off',
  'mqtt.on',
  'mqtt.once',
  'mqtt.remove_all_listeners',
  'mqtt.wait_for',
]

/** Holds the tables against the library itself, so that nothing of it is forgotten, and nothing is left that it hasn't got. */
export function tryAll(scene: Nwp500Scene, rows: readonly Row[], uncalled: Uncalled): void {
  it('calls everything that the library has, or says why not', async () => {
    const { session } = scene
    const names = (await session.call({ of: 'life', call: 'names' })) as Readonly<Record<string, readonly string[]>>
    const all = Object.entries(names).flatMap(([of, each]) => each.map(name => `${of}.${name}`))
    const listened = rows.flatMap(({ listen }) =>
      listen ? [`mqtt.subscribe_${listen}`, `mqtt.unsubscribe_${listen}`] : [],
    )
    const called = new Set([...rows.map(({ of, call }) => `${of}.${call}`), ...listened])
    expect([...called, ...Object.values(uncalled).flat()].toSorted()).toEqual(all.toSorted())
  })
}
