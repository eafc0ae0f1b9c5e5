/** Takes JSON values one by one out of a text that is JSON lines, an array, or a single document, without being told which. */

export type JsonValue =
  | { readonly place: string; readonly value: unknown }
  /** What can't be read has a place and a reason; the rest goes on. */
  | { readonly place: string; readonly problem: string }

/** @param lines the text, without line ends. */
export async function* jsonValues(lines: AsyncIterable<string>): AsyncGenerator<JsonValue> {
  const held: string[] = []
  let number = 0
  let byLine = false
  for await (const raw of lines) {
    const line = number++ === 0 ? raw.replace(/^\uFEFF/, '') : raw
    if (byLine) yield* ofLine(line, number)
    else {
      held.push(line)
      // A first line that is a value of its own: the text has a value a line, and need not be held.
      if (line.trim() !== '' && held.every((text, i) => i === held.length - 1 || text.trim() === '')) {
        byLine = canParse(line)
        if (byLine) yield* ofLine(line, number)
      }
    }
  }
  if (!byLine) yield* ofDocument(held)
}

function* ofDocument(held: readonly string[]): Generator<JsonValue> {
  const text = held.join('\n')
  if (text.trim() === '') return
  if (canParse(text)) yield* ofParsed('the whole text', JSON.parse(text))
  // A list whose first line is broken, rather than a document that is.
  else if (held.some(line => /^\s*\{.*\}\s*$/.test(line) && canParse(line)))
    for (const [i, line] of held.entries()) yield* ofLine(line, i + 1)
  else yield { place: 'the whole text', problem: 'is neither JSON nor a JSON value a line' }
}

function* ofLine(line: string, number: number): Generator<JsonValue> {
  if (line.trim() === '') return
  const place = `line ${number}`
  if (canParse(line)) yield* ofParsed(place, JSON.parse(line))
  else yield { place, problem: 'is not JSON' }
}

function* ofParsed(place: string, value: unknown): Generator<JsonValue> {
  if (!Array.isArray(value)) yield { place, value }
  else for (const [i, item] of value.entries()) yield { place: `item ${i + 1} of ${place}`, value: item }
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
