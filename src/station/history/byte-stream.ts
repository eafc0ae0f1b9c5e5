/** Bytes one after the other: whole numbers of seven bits a byte, small ones in one, and pieces with their length before them. */

/** Twice as many are still exact. */
export const largestNumber = 2 ** 51

export class ByteWriter {
  #bytes = new Uint8Array(4096)
  #length = 0

  byte(value: number): void {
    this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  /** Of 0 and above. */
  count(value: number): void {
    this.#grow(8)
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest % 0x80) | 0x80
    this.#bytes[this.#length++] = rest
  }

  /** Of either sign, and up to {@link largestNumber} on both sides. */
  number(value: number): void {
    this.count(value >= 0 ? 2 * value : -2 * value - 1)
  }

  /** With its length before it. */
  piece(bytes: Uint8Array): void {
    this.count(bytes.length)
    this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** All so far. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + by))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Each reading throws a RangeError beyond the end. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  /** Where it is. */
  get at(): number {
    return this.#at
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new RangeError('Packed history ends too early.')
    return byte
  }

  count(): number {
    let value = this.byte()
    if (value < 0x80) return value
    value -= 0x80
    for (let scale = 0x80; ; scale *= 0x80) {
      const byte = this.byte()
      if (byte < 0x80) return value + byte * scale
      value += (byte - 0x80) * scale
    }
  }

  number(): number {
    const value = this.count()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  piece(): Uint8Array {
    const length = this.count()
    // Cut short, it would look like one that is whole.
    if (this.#at + length > this.#bytes.length) throw new RangeError('Packed history ends too early.')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
