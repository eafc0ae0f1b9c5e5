import { expect, it } from 'vitest'
import { capturedStatuses } from '../../test/fixtures/frames.ts'
import { type Command, commands, nwp500DeviceType, pushCodes } from './commands.ts'

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
