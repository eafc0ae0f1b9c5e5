/** What is said on standard error: a drawing on the same terminal makes room for it. */
import type { Screen } from './terminal.ts'

/** What is drawn again and again in its place. */
export interface Drawing {
  /** Writes whole lines above itself, and is whole again afterwards. */
  above(text: string): void
}

export class Aside {
  readonly #stderr: Screen
  #drawing: Drawing | undefined

  constructor(stderr: Screen) {
    this.#stderr = stderr
  }

  /** @param text whole lines. */
  write(text: string): void {
    // What goes elsewhere disturbs no drawing.
    if (this.#drawing !== undefined && this.#stderr.isTTY) this.#drawing.above(text)
    else this.#stderr.write(text)
  }

  /** From now on there is a drawing. @returns how to say that there is none any more. */
  drawn(drawing: Drawing): () => void {
    this.#drawing = drawing
    return () => {
      if (this.#drawing === drawing) this.#drawing = undefined
    }
  }

  /** The terminal has just written `^C` where the cursor stood. */
  interrupted(): void {
    if (this.#stderr.isTTY) this.write(this.#drawing === undefined ? '\n' : '')
  }
}
