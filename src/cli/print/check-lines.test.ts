/** A check for people: marks and words, and lines that fit the terminal. */
import { describe, expect, it } from 'vitest'
import type { CheckedStep } from '../check/step.ts'
import { CheckLines, checkJson } from './check-lines.ts'
import { plain } from './paint.ts'

const step = (given: Partial<CheckedStep>): CheckedStep => ({
  step: 'service',
  heater: undefined,
  outcome: 'ok',
  ms: 12,
  detail: 'open',
  help: undefined,
  todo: undefined,
  ...given,
})
const failed = step({
  outcome: 'failed',
  detail: 'The cloud is closed for maintenance: it is being mended all night.',
  help: 'cloud-maintenance',
  todo: 'Wait for the end.',
})

describe('a check', () => {
  it('begins a part with its name, once', () => {
    const lines = new CheckLines({ paint: plain, columns: undefined })
    const text = [step({}), step({ step: 'sign-in' }), step({ step: 'upgrade' })].map(one => lines.lines(one)).join('')
    expect(text).toBe(
      [
        'Cloud',
        '  ✓ ok       service            12 ms  open',
        '  ✓ ok       sign-in            12 ms  open',
        '',
        'Gateway',
        '  ✓ ok       upgrade            12 ms  open',
        '',
      ].join('\n'),
    )
  })

  it('fits the terminal, and what to do stands below', () => {
    const text = new CheckLines({ paint: plain, columns: 80 }).lines(failed)
    expect(text.split('\n')).toEqual([
      'Cloud',
      '  ✗ failed   service            12 ms  The cloud is closed for maintenance: it',
      `${' '.repeat(39)}is being mended all night.`,
      `${' '.repeat(39)}Wait for the end.`,
      `${' '.repeat(39)}More: docs/troubleshooting.md#cloud-maintenance`,
      '',
    ])
  })

  it('has its words below the step where there is little room beside it', () => {
    const text = new CheckLines({ paint: plain, columns: 60 }).lines(failed)
    expect(text.split('\n')).toEqual([
      'Cloud',
      '  ✗ failed   service            12 ms',
      '    The cloud is closed for maintenance: it is being mended',
      '    all night.',
      '    Wait for the end.',
      '    More: docs/troubleshooting.md#cloud-maintenance',
      '',
    ])
  })

  it('is not told by colour alone', () => {
    const lines = new CheckLines({ paint: (style, text) => `<${style}>${text}</>`, columns: undefined })
    expect(lines.lines(failed)).toContain('<red>✗ failed </>')
    expect(lines.lines(step({ outcome: 'skipped', ms: undefined }))).toMatch(/<dim>– skipped<\/> +service +<dim>open/)
  })

  it('shows what others say without letting it move the cursor', () => {
    const lines = new CheckLines({ paint: plain, columns: undefined })
    const text = lines.lines(step({ step: 'heater-cloud', heater: 'Tank\x1b[2J', detail: 'a\rb' }))
    expect(text).toMatch(/^Tank�\[2J\n.* a�b\n$/)
  })

  it('is summed up', () => {
    const lines = new CheckLines({ paint: plain, columns: undefined })
    const untried = step({ outcome: 'untried', detail: 'not tried: nobody is signed in' })
    expect(lines.summary([step({}), step({ outcome: 'skipped' })])).toBe('\nAll is well.\n')
    expect(lines.summary([failed, untried])).toBe('\n1 step failed, and 1 could not be tried.\n')
    expect(lines.summary([failed, failed])).toBe('\n2 steps failed.\n')
  })

  it('for programs has null where nothing is told', () => {
    expect(JSON.parse(checkJson([step({ outcome: 'skipped', ms: undefined })]))).toEqual([
      { step: 'service', heater: null, ok: null, skipped: true, ms: null, detail: 'open', help: null },
    ])
  })
})
