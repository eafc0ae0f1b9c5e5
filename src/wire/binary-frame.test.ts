import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBinaryFrame, encodeBinaryFrame } from './binary-frame.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

it('is the command, big-endian, and four bytes of the device id', () => {
  expect(hex(encodeBinaryFrame(0x1000003, '0123456789ab'))).toBe('0100000301234567')
  expect(hex(encodeBinaryFrame(0xffffffff, 'AB'))).toBe('ffffffffab000000')
  expect(hex(encodeBinaryFrame(0, ''))).toBe('0000000000000000')
})

it('is read back as it was written', () => {
  const id = fc.uint8Array({ minLength: 4, maxLength: 8 }).map(hex)
  fc.assert(
    fc.property(fc.nat({ max: 0xffffffff }), id, (command, device) => {
      expect(decodeBinaryFrame(encodeBinaryFrame(command, device))).toEqual({ command, device: device.slice(0, 8) })
    }),
  )
})

describe('refuses', () => {
  it.each([-1, 1.5, 2 ** 32, Number.NaN])('the command %d', command => {
    expect(() => encodeBinaryFrame(command, 'ab')).toThrow(RangeError)
  })
  it.each(['abc', 'xy', '01:23'])('the device id %j', id => {
    expect(() => encodeBinaryFrame(1, id)).toThrow(new RangeError('A device id is pairs of hex digits.'))
  })
  it.each([0, 7, 9])('a frame of %i bytes', length => {
    expect(() => decodeBinaryFrame(new Uint8Array(length))).toThrow(
      `A binary frame has 8 bytes, this one has ${length}.`,
    )
  })
})
