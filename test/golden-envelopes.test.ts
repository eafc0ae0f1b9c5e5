/** What goes over the wire for each command, to the letter: written by hand from the notes on the protocol, never made from the table. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkDevice } from '#heater/device'
import { commands } from '#schema/commands'
import { seconds } from '#time/duration'
import { TestHeater, testMac } from './fixtures/test-heater.ts'

interface Golden {
  readonly does: (heater: NaviLinkDevice) => Promise<unknown>
  readonly topic: string
  readonly reply: string
  readonly request: Readonly<Record<string, unknown>>
}

const res = 'cmd/52/20001/10001/me/res'
const heaterTopic = `cmd/52/navilink-${testMac}`
const control = (command: number, mode: string, param: readonly number[] = []) => ({
  topic: `${heaterTopic}/ctrl`,
  reply: res,
  request: { command, mode, param, paramStr: '' },
})

/** Each by the name of its row; several where a value changes more than a number. */
const golden: readonly (readonly [name: keyof typeof commands, golden: Golden])[] = [
  [
    'deviceInfo',
    { does: h => h.info(), topic: `${heaterTopic}/st/did`, reply: `${res}/did`, request: { command: 16777217 } },
  ],
  ['status', { does: h => h.status(), topic: `${heaterTopic}/st`, reply: res, request: { command: 16777219 } }],
  [
    'dailyEnergy',
    {
      does: h => h.energy.daily(2026, [9, 10]),
      topic: `${heaterTopic}/st/energy-usage-daily-query/rd`,
      reply: `${res}/energy-usage-daily-query/rd`,
      request: { command: 16777225, year: 2026, month: [9, 10] },
    },
  ],
  [
    'monthlyEnergy',
    {
      does: h => h.energy.monthly([2025, 2026]),
      topic: `${heaterTopic}/st/energy-usage-monthly-query/rd`,
      reply: `${res}/energy-usage-monthly-query/rd`,
      request: { command: 16777226, year: [2025, 2026] },
    },
  ],
  [
    'downloadedFirmware',
    {
      does: h => h.downloadedFirmware(),
      topic: `${heaterTopic}/st/dl-sw-info`,
      reply: `${res}/dl-sw-info`,
      request: { command: 16777227 },
    },
  ],
  [
    'counters',
    {
      does: h => h.counters(),
      topic: `${heaterTopic}/st/td/rd`,
      reply: `${res}/td/rd`,
      request: { command: 16777228 },
    },
  ],
  [
    'reservations',
    {
      does: h => h.reservations.read(),
      topic: `${heaterTopic}/st/rsv/rd`,
      reply: `${res}/rsv/rd`,
      request: { command: 16777222 },
    },
  ],
  [
    'recirculationSchedule',
    {
      does: h => h.recirculation.read(),
      topic: `${heaterTopic}/st/recirc-rsv/rd`,
      reply: `${res}/recirc-rsv/rd`,
      request: { command: 16777231 },
    },
  ],
  ['powerOff', { does: h => h.powerOff(), ...control(33554433, 'power-off') }],
  ['powerOn', { does: h => h.powerOn(), ...control(33554434, 'power-on') }],
  ['dhwMode', { does: h => h.setMode('heat-pump'), ...control(33554437, 'dhw-mode', [1]) }],
  ['dhwMode', { does: h => h.setMode('electric'), ...control(33554437, 'dhw-mode', [2]) }],
  ['dhwMode', { does: h => h.setMode('energy-saver'), ...control(33554437, 'dhw-mode', [3]) }],
  ['dhwMode', { does: h => h.setMode('high-demand'), ...control(33554437, 'dhw-mode', [4]) }],
  ['dhwMode', { does: h => h.endVacation(), ...control(33554437, 'dhw-mode', [1]) }],
  ['vacation', { does: h => h.startVacation(7), ...control(33554437, 'dhw-mode', [5, 7]) }],
  ['dhwTemperature', { does: h => h.setTemperature(55.5), ...control(33554464, 'dhw-temperature', [111]) }],
  [
    'dhwTemperature',
    { does: h => h.setTemperature({ fahrenheit: 120 }), ...control(33554464, 'dhw-temperature', [98]) },
  ],
  ['vacationDays', { does: h => h.setVacationDays(14), ...control(33554466, 'goout-day', [14]) }],
  ['waterProgram', { does: h => h.startWaterProgram(), ...control(33554441, 'reservation-mode') }],
  ['hotButton', { does: h => h.pressHotButton(), ...control(33554444, 'recirc-hotbtn', [1]) }],
  ['recirculationMode', { does: h => h.setRecirculationMode('always'), ...control(33554445, 'recirc-mode', [1]) }],
  ['recirculationMode', { does: h => h.setRecirculationMode('schedule'), ...control(33554445, 'recirc-mode', [2]) }],
  ['recirculationMode', { does: h => h.setRecirculationMode('hot-button'), ...control(33554445, 'recirc-mode', [3]) }],
  ['recirculationMode', { does: h => h.setRecirculationMode('none'), ...control(33554445, 'recirc-mode', [4]) }],
  ['condenserFaultReset', { does: h => h.resetCondenserFault(), ...control(33554463, 'cond-fault-reset') }],
  ['intelligentOff', { does: h => h.intelligentSchedulingOff(), ...control(33554467, 'intelligent-off') }],
  ['intelligentOn', { does: h => h.intelligentSchedulingOn(), ...control(33554468, 'intelligent-on') }],
  ['demandResponseOff', { does: h => h.demandResponseOff(), ...control(33554469, 'dr-off') }],
  ['demandResponseOn', { does: h => h.demandResponseOn(), ...control(33554470, 'dr-on') }],
  ['antiLegionellaOff', { does: h => h.antiLegionellaOff(), ...control(33554471, 'anti-leg-off') }],
  ['antiLegionellaOn', { does: h => h.antiLegionellaOn(14), ...control(33554472, 'anti-leg-on', [14]) }],
  // Row 40: older clients sent this one to switch the anti-legionella cycle off.
  ['airFilterReset', { does: h => h.resetAirFilter(), ...control(33554473, 'air-filter-reset') }],
  ['airFilterLife', { does: h => h.setAirFilterLife(1500), ...control(33554474, 'air-filter-life', [3]) }],
  ['airFilterLife', { does: h => h.setAirFilterLife(0), ...control(33554474, 'air-filter-life', [0]) }],
  ['touOff', { does: h => h.touOff(), ...control(33554475, 'tou-off') }],
  ['touOn', { does: h => h.touOn(), ...control(33554476, 'tou-on') }],
  [
    'commitFirmware',
    {
      does: h => h.commitFirmware({ swCode: 'controller', swVersion: 0x0b060000 }, { danger: true }),
      topic: `${heaterTopic}/ctrl/commit-ota`,
      reply: `${res}/commit-ota`,
      request: { command: 33554442, commitOta: { swCode: 1, swVersion: 184942592 } },
    },
  ],
]

/** Whole schedules are read before they are written, so what is written is drawn up only. */
const drawn: readonly (readonly [name: keyof typeof commands, Drawn])[] = [
  [
    'writeReservations',
    {
      holds: { reservationUse: 1, reservation: [] },
      draws: async h => {
        const entries = [
          {
            enabled: true,
            days: ['mon', 'tue', 'wed', 'thu', 'fri'],
            time: '06:30',
            mode: 'energy-saver',
            temperature: 55,
          },
          { enabled: false, days: ['sat', 'sun'], time: '22:05', mode: 'off' },
        ] as const
        return (await h.reservations.apply({ enabled: true, entries }, { dryRun: true })).drawnUp
      },
      topic: `${heaterTopic}/ctrl/rsv/rd`,
      reply: `${res}/rsv/rd`,
      request: {
        command: 16777226,
        reservationUse: 2,
        reservation: [
          { enable: 2, week: 124, hour: 6, min: 30, mode: 3, param: 110 },
          { enable: 1, week: 130, hour: 22, min: 5, mode: 5, param: 0 },
        ],
      },
    },
  ],
  [
    'writeRecirculation',
    {
      holds: { reservationUse: 2, reservation: [] },
      draws: async h => {
        const entries = [
          { enabled: true, days: ['sun'], time: '07:00', pump: 'on' },
          { enabled: true, days: ['sun'], time: '08:15', pump: 'off' },
        ] as const
        return (await h.recirculation.apply({ entries }, { dryRun: true })).drawnUp
      },
      topic: `${heaterTopic}/ctrl/recirc-rsv/rd`,
      reply: `${res}/recirc-rsv/rd`,
      request: {
        command: 33554440,
        reservationUse: 2,
        reservation: [
          { enable: 2, week: 128, hour: 7, min: 0, mode: 2, param: -1 },
          { enable: 2, week: 128, hour: 8, min: 15, mode: 1, param: -1 },
        ],
      },
    },
  ],
]

interface Drawn extends Omit<Golden, 'does'> {
  /** What the heater answers to the question before. */
  readonly holds: Readonly<Record<string, unknown>>
  readonly draws: (heater: NaviLinkDevice) => Promise<{ readonly topic: string; readonly envelope: object } | undefined>
}

const envelope = (topic: string, reply: string, request: object) => ({
  protocolVersion: 2,
  clientID: 'me',
  sessionID: expect.stringMatching(/^\d{13}$/),
  requestTopic: topic,
  responseTopic: reply,
  request: { deviceType: 52, macAddress: testMac, additionalValue: '5322', ...request },
})

describe.each(drawn)('%s', (_, { holds, draws, topic, reply, request }) => {
  it('goes whole, as a list', async () => {
    const heater = await new TestHeater().start()
    heater.reacts = ({ envelope: { sessionID, responseTopic } }) =>
      heater.hear(responseTopic, { sessionID, response: { macAddress: testMac, ...holds } })
    expect(await draws(heater.device)).toEqual({ topic, envelope: envelope(topic, reply, request) })
  })
})

it('writes a plan with the serial number of the controller, after the cloud was asked which one there is', async () => {
  const cloud = async () => undefined as never
  const heater = await new TestHeater({ cloud }).start()
  heater.reacts = sent => {
    const { sessionID, responseTopic, request } = sent.envelope
    const response = { feature: { controllerSerialNumber: '1234567890ABCD' } }
    if (request.command === 16777217) heater.hear(responseTopic, { sessionID, response })
    else heater.obey(sent)
  }
  await heater.device.info()
  const prices = { priceMin: '0.30874', priceMax: '0.36000' }
  const days = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
  const peak = { months: [6, 7, 8, 9], days, start: '16:00', end: '20:59', ...prices }
  const outcome = await heater.device.tou.apply(
    { periods: [peak], name: 'n', utility: 'u', zipCode: '94000' },
    { enable: true, dryRun: true },
  )
  const topic = `${heaterTopic}/ctrl/tou/rd`
  expect(outcome.drawnUp).toEqual({
    topic,
    envelope: envelope(topic, `${res}/tou/rd`, {
      command: 33554439,
      controllerSerialNumber: '1234567890ABCD',
      reservationUse: 2,
      reservation: [
        {
          season: 480,
          week: 124,
          startHour: 16,
          startMinute: 0,
          endHour: 20,
          endMinute: 59,
          priceMin: 30874,
          priceMax: 36000,
          decimalPoint: 5,
        },
      ],
    }),
  })
})

it('sends what no row has only to who says that it is meant', async () => {
  const heater = await new TestHeater().start()
  const request = {
    code: 33554451,
    topic: 'ctrl',
    reply: '',
    answer: 'status',
    fields: { mode: 'frez-temp', param: [12], paramStr: '' },
  } as const
  const firmware = { swCode: 'controller', swVersion: 1 } as const
  for (const danger of [false, undefined, 'yes']) {
    const unsure = { danger } as never
    await expect(heater.device.raw(request, unsure)).rejects.toThrow(/Nothing was sent; danger: true says/)
    await expect(heater.device.commitFirmware(firmware, unsure)).rejects.toThrow(/no way back. Nothing was sent/)
  }
  heater.link.sent.length = 0
  await heater.device.raw(request, { danger: true })
  const topic = `${heaterTopic}/ctrl`
  const body = { command: 33554451, mode: 'frez-temp', param: [12], paramStr: '' }
  expect(heater.link.sent).toMatchObject([{ topic, qos: 1, envelope: envelope(topic, res, body) }])
  const reader = await new TestHeater({ readOnly: true }).start()
  await expect(reader.device.raw(request, { danger: true })).rejects.toThrow(/only reads/)
})

it('has every command', () => {
  // `end` is the last thing on a connection; the tests of the link have it.
  const elsewhere = ['end', 'writeTou']
  expect([...new Set([...[...golden, ...drawn].map(([name]) => name), ...elsewhere])].sort()).toEqual(
    Object.keys(commands).sort(),
  )
})

describe.each(golden)('%s', (name, { does, topic, reply, request }) => {
  it(`goes as ${JSON.stringify(request)}`, async () => {
    const heater = await new TestHeater().start()
    heater.reacts = () => {}
    heater.link.sent.length = 0
    const done = does(heater.device).catch(() => {})
    await heater.clock.advance(seconds(1))
    const [sent] = heater.link.sent
    expect(sent?.topic).toBe(topic)
    expect(sent?.envelope).toEqual(envelope(topic, reply, request))
    // What changes something is acknowledged, what only asks needn't be.
    expect(sent?.qos).toBe('sets' in commands[name] ? 1 : 0)
    heater.close()
    await done
  })
})
