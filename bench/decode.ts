/** How long a status takes from bytes to typed values, against `JSON.parse` alone: run it with `node --conditions=navilink-source bench/decode.ts`. */
import { decode } from '#schema/codec'
import { statusFields } from '#schema/status'
import { parseEnvelope, readEnvelope } from '#wire/envelope'
import { capturedEnvelope, capturedFrames, capturedTopic } from '../test/fixtures/frames.ts'
import { median } from './spread.ts'

/** What we promise. */
export const decodeLimit = 2

export interface DecodeResult {
  /** Microseconds a frame, medians over the rounds. */
  readonly parse: number
  readonly decode: number
  readonly ratio: number
  readonly withinLimit: boolean
}

const messages = capturedFrames.map(frame => ({
  topic: capturedTopic(frame),
  text: JSON.stringify(capturedEnvelope(frame)),
}))
const payloads = messages.map(({ topic, text }) => ({ topic, bytes: new TextEncoder().encode(text) }))

/** Text to an object, as every client must; the bytes are text already, which is in its favour. */
function parseAlone(): number {
  let sum = 0
  for (const { text } of messages) sum += JSON.parse(text).response.status.currentInstPower
  return sum
}

/** Bytes to a status with every field converted. */
function typed(): number {
  let sum = 0
  for (const { topic, bytes } of payloads) {
    const message = readEnvelope(topic, parseEnvelope(bytes))
    if (message.kind === 'status') sum += decode(statusFields, message.raw).values.currentInstPower ?? Number.NaN
  }
  return sum
}

function time(work: () => number, times: number): number {
  const start = process.hrtime.bigint()
  for (let i = 0; i < times; i++) work()
  return Number(process.hrtime.bigint() - start) / 1000 / times / payloads.length
}

/** Both in turn, many rounds, so that a machine that slows down slows both. */
export function measureDecode(rounds = 61, times = 60): DecodeResult {
  if (parseAlone() !== typed()) throw new Error('The two ways read different frames.')
  const alone: number[] = []
  const whole: number[] = []
  for (let round = -10; round < rounds; round++) {
    const order = round % 2 ? [parseAlone, typed] : [typed, parseAlone]
    for (const work of order) {
      const spent = time(work, times)
      if (round >= 0) (work === typed ? whole : alone).push(spent)
    }
  }
  const parse = median(alone)
  const decoded = median(whole)
  return { parse, decode: decoded, ratio: decoded / parse, withinLimit: decoded / parse <= decodeLimit }
}

/** The result in a line for a person. */
export function decodeBench(): string {
  const { parse, decode: decoded, ratio } = measureDecode()
  return `bytes → typed status: ${decoded.toFixed(1)} µs a frame, JSON.parse alone ${parse.toFixed(1)} µs, ratio ${ratio.toFixed(2)} (bound ${decodeLimit})`
}

if (import.meta.main) process.stdout.write(`${decodeBench()}\n`)
