/** The HTTP port by which a person or a test makes a running simulation misbehave, and works the panels of its heaters. */
import { createServer } from 'node:http'
import { isIP } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { DemandResponseEvent } from '#physics/controller/settings'
import { DREvent } from '#schema/enums'
import { activeRecord, faultOf, kindRecords } from './fault-json.ts'
import { faultNamed } from './fault-kinds.ts'
import type { Faults } from './faults.ts'
import type { SimulatedHeater } from './heater.ts'
import { type Listening, listening } from './listening.ts'
import type { PanelMode } from './panel.ts'

/** Where the control port listens. */
export interface ControlOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** The address to listen on, 127.0.0.1 by default. Whoever reaches it may do everything. */
  readonly host?: string
}

/** What can be worked. */
export interface Controlled {
  readonly faults: Faults
  readonly heaters: readonly SimulatedHeater[]
  readonly connections: readonly { readonly clientId: string; readonly filters: readonly string[] }[]
}

const longestBody = 65_536

/** @throws the operating system's error when the port can't be had. */
export function openControlPort(
  cloud: Controlled,
  { port = 0, host = '127.0.0.1' }: ControlOptions,
): Promise<Listening> {
  const app = controlCalls(cloud, host)
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return listening(createServer(listener), port, host)
}

function controlCalls(cloud: Controlled, host: string) {
  const { faults, heaters } = cloud
  const app = new Hono()
  const now = () => ({ faults: faults.list().map(activeRecord) })

  app.use(async (c, next) => {
    // A page in a browser could call a port of this machine, under a name of its own too: nobody else sends an Origin.
    const called = c.req.header('host') ?? ''
    if (c.req.header('origin') !== undefined || !isOurs(called, host))
      return c.json({ error: 'This port is not for web pages: call it by its address, and without an Origin.' }, 403)
    if (
      !(Number(c.req.header('content-length') ?? 0) <= longestBody) ||
      c.req.header('transfer-encoding') !== undefined
    )
      return c.json({ error: `The body must say its length, and be no longer than ${longestBody} bytes.` }, 413)
    return next()
  })
  app.onError((error, c) => c.json({ error: error.message }, error instanceof RangeError ? 400 : 500))
  app.notFound(c => c.json({ error: `There is no ${c.req.method} ${c.req.path} here.` }, 404))

  app.get('/faults', c => c.json({ ...now(), kinds: kindRecords() }))
  app.post('/faults', async c => {
    const { name, settings } = faultOf(objectOf(await c.req.text()))
    faults.on(name, settings)
    return c.json(now(), 201)
  })
  app.delete('/faults', c => {
    faults.off()
    return c.json(now())
  })
  app.delete('/faults/:name', c => {
    faults.off(faultNamed(c.req.param('name')))
    return c.json(now())
  })
  app.post('/drop', async c => {
    const text = await c.req.text()
    faults.on('drop', faultOf({ ...objectOf(text === '' ? '{}' : text), name: 'drop' }).settings)
    return c.json({ clients: cloud.connections })
  })
  app.get('/clients', c => c.json({ clients: cloud.connections }))
  app.get('/heaters', c => c.json({ heaters: heaters.map(heaterRecord) }))
  app.post('/heaters/:mac/panel', async c => {
    const heater = heaters.find(({ identity }) => identity.macAddress === c.req.param('mac'))
    if (heater === undefined) return c.json({ error: 'There is no heater with this MAC address here.' }, 404)
    work(heater, objectOf(await c.req.text()))
    return c.json(heaterRecord(heater))
  })
  return app
}

function isOurs(called: string, host: string): boolean {
  const name = called.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return name === 'localhost' || name === host || isIP(name) !== 0
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {}
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw new RangeError('The body must be a JSON object.')
}

const heaterRecord = (heater: SimulatedHeater) => {
  const { identity, connected, touWindow, apps, machine } = heater
  const { name, macAddress, firmware } = identity
  const { settings, faults } = machine.controller
  const { mode, setpoint: temperature, event: gridEvent } = settings
  const errors = faults.map(({ code, part }) => ({ code, part }))
  const { defects } = machine
  return { name, macAddress, firmware, connected, mode, temperature, touWindow, gridEvent, defects, errors, apps }
}

const gridEvents = Object.values(DREvent)
const isGridEvent = (value: unknown): value is DemandResponseEvent => gridEvents.some(event => event === value)

const needs = {
  mode: 'a name such as "energy-saver"',
  temperature: 'a number of °C',
  power: 'true or false',
  touWindow: 'true or false',
  connected: 'true or false',
  powered: 'true or false',
  gridEvent: `one of ${gridEvents.join(', ')}`,
  gridOverride: 'true or false',
  reset: 'true',
} as const

const switches = ['touWindow', 'connected', 'powered', 'gridOverride'] as const
const isSwitch = (thing: string): thing is (typeof switches)[number] => switches.some(one => one === thing)

/** Does the one thing that the body says. @throws RangeError for anything else. */
function work(heater: SimulatedHeater, { days, ...body }: Readonly<Record<string, unknown>>): void {
  const [[what, value] = [], another] = Object.entries(body)
  const known = Object.keys(needs) as (keyof typeof needs)[]
  const thing = known.find(name => name === what)
  if (thing === undefined || another !== undefined || (days !== undefined && thing !== 'mode'))
    throw new RangeError(`The panel takes one of ${known.join(', ')} at a time, and with a mode also days.`)
  if (thing === 'mode' && typeof value === 'string' && (days === undefined || typeof days === 'number'))
    heater.panel.setMode(value as PanelMode, days)
  else if (thing === 'temperature' && typeof value === 'number') heater.panel.setTemperature(value)
  else if (thing === 'power' && typeof value === 'boolean') heater.panel.power(value)
  else if (thing === 'gridEvent' && isGridEvent(value)) heater.gridEvent = value
  else if (thing === 'reset' && value === true) heater.recover()
  else if (isSwitch(thing) && typeof value === 'boolean') heater[thing] = value
  else throw new RangeError(`The ${thing} must be ${needs[thing]}.`)
}
