import { expect, it } from 'vitest'
import { capturedStatuses } from '../../test/fixtures/frames.ts'
import { decode } from './codec.ts'
import {
  type Command,
  type Control,
  commands,
  confirms,
  controlParam,
  nwp500DeviceType,
  pushCodes,
} from './commands.ts'
import { DhwOperationSetting } from './enums.ts'
import { statusFields } from './status.ts'

it('says the numbers that heaters know', () => {
  const known = Object.entries<Command>(commands).map(([name, { code, topic, mode = '' }]) => [name, code, topic, mode])
  expect(known).toEqual([
    ['deviceInfo', 16777217, 'st/did', ''],
    ['end', 16777218, 'st/end', ''],
    ['status', 16777219, 'st', ''],
    ['powerOff', 33554433, 'ctrl', 'power-off'],
    ['powerOn', 33554434, 'ctrl', 'power-on'],
    ['dhwMode', 33554437, 'ctrl', 'dhw-mode'],
    ['dhwTemperature', 33554464, 'ctrl', 'dhw-temperature'],
  ])
  expect(nwp500DeviceType).toBe(52)
})

it('asks on a topic that fits its kind, and is answered on the bare topic unless it asks for more', () => {
  for (const { code, topic, reply } of Object.values<Command>(commands)) {
    expect(topic.split('/')[0]).toBe(code >= 0x2000000 ? 'ctrl' : 'st')
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
})
