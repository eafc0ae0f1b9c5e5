import { describe, expect, it } from 'vitest'
import {
  deviceDetailSchema,
  deviceRecordSchema,
  firmwareListSchema,
  signInSchema,
  tokenSchema,
  touPlanSchema,
} from './records.ts'

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

it('reads firmware, and leaves out what is none', () => {
  const part = {
    deviceType: 52,
    deviceGroup: null,
    curSwCode: 33556241,
    curVersion: 167837696,
    downloadedVersion: null,
  }
  const list = firmwareListSchema.parse({ firmwares: [part, 'odd', null, part] })
  expect(list).toHaveLength(2)
  expect(list[0]).toMatchObject({ curSwCode: 33556241, curVersion: 167837696 })
  expect(list[0]?.downloadedVersion).toBeUndefined()
  expect(firmwareListSchema.parse({})).toEqual([])
})

describe('a time-of-use plan', () => {
  const interval = { week: 124, priceMin: 36261, priceMax: 46378, decimalPoint: 5, startHour: 0, endHour: 15 }

  it.each([
    ['long', { startMinute: 0, endMinute: 59 }],
    ['short', { startMin: 0, endMin: 59 }],
    ['in both ways, of which the long one counts', { startMinute: 0, startMin: 7, endMinute: 59, endMin: 8 }],
  ])('has its minutes spelt %s', (_, minutes) => {
    const schedule = [{ season: 3615, interval: [{ ...interval, ...minutes }] }]
    const plan = touPlanSchema.parse({ registerPath: 'bt', sourceType: 'openei', touInfo: { schedule } })
    expect(plan.touInfo?.schedule).toEqual([
      { season: 3615, interval: [{ ...interval, startMinute: 0, endMinute: 59 }] },
    ])
  })

  it('keeps its other seasons when one is odd', () => {
    const schedule = [null, { season: 480, interval: 'none' }, { season: 3615, interval: [interval, 4] }]
    const plan = touPlanSchema.parse({ touInfo: { schedule } })
    expect(plan.touInfo?.schedule.map(({ season, interval }) => [season, interval.length])).toEqual([
      [480, 0],
      [3615, 1],
    ])
  })

  it('has its ZIP code back whole', () => {
    expect(touPlanSchema.parse({ touInfo: { zipCode: 2101 } }).touInfo?.zipCode).toBe('02101')
    expect(touPlanSchema.parse({ touInfo: {} }).touInfo?.zipCode).toBeUndefined()
  })

  it('may be none', () => expect(touPlanSchema.parse({ touInfo: null }).touInfo).toBeUndefined())
})

describe('tokens', () => {
  it('are absent when empty, null or of another kind', () => {
    const token = tokenSchema.parse({ accessToken: '', refreshToken: '  ', idToken: null, secretKey: {} })
    expect(Object.values(token).every(value => value === undefined)).toBe(true)
  })

  it('have lives in seconds, written as text too', () => {
    expect(tokenSchema.parse({ authenticationExpiresIn: '3600' }).authenticationExpiresIn).toBe(3600)
    expect(tokenSchema.parse({ authenticationExpiresIn: 'soon' }).authenticationExpiresIn).toBeUndefined()
  })

  it('come with a user who may be half told', () => {
    expect(signInSchema.parse({ userInfo: { userSeq: '10001', userLastName: null } }).userInfo.userSeq).toBe(10001)
    expect(signInSchema.parse({ userInfo: null, token: null })).toMatchObject({ userInfo: {}, token: {} })
  })
})
