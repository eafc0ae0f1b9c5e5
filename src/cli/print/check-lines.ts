/** Prints the steps of a check: a line each as they come for people, and all of them at the end for programs. */
import { type CheckedStep, type Heading, type Outcome, steps } from '../check/step.ts'
import type { Paint } from './paint.ts'
import { jsonText, printable } from './printable.ts'
import { padEnd, padStart } from './text-width.ts'
import { wrapped } from './wrapped.ts'

// The mark is for the eye, the word for who sees no colour, or reads it aloud.
const marks: Readonly<Record<Outcome, { readonly text: string; readonly style: 'green' | 'red' | 'dim' }>> = {
  ok: { text: '✓ ok', style: 'green' },
  failed: { text: '✗ failed', style: 'red' },
  skipped: { text: '– skipped', style: 'dim' },
  untried: { text: '– skipped', style: 'dim' },
}

const titleWidth = Math.max(...Object.values(steps).map(({ title }) => title.length))
const [markWidth, timeWidth] = [9, 9]
const indent = ' '.repeat(2 + markWidth + 2 + titleWidth + 2 + timeWidth + 2)
/** Beside less room than this nobody can read; the words then stand below their step. */
const least = 30
const narrowIndent = ' '.repeat(4)

interface Paper {
  readonly paint: Paint
  /** Of the terminal; without, a line is as long as it is. */
  readonly columns: number | undefined
}

export class CheckLines {
  readonly #paper: Paper
  #heading: string | undefined

  constructor(paper: Paper) {
    this.#paper = paper
  }

  /** The next step, under a heading where a new part begins. */
  lines({ step, heater, outcome, ms, detail, help, todo }: CheckedStep): string {
    const { paint } = this.#paper
    const { part, title } = steps[step]
    const heading = part === 'heater' ? printable(heater ?? 'Heater') : part
    const begin = heading === this.#heading ? [] : [...(this.#heading ? [''] : []), paint('bold', heading)]
    this.#heading = heading
    const { text, style } = marks[outcome]
    const time = padStart(ms === undefined ? '' : `${ms} ms`, timeWidth)
    const start = `  ${paint(style, padEnd(text, markWidth))}  ${padEnd(title, titleWidth)}  ${time}  `
    const beside = this.#room(indent) >= least
    const margin = beside ? indent : narrowIndent
    const fitting = (words: string) => wrapped(words, this.#room(margin))
    const said = fitting(printable(detail)).map(line => (isSkipped(outcome) ? paint(style, line) : line))
    const more = help === undefined ? [] : [`More: ${readOn(help)}`]
    const told = [...said, ...(todo === undefined ? [] : fitting(todo)), ...more]
    const first = beside ? told.shift() : ''
    return [...begin, start + first, ...told.map(line => margin + line)].map(line => `${line.trimEnd()}\n`).join('')
  }

  /** After the last step. */
  summary(done: readonly CheckedStep[]): string {
    const count = (wanted: Outcome) => done.filter(({ outcome }) => outcome === wanted).length
    const [failed, untried] = [count('failed'), count('untried')]
    if (failed === 0) return `\n${this.#paper.paint('bold', 'All is well.')}\n`
    const verb = failed === 1 ? 'step' : 'steps'
    const rest = untried === 0 ? '' : `, and ${untried} could not be tried`
    return `\n${this.#paper.paint('bold', `${failed} ${verb} failed${rest}.`)}\n`
  }

  #room(margin: string): number {
    return (this.#paper.columns ?? Number.POSITIVE_INFINITY) - margin.length
  }
}

const isSkipped = (outcome: Outcome) => outcome === 'skipped' || outcome === 'untried'
const readOn = (help: Heading) => `docs/troubleshooting.md#${help}`

/** What isn't told is null, so that each step has all its keys. `ok` is null where nothing was tried. */
export const checkJson = (done: readonly CheckedStep[]): string => {
  const records = done.map(({ step, heater, outcome, ms, detail, help }) => ({
    step,
    heater: heater ?? null,
    ok: isSkipped(outcome) ? null : outcome === 'ok',
    skipped: isSkipped(outcome),
    ms: ms ?? null,
    detail,
    help: help ?? null,
  }))
  return `${jsonText(records, 2)}\n`
}
