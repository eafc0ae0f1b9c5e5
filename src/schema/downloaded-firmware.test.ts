import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DownloadedFirmware, downloadedFirmwareBody, readDownloadedFirmware } from './downloaded-firmware.ts'
import { FirmwarePart } from './enums.ts'
import { ProtocolError } from './errors.ts'

const zeros = { swCode: 0, otaMode: 0, swVersion: 0, status: 0 }
const controller = { swCode: 1, otaMode: 1, swVersion: 0x0b_06_00_00, status: 2 }

describe('readDownloadedFirmware', () => {
  it('takes zeros for nothing', () => {
    expect(readDownloadedFirmware({ downloadSwInfo: [zeros] })).toEqual({ waiting: [], oddities: [] })
    expect(readDownloadedFirmware({ downloadSwInfo: [] })).toEqual({ waiting: [], oddities: [] })
  })

  it('names the part', () => {
    expect(readDownloadedFirmware({ downloadSwInfo: [controller, zeros] }).waiting).toEqual([
      { swCode: 'controller', otaMode: 1, swVersion: 0x0b_06_00_00, status: 2 },
    ])
  })

  it('keeps a part without a name, and lists what is odd', () => {
    const { waiting, oddities } = readDownloadedFirmware({
      downloadSwInfo: [{ swCode: 9, swVersion: 7 }, 'x', { swCode: 4, swVersion: null, channel: 3 }],
    })
    expect(waiting).toEqual([{ swCode: 'unknown-9', swVersion: 7 }, { swCode: 'wifi-module' }])
    expect(oddities.map(({ at, problem }) => `${at}: ${problem}`)).toEqual([
      'downloadSwInfo[0].swCode: unknown code',
      'downloadSwInfo[1]: not an object',
      'downloadSwInfo[2].swVersion: null',
      'downloadSwInfo[2].channel: unknown field',
    ])
  })

  it.each([undefined, null, [], {}, { downloadSwInfo: {} }, { downloadSwInfo: null }])(
    'refuses %j rather than say that nothing waits',
    body => {
      expect(() => readDownloadedFirmware(body)).toThrow(ProtocolError)
    },
  )
})

describe('downloadedFirmwareBody', () => {
  it('says nothing by one entry of zeros', () => {
    expect(downloadedFirmwareBody([])).toEqual({ downloadSwInfo: [zeros] })
  })

  it('is read back', () => {
    const number = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    const entry = fc.record({
      swCode: fc.constantFrom(...Object.values(FirmwarePart)),
      otaMode: number,
      swVersion: number,
      status: number,
    })
    fc.assert(
      fc.property(fc.array(entry), (waiting: DownloadedFirmware[]) => {
        expect(readDownloadedFirmware(downloadedFirmwareBody(waiting))).toEqual({ waiting, oddities: [] })
      }),
    )
    expect(downloadedFirmwareBody([{ swCode: 'controller', otaMode: 1, swVersion: 0x0b_06_00_00, status: 2 }])).toEqual(
      {
        downloadSwInfo: [controller],
      },
    )
  })
})
