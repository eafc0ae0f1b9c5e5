import { describe, expect, it } from 'vitest'
import { deviceDetailSchema, deviceRecordSchema, isOnline, simpleDeviceSchema } from './device-records.ts'

// As a real account was answered in September 2025, with stand-ins.
const deviceInfo = {
  homeSeq: 20001,
  macAddress: '0123456789ab',
  additionalValue: '5322',
  deviceType: 52,
  deviceName: 'NWP500',
  connected: 2,
}

describe('a heater of the list', () => {
  it('is read as it came', () => {
    const location = { state: 'California', city: 'Exampleville', address: '1 Example Street' }
    const record = deviceRecordSchema.parse({ deviceInfo, location })
    expect(record).toMatchObject({ deviceInfo, location })
  })

  it('tells the last fault and when it was', () => {
    const error = { errorCode: 799, errorOccuredTime: 1758919299363 }
    expect(deviceRecordSchema.parse({ deviceInfo, error }).error).toEqual(error)
    expect(deviceRecordSchema.parse({ deviceInfo, error: { errorCode: null } }).error.errorCode).toBeUndefined()
  })

  it.each([
    ['nothing else', {}],
    ['nulls', { location: null, error: null, descaling: null }],
    ['other kinds', { location: 7, error: 'none', descaling: [] }],
    ['unknown keys', { colour: 'white', location: { planet: 'Earth' } }],
  ])('needs no more than its address: %s', (_, rest) => {
    expect(deviceRecordSchema.parse({ deviceInfo: { macAddress: '0123456789ab' }, ...rest }).deviceInfo).toMatchObject({
      macAddress: '0123456789ab',
      additionalValue: '',
      deviceType: 0,
    })
  })

  it('reads odd spellings of what it needs', () => {
    const odd = {
      ...deviceInfo,
      macAddress: '01:23:45:67:89:AB',
      deviceType: '52',
      connected: '1',
      additionalValue: 5322,
    }
    expect(deviceRecordSchema.parse({ deviceInfo: odd }).deviceInfo).toMatchObject({
      macAddress: '0123456789ab',
      deviceType: 52,
      connected: 1,
      additionalValue: '5322',
    })
  })

  it('takes what is wrongly typed as not told, and keeps the rest', () => {
    const odd = { ...deviceInfo, deviceName: { en: 'Tank' }, connected: 'yes', homeSeq: null }
    const read = deviceRecordSchema.parse({ deviceInfo: odd }).deviceInfo
    expect(read).toMatchObject({ macAddress: '0123456789ab', deviceType: 52 })
    expect([read.deviceName, read.connected, read.homeSeq]).toEqual([undefined, undefined, undefined])
  })

  it.each([undefined, null, 7, '', '0123', 'not-a-mac-at'])('is none with the address %j', macAddress => {
    expect(deviceRecordSchema.safeParse({ deviceInfo: { ...deviceInfo, macAddress } }).success).toBe(false)
  })
})

it('reads what the cloud tells of one heater, without its address', () => {
  const { macAddress: _, ...rest } = deviceInfo
  const data = {
    deviceInfo: { ...rest, installType: 'R' },
    location: { latitude: 38, longitude: -122.5, altitude: null },
    installer: { installerId: null },
    alarmInfo: { isEtcAlarm: 1, isErrorAlarm: 1 },
    descaling: { descalingStartTime: null },
  }
  const detail = deviceDetailSchema.parse(data)
  expect(detail.deviceInfo).toMatchObject({ connected: 2, installType: 'R' })
  expect(detail.location).toMatchObject({ latitude: 38, longitude: -122.5 })
  expect(detail.location.altitude).toBeUndefined()
  expect(detail.alarmInfo).toEqual({ isEtcAlarm: 1, isErrorAlarm: 1 })
  expect(deviceDetailSchema.parse({}).deviceInfo.connected).toBeUndefined()
})

it('reads a heater of the short list, which needs an address too', () => {
  const device = { macAddress: '0123456789ab', additionalValue: '5322', deviceType: 52, deviceName: 'NWP500' }
  expect(simpleDeviceSchema.parse({ ...device, modelTypeCode: null })).toEqual(device)
  expect(simpleDeviceSchema.safeParse({ ...device, macAddress: '' }).success).toBe(false)
})

it.each([
  [1, false],
  [2, true],
  [0, false],
  [undefined, undefined],
])('takes connected %j for %j', (connected, expected) => expect(isOnline({ connected })).toBe(expected))
