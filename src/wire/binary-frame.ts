/** The 8-byte command of early notes on this heater. Those seen since speak JSON; kept for whoever meets one. */

export interface BinaryFrame {
  readonly command: number
  /** The first four bytes of the device id, zero-padded: eight hex digits. */
  readonly device: string
}

const length = 8

/**
 * @param command an unsigned 32-bit number, sent big-endian.
 * @param deviceId hex digits; the first eight are sent.
 * @throws RangeError when either isn't that.
 */
export function encodeBinaryFrame(command: number, deviceId: string): Uint8Array {
  if (!Number.isInteger(command) || command < 0 || command > 0xffffffff)
    throw new RangeError(`${command} is no unsigned 32-bit command.`)
  if (!/^([0-9a-f]{2})*$/i.test(deviceId)) throw new RangeError('A device id is pairs of hex digits.')
  const frame = Buffer.alloc(length)
  frame.writeUInt32BE(command)
  frame.write(deviceId.slice(0, 8), 4, 'hex')
  return new Uint8Array(frame)
}

/** @throws RangeError when the frame isn't eight bytes long. */
export function decodeBinaryFrame(frame: Uint8Array): BinaryFrame {
  if (frame.byteLength !== length)
    throw new RangeError(`A binary frame has ${length} bytes, this one has ${frame.byteLength}.`)
  const bytes = Buffer.from(frame)
  return { command: bytes.readUInt32BE(), device: bytes.subarray(4).toString('hex') }
}
