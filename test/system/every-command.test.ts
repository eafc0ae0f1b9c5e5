/** Every row of the command table, through the library and a simulated heater over real sockets: done, refused, or honestly in doubt. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkDevice } from '#heater/device'
import { capabilities } from '#schema/capabilities'
import { decode } from '#schema/codec'
import { type Control, confirms } from '#schema/command'
import { type ControlName, commands, controlNames } from '#schema/commands'
import { UnsupportedError } from '#schema/errors'
import { statusFields } from '#schema/status'
import type { HeaterOptions, SimulatorOptions } from '#simulator/index'
import { minutes, seconds } from '#time/duration'
import { scannedCloud } from '../fixtures/scanned-cloud.ts'

/** What each row is given, chosen so that it changes something; and what it doesn't take. */
const given: { readonly [Name in ControlName]: { readonly value: unknown; readonly wrong?: unknown } } = {
  powerOff: { value: undefined },
  powerOn: { value: undefined },
  dhwMode: { value: 'high-demand', wrong: 'vacation' },
  vacation: { value: 12, wrong: 100 },
  dhwTemperature: { value: 60, wrong: 66 },
  vacationDays: { value: 21, wrong: 0 },
  waterProgram: { value: undefined },
  hotButton: { value: undefined },
  recirculationMode: { value: 'always', wrong: 'button' },
  condenserFaultReset: { value: undefined },
  intelligentOff: { value: undefined },
  intelligentOn: { value: undefined },
  demandResponseOff: { value: undefined },
  demandResponseOn: { value: undefined },
  antiLegionellaOff: { value: undefined },
  antiLegionellaOn: { value: 3, wrong: 31 },
  airFilterReset: { value: undefined },
  airFilterLife: { value: 2500, wrong: 1250 },
  touOff: { value: undefined },
  touOn: { value: undefined },
}
/** What has to be done before, for the row to change anything. */
const before: { readonly [Name in ControlName]?: ControlName } = {
  powerOn: 'powerOff',
  antiLegionellaOff: 'antiLegionellaOn',
  touOff: 'touOn',
}

const clientId = 'tested'
const fitted: HeaterOptions = { household: 'nobody', recirculation: true }

async function setUp(heater: HeaterOptions = {}, options: SimulatorOptions = {}) {
  const virtual = await scannedCloud({ heaters: [{ ...fitted, ...heater }], ...options })
  const device = await virtual.heaterOf(virtual.client({ link: { clientId } }))
  const { tank } = virtual
  if (tank === undefined) throw new Error('There is no heater.')
  const heard = await virtual.controls()
  const say = (name: ControlName, value: unknown) => device.control(name, value as never)
  return { ...virtual, tank, device, heard, say }
}

/** A minute of the heater's is more than any echo takes. */
const shown = (device: NaviLinkDevice) => device.latest?.about.at

describe.each(controlNames)('%s', name => {
  const control: Control = commands[name]
  const { value, wrong } = given[name]

  it('is done by the heater, and confirmed by its own words', async () => {
    const { wait, clock, tank, device, say } = await setUp()
    const first = before[name]
    if (first) expect(await wait(say(first, given[first].value))).toMatchObject({ result: 'confirmed' })
    await clock.advance(seconds(5))
    const frame = () => decode(statusFields, tank.statusFrame(0)).values
    const changes = control.confirmedBy.length > 0 && name !== 'airFilterReset'
    if (changes) expect(confirms(control, value as string, frame())).toBe(false)
    const outcome = await wait(say(name, value))
    expect(outcome).toMatchObject({ result: 'confirmed', command: name, attempts: 1 })
    expect(outcome.status?.command).toBe(control.code)
    if (control.confirmedBy.length > 0) {
      expect(confirms(control, value as string, frame())).toBe(true)
      expect(outcome.reason).toBeUndefined()
    } else expect(outcome.reason).toBe('The heater acknowledged it; no field of its status is known to show it.')
    expect(shown(device)).toBeDefined()
  })

  const { needs, parameter } = control
  if (needs)
    it('is refused for a unit that hasn’t got it, before a byte is sent', async () => {
      const { problem, clock, say, heard, device, wait } = await setUp({
        capabilities: { [needs]: false },
      })
      const error = await problem(say(name, value))
      expect(error).toBeInstanceOf(UnsupportedError)
      expect(error.message).toMatch(/^This heater has no .*; its capabilities tell what it has\.$/)
      expect((await wait(device.info()))[capabilities[needs]]).not.toBe('yes')
      await clock.advance(minutes(1))
      expect(heard).toEqual([])
    })

  if (parameter)
    it('is refused out of its range, in words that name it', async () => {
      const { problem, clock, say, heard } = await setUp()
      const range = parameter.type === 'choice' ? Object.keys(parameter.choices)[0] : String(parameter.highest)
      const error = await problem(say(name, wrong))
      expect(error).toBeInstanceOf(RangeError)
      expect(error.message).toContain(range)
      expect(error.message).toContain(String(wrong))
      await clock.advance(minutes(1))
      expect(heard).toEqual([])
    })

  it('is told as offline where the heater is', async () => {
    const { wait, clock, tank, say, device } = await setUp()
    tank.connected = false
    await clock.until(() => device.presence === 'offline', minutes(10))
    expect(await wait(say(name, value))).toMatchObject({ result: 'offline', attempts: 0 })
  })

  it('is told as unconfirmed where no answer comes', async () => {
    const { wait, clock, cloud, say } = await setUp()
    const first = before[name]
    if (first) await wait(say(first, given[first].value))
    await clock.advance(seconds(5))
    cloud.faults.on('heater-drops', { count: 10 })
    const outcome = await wait(say(name, value))
    expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: control.idempotent ? 2 : 1 })
    expect(outcome.reason).toBeTruthy()
  })

  it('is told as refused, with the heater’s code', async () => {
    const { wait, cloud, say } = await setUp()
    cloud.faults.on('heater-refuses', { code: 7 })
    expect(await wait(say(name, value))).toMatchObject({ result: 'refused', failCode: 7, attempts: 1 })
  })

  if (control.confirmedBy.length > 0)
    it('is told as unconfirmed where the heater answers and does nothing', async () => {
      const { wait, clock, cloud, say } = await setUp()
      const first = before[name]
      if (first) await wait(say(first, given[first].value))
      await clock.advance(seconds(5))
      if (name === 'airFilterReset') await clock.advance(minutes(1))
      cloud.faults.on('heater-ignores')
      const outcome = await wait(say(name, value))
      expect(outcome).toMatchObject({ result: 'unconfirmed', attempts: 1 })
      expect(outcome.reason).toBe('The heater spoke, but did not show the setting in time.')
    })
})
