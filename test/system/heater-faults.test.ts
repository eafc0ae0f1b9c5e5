/** What a simulated heater does wrong on demand, and what others do to it meanwhile, as a stranger's client meets it. */
import { describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index'
import { seconds } from '#time/duration'
import { manualClock } from '../fixtures/manual-clock.ts'
import { call, type Heard, type PlainClient, signIn } from '../fixtures/plain-client.ts'
import { plainHome } from '../fixtures/plain-home.ts'

const status = 0x1000003
const end = 0x1000002
const dhwMode = 0x2000005
const powerOff = 0x2000001
const temperature = 0x2000020

async function setUp(options: SimulatorOptions = {}) {
  const { clock, simulator, heater, mac, connect: open } = await plainHome(options)
  const connect = (clientId: string, will?: object) => {
    const topic = `evt/52/navilink-${mac}/app-connection`
    const last = will && { will: { topic, payload: Buffer.from(JSON.stringify(will)), qos: 1 as const, retain: false } }
    return open({ clientId, ...last }, `evt/52/navilink-${mac}/#`)
  }
  const client = await connect('plain')
  let asked = 0
  /** Asks, and tells what comes under this question's id. */
  const ask = async (code: number, param?: readonly number[], topic = param ? 'ctrl' : 'st') => {
    const sessionID = `s${asked++}`
    await client.ask(mac, topic, code, param ? { mode: '', param } : {}, { sessionID })
    return sessionID
  }
  const answerTo = async (sessionID: string): Promise<Heard> =>
    client.next(({ body }) => body.sessionID === sessionID && body.response !== undefined)
  const statusNow = async () => (await answerTo(await ask(status))).body.response.status
  return { clock, simulator, heater, mac, client, connect, ask, answerTo, statusNow }
}

const isPush = ({ topic, body }: Heard) => /navilink-\w+\/res$/.test(topic) && body.response !== undefined

/** Sets a thing right: the next question is answered, and it wasn't the one before. */
async function isTheNextAnswer(client: PlainClient, sessionID: string) {
  const answer = await client.next(({ topic, body }) => topic.endsWith('/plain/res') && body.response !== undefined)
  expect(answer.body.sessionID).toBe(sessionID)
}

describe('a control', () => {
  it('is dropped: no answer, no change, and the one after it is taken', async () => {
    const { simulator, heater, client, ask } = await setUp()
    simulator.faults.on('heater-drops', { count: 1 })
    await ask(temperature, [100])
    await isTheNextAnswer(client, await ask(status))
    expect(heater.machine.controller.settings.setpoint).toBe(54.5)
    await isTheNextAnswer(client, await ask(temperature, [102]))
    expect(heater.machine.controller.settings.setpoint).toBe(51)
  })

  it('is answered, and nothing changes', async () => {
    const { simulator, heater, ask, answerTo } = await setUp()
    simulator.faults.on('heater-ignores', { count: 1 })
    const { body } = await answerTo(await ask(temperature, [100]))
    expect(body.response.status).toMatchObject({ command: temperature, dhwTemperatureSetting: 109 })
    expect(heater.machine.controller.settings.setpoint).toBe(54.5)
  })

  it.each([
    [{}, 2],
    [{ code: 9 }, 9],
  ])('is refused, with %j', async (settings, failCode) => {
    const { simulator, heater, mac, client, ask } = await setUp()
    simulator.faults.on('heater-refuses', { ...settings, count: 1 })
    const sessionID = await ask(temperature, [100])
    const refusal = await client.next(({ body }) => body.response !== undefined)
    expect(refusal).toMatchObject({ topic: `cmd/52/navilink-${mac}/res/ctrl-fail`, body: { sessionID } })
    expect(refusal.body.response).toMatchObject({ failCode, swVersion: 0x0b050000 })
    await isTheNextAnswer(client, await ask(status))
    expect(heater.machine.controller.settings.setpoint).toBe(54.5)
  })

  it('is heard late, and not by a heater that has been stopped', async () => {
    const { clock, simulator, heater, client, ask, answerTo } = await setUp()
    simulator.faults.on('heater-delays', { delay: seconds(20) })
    const sessionID = await ask(temperature, [100])
    while (simulator.faults.list()[0]?.struck !== 1) await clock.settle()
    simulator.faults.off()
    await isTheNextAnswer(client, await ask(status))
    expect(heater.machine.controller.settings.setpoint).toBe(54.5)
    await clock.advance(seconds(20))
    expect((await answerTo(sessionID)).body.response.status.dhwTemperatureSetting).toBe(100)

    simulator.faults.on('heater-delays', { count: 1 })
    const before = clock.pending
    await ask(temperature, [98])
    while (clock.pending === before) await clock.settle()
    heater.stop()
    expect(clock.pending).toBeLessThan(before)
  })
})

describe('the heater', () => {
  it('is deaf for one heater, and the other hears', async () => {
    const { simulator, mac, client, ask } = await setUp({ heaters: [{ household: 'nobody' }, { household: 'nobody' }] })
    simulator.faults.on('heater-deaf', { macAddress: mac })
    simulator.faults.on('heater-deaf', { macAddress: simulator.heaters[1]?.identity.macAddress ?? '', count: 1 })
    await ask(status)
    await ask(temperature, [100])
    simulator.faults.off('heater-deaf')
    await isTheNextAnswer(client, await ask(status))
    expect(simulator.heaters[0]?.machine.controller.settings.setpoint).toBe(54.5)
  })

  it('loses its Wi-Fi for a while: the cloud says so, REST too, and it is silent', async () => {
    const { clock, simulator, heater, mac, client, ask } = await setUp()
    simulator.faults.on('heater-offline', { duration: seconds(60) })
    const gone = await client.next(({ topic }) => topic.endsWith('/connection'))
    expect(gone.body.event.connection.status).toBe(0)
    const { accessToken } = await signIn(simulator)
    const list = () => call(simulator, '/device/list', { offset: 0, count: 20 }, accessToken)
    expect((await list()).body.data[0].deviceInfo.connected).toBe(1)
    await ask(status)
    heater.panel.power(false)
    await clock.advance(seconds(60))
    const back = await client.next(({ topic, body }) => topic.endsWith('/connection') || body.response !== undefined)
    expect(back.body).toMatchObject({ sessionNumber: 2, event: { macAddress: mac, connection: { status: 1 } } })
    expect((await list()).body.data[0].deviceInfo.connected).toBe(2)
  })

  it('does not come back while its own Wi-Fi is down', async () => {
    const { simulator, heater } = await setUp()
    heater.connected = false
    const off = simulator.faults.on('heater-offline')
    off()
    expect(heater.connected).toBe(false)
    heater.connected = true
    expect(heater.connected).toBe(true)
  })

  it('sends statuses of tomorrow', async () => {
    const { simulator, statusNow } = await setUp()
    // The answer and the push after it.
    simulator.faults.on('heater-odd', { count: 2 })
    const frames = [await statusNow(), await statusNow()]
    expect(frames.map(frame => 'fieldOfTomorrow' in frame)).toEqual([true, false])
    expect(Object.values(frames[0])).toContain(null)
    expect(Object.values(frames[0])).toContain(99)
  })

  it('has an old controller, and then its own again', async () => {
    const { simulator, heater, statusNow } = await setUp()
    const off = simulator.faults.on('old-firmware')
    expect(Object.keys(await statusNow())).toHaveLength(87)
    expect(heater.deviceInfoFrame().controllerSwVersion).toBe(0x0a010000)
    off()
    expect(Object.keys(await statusNow())).toHaveLength(103)
    expect(heater.deviceInfoFrame().controllerSwVersion).toBe(0x0b050000)
  })

  it('is updated', async () => {
    const { heater, statusNow } = await setUp({ heaters: [{ household: 'nobody', firmware: 'old' }] })
    expect(Object.keys(await statusNow())).toHaveLength(87)
    heater.firmware = 'new'
    expect(Object.keys(await statusNow())).toHaveLength(103)
    expect(heater.identity.firmware).toBe('new')
  })
})

describe('the apps', () => {
  const here = (clientID: string, on: 0 | 1) => ({
    protocolVersion: 1,
    clientID,
    event: { deviceType: 52, connection: { os: 'A', status: on } },
  })
  const tell = async (client: PlainClient, mac: string, body: unknown) => {
    const topic = `evt/52/navilink-${mac}/app-connection`
    await client.mqtt.publishAsync(topic, typeof body === 'string' ? body : JSON.stringify(body), { qos: 1 })
    await client.next(heard => heard.topic === topic)
  }

  it('come, leave by saying so, by their end, and by their last will', async () => {
    const { clock, simulator, heater, mac, client, connect, ask } = await setUp()
    await tell(client, mac, here('plain', 1))
    await tell(client, mac, here('plain', 1))
    expect(heater.apps).toEqual(['plain'])
    const phone = await connect('phone', here('phone', 0))
    await tell(phone, mac, here('phone', 1))
    expect(heater.apps).toEqual(['plain', 'phone'])
    await ask(end, undefined, 'st/end')
    await isTheNextAnswer(client, await ask(status))
    expect(heater.apps).toEqual(['phone'])
    phone.mqtt.stream.destroy()
    await client.next(({ body }) => body.clientID === 'phone' && body.event?.connection.status === 0)
    await clock.settle()
    expect(heater.apps).toEqual([])
    expect(simulator.connections.map(({ clientId }) => clientId)).toEqual(['plain'])
  })

  it('are not heard by a heater that is deaf or offline, nor what makes no sense', async () => {
    const { simulator, heater, mac, client } = await setUp()
    for (const name of ['heater-deaf', 'heater-offline'] as const) {
      const off = simulator.faults.on(name)
      await tell(client, mac, here('plain', 1))
      off()
      expect(heater.apps).toEqual([])
    }
    for (const body of [[], {}, { clientID: 7, event: { connection: { status: 1 } } }, { clientID: 'x', event: null }])
      await tell(client, mac, body)
    expect(heater.apps).toEqual([])
  })
})

describe('in a TOU window', () => {
  it('a frame says so, and only then', async () => {
    const { heater, statusNow } = await setUp()
    expect(await statusNow()).toMatchObject({ touStatus: 0, hpUpperOnTempSetting: 70 })
    heater.touWindow = true
    expect(await statusNow()).toMatchObject({ touStatus: 3, hpUpperOnTempSetting: 109, hpLowerOnTempSetting: 70 })
    heater.touWindow = false
    expect(await statusNow()).toMatchObject({ touStatus: 0, hpUpperOnTempSetting: 70 })
  })

  it('a mode is kept back, answered as it was, and comes true at the end; the setpoint is not kept', async () => {
    const { heater, ask, answerTo, client } = await setUp({ heaters: [{ household: 'nobody', upper: 50, lower: 48 }] })
    heater.touWindow = true
    const echo = await answerTo(await ask(dhwMode, [4]))
    expect(echo.body.response.status).toMatchObject({ command: dhwMode, dhwOperationSetting: 1 })
    const setpoint = await answerTo(await ask(temperature, [100]))
    expect(setpoint.body.response.status).toMatchObject({ dhwTemperatureSetting: 100, dhwOperationSetting: 1 })
    await answerTo(await ask(temperature, [120]))
    await answerTo(await ask(dhwMode, [9]))
    heater.touWindow = false
    expect(heater.machine.controller.settings).toMatchObject({ mode: 'high-demand', setpoint: 60 })
    heater.touWindow = true
    heater.touWindow = false
    expect(heater.machine.controller.settings.mode).toBe('high-demand')
    expect(client.heard.filter(({ topic }) => topic.endsWith('/ctrl-fail'))).toEqual([])
  })

  it.each([
    ['heat pump', (ask: Ask) => ask(dhwMode, [1]), 'heat-pump'],
    ['power off', (ask: Ask) => ask(powerOff, []), 'off'],
    ['another mode', (ask: Ask) => ask(dhwMode, [3]), 'energy-saver'],
  ])('%s takes the place of what is kept', async (_, then, expected) => {
    const { heater, ask, answerTo } = await setUp()
    heater.touWindow = true
    await answerTo(await ask(dhwMode, [4]))
    await answerTo(await then(ask))
    heater.touWindow = false
    expect(heater.machine.controller.settings.mode).toBe(expected)
  })
})

type Ask = (code: number, param: readonly number[]) => Promise<string>

describe('somebody at the panel', () => {
  const cool = { heaters: [{ household: 'nobody', upper: 50, lower: 40 }] } as const

  it('changes settings, and whoever listens is told by what follows from them', async () => {
    const { clock, heater, client } = await setUp(cool)
    heater.panel.setTemperature(60)
    const demand = await client.next(isPush)
    expect(demand.body.response.status).toMatchObject({ command: 0x4000004, dhwTemperatureSetting: 120 })
    await clock.advance(seconds(10))
    expect((await client.next(isPush)).body.response.status).toMatchObject({ command: 0x4000013, operationMode: 32 })
    heater.panel.power(false)
    expect((await client.next(isPush)).body.response.status).toMatchObject({
      command: 0x4000004,
      ...{ dhwOperationSetting: 6, operationBusy: 1 },
    })
    heater.panel.setMode('vacation', 3)
    heater.panel.power(true)
    expect(heater.machine.controller.settings).toMatchObject({ mode: 'vacation', vacationDays: 3 })
    expect(client.heard.filter(({ body }) => body.response && !/^\d$/.test(body.sessionID))).toEqual([])
  })

  it('is not held by a window, and withdraws what is', async () => {
    const { heater, ask, answerTo } = await setUp()
    heater.touWindow = true
    await answerTo(await ask(dhwMode, [4]))
    heater.panel.setTemperature(50)
    heater.panel.setMode('electric')
    expect(heater.machine.controller.settings.mode).toBe('electric')
    heater.touWindow = false
    expect(heater.machine.controller.settings).toMatchObject({ mode: 'electric', setpoint: 50 })
  })

  it('cannot ask for what the panel has not', async () => {
    const { panel } = (await setUp()).heater
    for (const wrong of [34.5, 66, 50.2, Number.NaN])
      expect(() => panel.setTemperature(wrong)).toThrow('from 35 to 65.5 °C')
    expect(() => panel.setMode('off' as 'electric')).toThrow('there are heat-pump, electric')
    for (const days of [0, 100, 1.5]) expect(() => panel.setMode('vacation', days)).toThrow('from 1 to 99')
  })
})

it('the phone changes something meanwhile: its answer goes to it, and everybody sees what follows', async () => {
  const { heater, mac, client, connect, statusNow } = await setUp()
  const phone = await connect('phone')
  const responseTopic = 'cmd/52/20001/10001/phone/res'
  await phone.mqtt.subscribeAsync(responseTopic)
  await phone.ask(mac, 'ctrl', temperature, { param: [100] }, { sessionID: 'p1', responseTopic })
  const answer = await phone.next(({ topic }) => topic === responseTopic)
  expect(answer.body.response.status.dhwTemperatureSetting).toBe(100)
  expect((await statusNow()).dhwTemperatureSetting).toBe(100)
  expect(client.heard.filter(({ topic }) => topic === responseTopic)).toEqual([])
  expect(heater.apps).toEqual([])
})

it('closing leaves no timer, whatever is on', async () => {
  const clock = manualClock()
  const simulator: Simulator = await startSimulator({ clock, heaters: [{ household: 'nobody' }] })
  simulator.faults.on('heater-offline', { duration: seconds(60) })
  simulator.faults.on('heater-delays', { duration: seconds(60) })
  await simulator.close()
  expect(clock.pending).toBe(0)
})
