import { expect, it } from 'vitest'
import { capturedStatuses } from '../../test/fixtures/frames.ts'
import { decode } from './codec.ts'
import { type Command, type Control, confirms, controlParam } from './command.ts'
import { commands, controlNames, nwp500DeviceType, pushCodes, queryNames, writeNames } from './commands.ts'
import { DhwOperationSetting } from './enums.ts'
import { statusFields } from './status.ts'

it('says the numbers that heaters know', () => {
  const known = Object.entries<Command>(commands).map(([name, { code, topic, mode = '' }]) => [name, code, topic, mode])
  // Typed in from the notes on the protocol, and not from the table.
  expect(known).toEqual([
    ['deviceInfo', 16777217, 'st/did', ''],
    ['end', 16777218, 'st/end', ''],
    ['status', 16777219, 'st', ''],
    ['reservations', 16777222, 'st/rsv/rd', ''],
    ['dailyEnergy', 16777225, 'st/energy-usage-daily-query/rd', ''],
    ['monthlyEnergy', 16777226, 'st/energy-usage-monthly-query/rd', ''],
    ['downloadedFirmware', 16777227, 'st/dl-sw-info', ''],
    ['counters', 16777228, 'st/td/rd', ''],
    ['recirculationSchedule', 16777231, 'st/recirc-rsv/rd', ''],
    ['powerOff', 33554433, 'ctrl', 'power-off'],
    ['powerOn', 33554434, 'ctrl', 'power-on'],
    ['dhwMode', 33554437, 'ctrl', 'dhw-mode'],
    ['vacation', 33554437, 'ctrl', 'dhw-mode'],
    ['dhwTemperature', 33554464, 'ctrl', 'dhw-temperature'],
    ['vacationDays', 33554466, 'ctrl', 'goout-day'],
    ['waterProgram', 33554441, 'ctrl', 'reservation-mode'],
    ['hotButton', 33554444, 'ctrl', 'recirc-hotbtn'],
    ['recirculationMode', 33554445, 'ctrl', 'recirc-mode'],
    ['condenserFaultReset', 33554463, 'ctrl', 'cond-fault-reset'],
    ['intelligentOff', 33554467, 'ctrl', 'intelligent-off'],
    ['intelligentOn', 33554468, 'ctrl', 'intelligent-on'],
    ['demandResponseOff', 33554469, 'ctrl', 'dr-off'],
    ['demandResponseOn', 33554470, 'ctrl', 'dr-on'],
    ['antiLegionellaOff', 33554471, 'ctrl', 'anti-leg-off'],
    ['antiLegionellaOn', 33554472, 'ctrl', 'anti-leg-on'],
    ['airFilterReset', 33554473, 'ctrl', 'air-filter-reset'],
    ['airFilterLife', 33554474, 'ctrl', 'air-filter-life'],
    ['touOff', 33554475, 'ctrl', 'tou-off'],
    ['touOn', 33554476, 'ctrl', 'tou-on'],
    ['writeReservations', 16777226, 'ctrl/rsv/rd', ''],
    ['writeTou', 33554439, 'ctrl/tou/rd', ''],
    ['writeRecirculation', 33554440, 'ctrl/recirc-rsv/rd', ''],
    ['commitFirmware', 33554442, 'ctrl/commit-ota', ''],
  ])
  expect(nwp500DeviceType).toBe(52)
})

it('asks on a topic that fits its kind, and is answered on the bare topic unless it asks for more', () => {
  for (const { code, topic, reply } of Object.values<Command>(commands)) {
    // One number means two things: on `ctrl` it writes the reservations, on `st` it asks for the energy by month.
    const writes = code >= 0x2000000 || topic === 'ctrl/rsv/rd'
    expect(topic.split('/')[0]).toBe(writes ? 'ctrl' : 'st')
    expect(reply).toBe(topic.split('/').slice(1).join('/'))
  }
})

it('explains why every captured status was sent', () => {
  const reasons = new Set<number>([...Object.values(commands).map(({ code }) => code), ...Object.values(pushCodes)])
  for (const { command } of capturedStatuses) expect(reasons).toContain(command)
})

it('says a value as the wire does', () => {
  expect(controlParam(commands.powerOff, undefined)).toEqual([])
  expect(
    Object.keys(commands.dhwMode.parameter.choices).map(mode => controlParam(commands.dhwMode, mode as 'electric')),
  ).toEqual([[1], [2], [3], [4]])
  expect(controlParam(commands.dhwTemperature, 60.5)).toEqual([121])
  expect(controlParam(commands.vacation, 7)).toEqual([5, 7])
  expect(controlParam(commands.vacationDays, 99)).toEqual([99])
  expect(controlParam(commands.antiLegionellaOn, 14)).toEqual([14])
  expect(controlParam(commands.hotButton, undefined)).toEqual([1])
  expect([0, 1000, 10_000].map(hours => controlParam(commands.airFilterLife, hours))).toEqual([[0], [2], [20]])
  expect(
    Object.keys(commands.recirculationMode.parameter.choices).map(mode =>
      controlParam(commands.recirculationMode, mode),
    ),
  ).toEqual([[1], [2], [3], [4]])
})

it('lists each command once, as what it is', () => {
  expect([...queryNames, ...writeNames]).toEqual(Object.keys(commands))
  expect(writeNames.slice(0, controlNames.length)).toEqual(controlNames)
  expect(writeNames.slice(controlNames.length)).toEqual([
    'writeReservations',
    'writeTou',
    'writeRecirculation',
    'commitFirmware',
  ])
})

it('knows the setting by the captured echo of each control', () => {
  const controls = Object.values<Command | Control>(commands).filter(command => 'confirmedBy' in command)
  const echoes = capturedStatuses.filter(({ command }) => command >= 0x2000000 && command < 0x4000000)
  expect(echoes.length).toBeGreaterThan(4)
  for (const raw of echoes) {
    const control = controls.find(({ code }) => code === raw.command)
    const value = control?.sets === 'mode' ? DhwOperationSetting[raw.dhwOperationSetting as 1] : undefined
    expect(control && confirms(control, value, decode(statusFields, raw).values)).toBe(true)
  }
})

it('takes nothing for a confirmation that doesn’t show the setting', () => {
  expect(confirms(commands.powerOn, undefined, { dhwOperationSetting: 'off' })).toBe(false)
  expect(confirms(commands.powerOff, undefined, { dhwOperationSetting: 'electric' })).toBe(false)
  expect(confirms(commands.dhwMode, 'electric', { dhwOperationSetting: 'heat-pump' })).toBe(false)
  expect(confirms(commands.dhwTemperature, 60, { dhwTemperatureSetting: 60.5 })).toBe(false)
  expect(confirms(commands.powerOn, undefined, {})).toBe(false)
  expect(confirms(commands.vacation, 7, { dhwOperationSetting: 'vacation' })).toBe(false)
  expect(confirms(commands.vacation, 7, { dhwOperationSetting: 'vacation', vacationDaySetting: 6 })).toBe(false)
  expect(confirms(commands.vacation, 7, { dhwOperationSetting: 'heat-pump', vacationDaySetting: 7 })).toBe(false)
  expect(confirms(commands.vacation, 7, { dhwOperationSetting: 'vacation', vacationDaySetting: 7 })).toBe(true)
  expect(confirms(commands.antiLegionellaOn, 14, { antiLegionellaUse: 'off', antiLegionellaPeriod: 14 })).toBe(false)
  // Where no field is known to show it, no status confirms it.
  expect(confirms(commands.hotButton, undefined, { recircOperationBusy: 'on' })).toBe(false)
})
