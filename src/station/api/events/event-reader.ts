/** One listener's stream: what waits for it is bounded, for a slow one must not fill the memory. */

export class EventReader {
  readonly stream: ReadableStream<Uint8Array>
  readonly #longest: number
  readonly #gone: () => void
  readonly #encoder = new TextEncoder()
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #waiting: string[] = []
  #length = 0
  #wanted = false
  #ended = false

  /** @param gone called once, when it is over. */
  constructor(longest: number, gone: () => void) {
    this.#longest = longest
    this.#gone = gone
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#controller = controller
        },
        pull: () => {
          this.#wanted = true
          this.#flow()
        },
        cancel: () => this.#over(),
      },
      // Whatever waits, waits here, where it is counted.
      { highWaterMark: 0 },
    )
  }

  /** @returns false when more waits than may. @param whatever gives it all the same. */
  give(text: string, whatever = false): boolean {
    if (this.#ended) return true
    if (!whatever && this.#length + text.length > this.#longest) return false
    this.#waiting.push(text)
    if (!whatever) this.#length += text.length
    this.#flow()
    return true
  }

  /** Drops what waits, says why, and ends. Safe twice. */
  end(why: string): void {
    if (this.#ended) return
    this.#waiting = [`: ${why}\n\n`]
    this.#over()
    this.#flow()
  }

  #over(): void {
    if (this.#ended) return
    this.#ended = true
    this.#gone()
  }

  #flow(): void {
    if (this.#wanted && this.#waiting.length > 0) {
      this.#wanted = false
      const text = this.#waiting.join('')
      this.#waiting = []
      this.#length = 0
      this.#controller?.enqueue(this.#encoder.encode(text))
    }
    if (this.#ended && this.#waiting.length === 0) this.#close()
  }

  #close(): void {
    try {
      this.#controller?.close()
    } catch {
      // It was cancelled, or is closed.
    }
  }
}
