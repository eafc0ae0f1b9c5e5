/**
 * Lines and cells of a CSV straight from its bytes, without a string for each: a year of minutes has twelve million cells,
 * and what is made of them would lie in memory for a while. Cells are never quoted.
 */

const [newline, carriageReturn, comma, minus, plus, point, zero, nine] = [10, 13, 44, 45, 43, 46, 48, 57]

/** Cuts bytes that come in pieces into lines, without their ends. */
export class ByteLines {
  #rest = new Uint8Array(0)

  /** @param tell is given the bytes, and where a line begins and ends in them. */
  push(chunk: Uint8Array, tell: (bytes: Uint8Array, from: number, to: number) => void): void {
    const first = chunk.indexOf(newline)
    if (first < 0) {
      this.#rest = joined(this.#rest, chunk)
      return
    }
    let from = 0
    if (this.#rest.length > 0) {
      const line = joined(this.#rest, chunk.subarray(0, first))
      tell(line, 0, withoutReturn(line, line.length))
      from = first + 1
    }
    for (let end = chunk.indexOf(newline, from); end >= 0; end = chunk.indexOf(newline, from)) {
      tell(chunk, from, withoutReturn(chunk, end))
      from = end + 1
    }
    this.#rest = chunk.slice(from)
  }

  /** What stands after the last line end. */
  end(tell: (bytes: Uint8Array, from: number, to: number) => void): void {
    const rest = this.#rest
    this.#rest = new Uint8Array(0)
    if (rest.length > 0) tell(rest, 0, withoutReturn(rest, rest.length))
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** Where a line ends that may end as on Windows. */
const withoutReturn = (bytes: Uint8Array, end: number) => (bytes[end - 1] === carriageReturn ? end - 1 : end)

/** The cells of one line that are wanted. */
export class ByteCells {
  /** For each column of the file the number of the cell; −1 isn't wanted. */
  readonly #wanted: Int16Array
  readonly #from: Int32Array
  readonly #to: Int32Array
  #bytes: Uint8Array = new Uint8Array(0)

  /** @param names of the wanted cells, in the order of their numbers. */
  constructor(header: readonly string[], names: readonly string[]) {
    this.#wanted = Int16Array.from(header, name => names.indexOf(name))
    this.#from = new Int32Array(names.length)
    this.#to = new Int32Array(names.length)
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes
    this.#from.fill(0)
    this.#to.fill(0)
    const last = this.#wanted.length
    let start = from
    for (let at = from, column = 0; at <= to && column < last; at++) {
      if (at < to && bytes[at] !== comma) continue
      const cell = this.#wanted[column++] as number
      if (cell >= 0) {
        this.#from[cell] = start
        this.#to[cell] = at
      }
      start = at + 1
    }
  }

  isEmpty(cell: number): boolean {
    return this.#from[cell] === this.#to[cell]
  }

  /** Whether it is this one letter or digit. */
  is(cell: number, letter: string): boolean {
    const from = this.#from[cell] as number
    return this.#to[cell] === from + 1 && this.#bytes[from] === letter.charCodeAt(0)
  }

  text(cell: number): string {
    return textOf(this.#bytes, this.#from[cell] as number, this.#to[cell] as number)
  }

  /** NaN for what is none. */
  number(cell: number): number {
    const bytes = this.#bytes
    const to = this.#to[cell] as number
    let at = this.#from[cell] as number
    const sign = bytes[at] === minus ? -1 : 1
    if (bytes[at] === minus || bytes[at] === plus) at++
    let [value, scale, digits] = [0, 1, 0]
    for (let decimal = false; at < to; at++) {
      const byte = bytes[at] as number
      if (byte === point && !decimal) decimal = true
      else if (byte >= zero && byte <= nine) {
        value = value * 10 + byte - zero
        digits++
        if (decimal) scale *= 10
      } else return Number(this.text(cell) || Number.NaN)
    }
    return digits > 0 ? (sign * value) / scale : Number.NaN
  }

  /** s since 1970; NaN for what is no time. Ours look like 2026-01-31T08:15:00.000Z; others take longer. */
  time(cell: number): number {
    const from = this.#from[cell] as number
    const to = this.#to[cell] as number
    if (to - from !== 24 || this.#bytes[to - 1] !== 0x5a) return Date.parse(this.text(cell)) / 1000
    const part = (at: number, length: number) => {
      let value = 0
      for (let i = from + at; i < from + at + length; i++) {
        const digit = (this.#bytes[i] as number) - zero
        value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN
      }
      return value
    }
    const date = Date.UTC(part(0, 4), part(5, 2) - 1, part(8, 2), part(11, 2), part(14, 2), part(17, 2), part(20, 3))
    return date / 1000
  }
}

/** Of names and numbers: ASCII, and whatever else letter by letter. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number)
  return text
}
