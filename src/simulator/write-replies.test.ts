/** What a simulated heater does when it is told something, as a stranger's client meets it: its answer, its state, and what follows. */
import { describe, expect, it } from 'vitest'
import { type ControlName, commands } from '#schema/commands'
import { readRecirculation } from '#schema/recirculation'
import { readReservations } from '#schema/reservation'
import { readTou } from '#schema/tou'
import { hours, minutes, seconds } from '#time/duration'
import type { Heard } from '../../test/fixtures/plain-client.ts'
import { plainHome } from '../../test/fixtures/plain-home.ts'
import type { HeaterOptions, SimulatorOptions } from './index.ts'

async function setUp(heater: HeaterOptions = {}, options: SimulatorOptions = {}) {
  const home = await plainHome({ heaters: [{ household: 'nobody', past: 'none', ...heater }], ...options })
  const { mac, heater: tank } = home
  const client = await home.connect({ keepalive: 0 }, `evt/52/navilink-${mac}/#`, `cmd/52/20001/#`)
  let said = 0
  /** Sends a request; what comes under its id before the answer to a status request that follows it. */
  const say = async (suffix: string, code: number, fields: object, reply = '') => {
    const sessionID = `s${said++}`
    const responseTopic = reply === '' ? app : `${app}/${reply}`
    await client.ask(mac, suffix, code, { ...fields }, { sessionID, responseTopic })
    await client.ask(mac, 'st', 0x1000003, {}, { sessionID: 'last', responseTopic: app })
    const heard: Heard[] = []
    for (;;) {
      const { topic, body } = await client.next(({ body }) => body.response && !/^\d$/.test(body.sessionID))
      if (body.sessionID === 'last') return { heard, status: body.response.status }
      expect(body.sessionID).toBe(sessionID)
      heard.push({ topic, body })
    }
  }
  /** A control; the status that answers it. */
  const control = async (name: ControlName, ...param: number[]) => {
    const { code, mode } = commands[name]
    const { heard } = await say('ctrl', code, { mode, param, paramStr: '' })
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({ topic: app, body: { response: { status: { command: code } } } })
    return heard[0]?.body.response.status
  }
  return { ...home, tank, client, say, control }
}

/** A connection lasts a day at most. */
const hourASecond = { speed: 3600 }
const app = 'cmd/52/20001/10001/plain/res'

describe('a control', () => {
  it('vacation: its length can be changed, and the mode is left alone', async () => {
    const { control, clock, tank } = await setUp({}, hourASecond)
    expect(await control('vacationDays', 9)).toMatchObject({ dhwOperationSetting: 1, vacationDaySetting: 9 })
    expect(await control('vacation', 5, 7)).toMatchObject({ dhwOperationSetting: 5, vacationDaySetting: 7 })
    clock.step(seconds(50))
    expect(await control('vacationDays', 3)).toMatchObject({ vacationDaySetting: 3, vacationDayElapsed: 2 })
    for (const days of [0, 100, 1.5])
      expect(await control('vacationDays', days)).toMatchObject({ vacationDaySetting: 3 })
    clock.step(seconds(23))
    expect(tank.machine.controller.settings).toMatchObject({ mode: 'heat-pump', vacationDays: 0 })
  })

  it('anti-legionella: heats to 60 °C once in so many days, and says so meanwhile', async () => {
    const { control, clock, tank, say } = await setUp({ mode: 'energy-saver' }, hourASecond)
    expect(await control('antiLegionellaOff')).toMatchObject({ antiLegionellaUse: 1, antiLegionellaPeriod: 7 })
    for (const days of [0, 31]) expect(await control('antiLegionellaOn', days)).toMatchObject({ antiLegionellaUse: 1 })
    expect(await control('antiLegionellaOn', 2)).toMatchObject({ antiLegionellaUse: 2, antiLegionellaPeriod: 2 })
    clock.step(seconds(47.9))
    expect(tank.machine.controller.antiLegionella.busy).toBe(false)
    clock.step(seconds(0.3))
    const { status } = await say('st', 0x1000003, {})
    expect(status).toMatchObject({ antiLegionellaOperationBusy: 2, operationBusy: 2, dhwTemperatureSetting: 109 })
    expect(status.currentInstPower).toBeGreaterThan(300)
    clock.step(seconds(5))
    expect(tank.machine.controller.antiLegionella).toMatchObject({ on: true, busy: false })
    expect(tank.machine.probes.lower).toBeGreaterThan(58)
    expect(tank.machine.controller.control.compressor).toBe(false)
    expect(await control('antiLegionellaOff')).toMatchObject({ antiLegionellaUse: 1, antiLegionellaPeriod: 2 })
  })

  it('air filter: hours begin anew, and the reminder has a life or none', async () => {
    const { control, clock, tank } = await setUp({ upper: 40, lower: 20 })
    expect(await control('airFilterLife', 3)).toMatchObject({ airFilterAlarmPeriod: 1500, airFilterAlarmUse: 2 })
    clock.step(hours(3))
    expect(tank.statusFrame(0)).toMatchObject({ cumulatedOpTimeEvaFan: 187 })
    expect(await control('airFilterReset')).toMatchObject({ cumulatedOpTimeEvaFan: 0, airFilterAlarmPeriod: 1500 })
    clock.step(hours(1.1))
    expect(tank.statusFrame(0)).toMatchObject({ cumulatedOpTimeEvaFan: 1 })
    expect(await control('airFilterLife', 0)).toMatchObject({ airFilterAlarmPeriod: 0, airFilterAlarmUse: 1 })
    for (const count of [1, 21])
      expect(await control('airFilterLife', count)).toMatchObject({ airFilterAlarmPeriod: 0 })
  })

  it('time of use: 0 while it is off, 1 outside a window, 3 in one with the threshold raised', async () => {
    // Friday evening, 20:00 in the plan of the cloud.
    const { control } = await setUp()
    expect(await control('touOn')).toMatchObject({ touStatus: 3, hpUpperOnTempSetting: 109 })
    expect(await control('touOff')).toMatchObject({ touStatus: 0, hpUpperOnTempSetting: 70 })
    const elsewhere = await setUp({ timeZone: 'America/Los_Angeles' })
    expect(await elsewhere.control('touOn')).toMatchObject({ touStatus: 1, hpUpperOnTempSetting: 70 })
  })

  it('time of use off: ends a window that was opened by hand, and what waited comes true', async () => {
    const { control, tank } = await setUp()
    tank.touWindow = true
    expect(await control('dhwMode', 4)).toMatchObject({ touStatus: 3, dhwOperationSetting: 1 })
    expect(await control('touOff')).toMatchObject({ touStatus: 0, dhwOperationSetting: 4 })
    expect(tank.touWindow).toBe(false)
  })

  it('condenser fault: a fault of the circuit and the alarm of an owner are over, others stay', async () => {
    const { control, tank } = await setUp()
    tank.fail(908, 0)
    tank.alarm = 101
    expect(tank.statusFrame(0)).toMatchObject({ errorCode: 908, minorCode: 101 })
    expect(await control('condenserFaultReset')).toMatchObject({ errorCode: 0, minorCode: 0 })
    expect(tank.rememberedFault).toMatchObject({ code: 908 })
    tank.fail(480, 1)
    tank.alarm = 7
    expect(await control('condenserFaultReset')).toMatchObject({ errorCode: 480, subErrorCode: 1, minorCode: 7 })
  })

  it('demand response and intelligent scheduling are taken, though no status tells', async () => {
    const { control, tank } = await setUp()
    const seen = async (name: ControlName) => {
      await control(name)
      const { machine, intelligent } = tank.appliance
      const { demandResponse } = machine.controller.settings
      return [demandResponse, intelligent]
    }
    expect(await seen('demandResponseOn')).toEqual([true, false])
    expect(await seen('intelligentOn')).toEqual([true, true])
    expect(await seen('demandResponseOff')).toEqual([false, true])
    expect(await seen('intelligentOff')).toEqual([false, false])
  })

  it('the water program is answered, and nothing is known to change', async () => {
    const { control, tank } = await setUp()
    const before = tank.appliance
    await control('waterProgram')
    expect(tank.appliance).toBe(before)
  })

  it.each([
    ['vacation', 'vacation', [5, 7]],
    ['electric', 'dhwMode', [2]],
    ['anti-legionella', 'antiLegionellaOn', [5]],
    ['demand-response', 'demandResponseOn', []],
    ['recirculation', 'recirculationMode', [1]],
    ['recirculation', 'hotButton', [1]],
    ['power', 'powerOff', []],
  ] as const)('of a unit without %s is answered by a status that does not show it', async (lacks, name, param) => {
    const { control, tank } = await setUp({ capabilities: { [lacks]: false } })
    const before = tank.appliance
    await control(name, ...param)
    expect(tank.appliance).toBe(before)
  })

  it('a setpoint stays within the limits and the step of the unit', async () => {
    const { control, tank } = await setUp({ minimumOperation: 40, highestSetpoint: 60, setpointStep: 'one-degree' })
    expect(tank.deviceInfoFrame()).toMatchObject({
      ...{ dhwTemperatureMin: 80, dhwTemperatureMax: 120, dhwTemperatureSettingUse: 3 },
    })
    for (const [halves, held] of [
      [100, 100],
      [79, 100],
      [121, 100],
      [101, 100],
      [120, 120],
    ] as const)
      expect(await control('dhwTemperature', halves)).toMatchObject({ dhwTemperatureSetting: held })
  })
})

describe('the recirculation pump', () => {
  it('runs for ten minutes when the hot button is pressed, is counted, and says so', async () => {
    const { control, clock, tank } = await setUp({ recirculation: true, timeZone: 'UTC' })
    expect(await control('hotButton', 1)).toMatchObject({ recircOperationMode: 3, recircHotBtnReady: 0 })
    clock.step(minutes(9.9))
    expect(tank.statusFrame(0)).toMatchObject({ recircPumpOperationStatus: 1, recircOperationBusy: 2 })
    clock.step(minutes(0.2))
    expect(tank.statusFrame(0)).toMatchObject({
      ...{ recircPumpOperationStatus: 0, recircOperationBusy: 1, recircHotBtnReady: 1 },
    })
    await control('recirculationMode', 1)
    clock.step(hours(3))
    await control('recirculationMode', 4)
    await control('hotButton', 1)
    clock.step(minutes(1))
    expect(tank.appliance.recirculation).toMatchObject({ mode: 'none', running: false })
    expect(tank.counters().taData).toMatchObject({ cumulatedOpNumRecircPump: 2, cumulatedOpTimeRecircPump: 3 })
    for (const wrong of [0, 5])
      expect(await control('recirculationMode', wrong)).toMatchObject({ recircOperationMode: 4 })
  })

  it('rests while the heater is off', async () => {
    const { control, clock, tank } = await setUp({ recirculation: true })
    await control('recirculationMode', 1)
    await control('powerOff')
    clock.step(minutes(1))
    expect(tank.appliance.recirculation?.running).toBe(false)
  })
})

const entry = { enable: 2, week: 124, hour: 6, min: 30, mode: 3, param: 109 }
const event = { enable: 2, week: 254, hour: 6, min: 0, mode: 2, param: -1 }
const period = {
  ...{ season: 4095, week: 254, startHour: 16, startMinute: 0, endHour: 20, endMinute: 59 },
  ...{ priceMin: 30_000, priceMax: 40_000, decimalPoint: 5 },
}

describe('a schedule', () => {
  const controllerSerialNumber = '000000004E57500500'
  const writes = [
    ['reservations', 'ctrl/rsv/rd', 0x100000a, 'rsv/rd', { reservationUse: 2, reservation: [entry, entry] }],
    ['tou', 'ctrl/tou/rd', 0x2000007, 'tou/rd', { controllerSerialNumber, reservationUse: 1, reservation: [period] }],
    ['recirculation', 'ctrl/recirc-rsv/rd', 0x2000008, 'recirc-rsv/rd', { reservationUse: 2, reservation: [event] }],
  ] as const
  const held = ({ tank }: Awaited<ReturnType<typeof setUp>>) => ({
    reservations: tank.reservations,
    tou: tank.touPlan,
    recirculation: tank.recirculationSchedule,
  })
  const read = { reservations: readReservations, tou: readTou, recirculation: readRecirculation }

  it.each(writes)('%s: is echoed whole on its own topic, and held', async (name, topic, code, reply, fields) => {
    const home = await setUp({ recirculation: true })
    expect(home.tank.identity.controllerSerialNumber).toBe(controllerSerialNumber)
    const { heard } = await home.say(topic, code, fields, reply)
    expect(heard).toMatchObject([{ topic: `${app}/${reply}`, body: { response: fields } }])
    expect(held(home)[name]).toEqual(read[name](fields))
  })

  it.each(writes)('%s: may be lost without a word, once in a while', async (name, topic, code, reply, fields) => {
    const home = await setUp({ recirculation: true })
    const before = held(home)
    home.simulator.faults.on('heater-loses-write', { count: 1 })
    const { heard } = await home.say(topic, code, fields, reply)
    expect(heard).toMatchObject([{ body: { response: fields } }])
    expect(held(home)).toEqual(before)
    await home.say(topic, code, fields, reply)
    expect(held(home)[name]).toEqual(read[name](fields))
  })

  it.each(writes)(
    '%s: without its list it meets silence, and nothing is stored',
    async (_, topic, code, reply, fields) => {
      const home = await setUp({ recirculation: true })
      const before = held(home)
      const { reservation: __, ...others } = fields
      for (const body of [others, { ...others, reservation: null }, { ...others, reservation: 'xyz' }])
        expect((await home.say(topic, code, body, reply)).heard).toEqual([])
      expect(held(home)).toEqual(before)
    },
  )

  it('of another controller meets silence', async () => {
    const home = await setUp()
    const [, [, topic, code, reply, fields]] = writes
    const before = home.tank.touPlan
    const { heard } = await home.say(topic, code, { ...fields, controllerSerialNumber: '1' }, reply)
    expect(heard).toEqual([])
    expect(home.tank.touPlan).toBe(before)
  })

  it('of prices has no more than forty periods', async () => {
    const { say, tank } = await setUp()
    const reservation = Array.from({ length: 41 }, (_, i) => ({ ...period, priceMax: 40_000 + i }))
    const { heard } = await say(
      'ctrl/tou/rd',
      0x2000007,
      { controllerSerialNumber, reservationUse: 2, reservation },
      'tou/rd',
    )
    expect(heard[0]?.body.response.reservation).toEqual(reservation.slice(0, 40))
    expect(tank.touPlan.periods).toHaveLength(40)
  })

  it('of a pump that isn’t there, or of a unit without reservations, meets silence', async () => {
    const { say } = await setUp({ capabilities: { reservations: false } })
    for (const [name, topic, code, reply, fields] of writes)
      if (name !== 'tou') expect((await say(topic, code, fields, reply)).heard).toEqual([])
  })

  it('is dropped, refused or ignored as a control is', async () => {
    const { say, simulator, tank, mac } = await setUp()
    const [[, topic, code, reply, fields]] = writes
    simulator.faults.on('heater-drops', { count: 1 })
    expect((await say(topic, code, fields, reply)).heard).toEqual([])
    simulator.faults.on('heater-refuses', { count: 1, code: 9 })
    expect((await say(topic, code, fields, reply)).heard).toMatchObject([
      { topic: `cmd/52/navilink-${mac}/res/ctrl-fail`, body: { response: { failCode: 9 } } },
    ])
    simulator.faults.on('heater-ignores', { count: 1 })
    expect((await say(topic, code, fields, reply)).heard).toMatchObject([{ body: { response: fields } }])
    expect(tank.reservations.entries).toEqual([])
  })

  it('takes effect at once: a plan that is written in its window opens it', async () => {
    const { say, tank } = await setUp()
    const dearNow = { ...period, startHour: 20, endHour: 20, priceMax: 50_000 }
    const fields = { controllerSerialNumber, reservationUse: 2, reservation: [{ ...period, endHour: 19 }, dearNow] }
    const { status } = await say('ctrl/tou/rd', 0x2000007, fields, 'tou/rd')
    expect(status).toMatchObject({ touStatus: 3 })
    expect(tank.touWindow).toBe(true)
  })
})

describe('a firmware that waits', () => {
  const waiting = { swCode: 'controller', otaMode: 1, swVersion: 0x0b060000, status: 2 } as const
  const commit = (commitOta: unknown) => ['ctrl/commit-ota', 0x200000a, { commitOta }, 'commit-ota'] as const

  it('is installed: an answer, a minute of silence, and another version', async () => {
    const { say, tank, client, clock } = await setUp({ downloadedFirmware: [waiting] })
    const { code } = commands.commitFirmware
    const fields = { commitOta: { swCode: 1, swVersion: 0x0b060000 } }
    await client.ask(tank.identity.macAddress, 'ctrl/commit-ota', code, fields, {
      sessionID: 'ota',
      responseTopic: `${app}/commit-ota`,
    })
    const answer = await client.next(({ body }) => body.response !== undefined)
    expect(answer).toMatchObject({ topic: `${app}/commit-ota`, body: { sessionID: 'ota', response: fields } })
    const gone = await client.next(({ topic }) => topic.endsWith('/connection'))
    expect(gone.body.event.connection.status).toBe(0)
    expect([tank.connected, tank.powered]).toEqual([false, false])
    await clock.advance(seconds(59))
    expect(tank.connected).toBe(false)
    await clock.advance(seconds(2))
    const back = await client.next(({ topic }) => topic.endsWith('/connection'))
    expect(back.body.event.connection.status).toBe(1)
    expect(tank.deviceInfoFrame()).toMatchObject({ controllerSwVersion: 0x0b060000, panelSwVersion: 0x02070000 })
    expect(tank.downloadedFirmware).toEqual([])
    expect((await say(...commit(fields.commitOta))).heard).toEqual([])
  })

  it.each([undefined, {}, { swCode: 2, swVersion: 0x0b060000 }, { swCode: 1, swVersion: 1 }])(
    'is not %j: silence, and nothing happens',
    async what => {
      const { say, tank } = await setUp({ downloadedFirmware: [waiting] })
      expect((await say(...commit(what))).heard).toEqual([])
      expect(tank.downloadedFirmware).toEqual([waiting])
      expect(tank.connected).toBe(true)
    },
  )
})
