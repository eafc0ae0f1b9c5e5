/** The lines of a stream of text, without their ends, as they come. */
import type { Readable } from 'node:stream'

/** Not `node:readline`: it raises an error outside of the loop when the stream is aborted. */
export async function* textLines(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines = rest.split(/\r?\n/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
