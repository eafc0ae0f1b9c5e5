/** docs/alerts.md: what a station warns of, and how people hear of it. The words stand in alerts-page.md; what stands in {{}} there is what the code says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDuration, hours, minutes, seconds } from '#time/duration'
import { type AlertMessage, alertMessage } from '../../src/station/alerts/alert-message.ts'
import type { Rule } from '../../src/station/alerts/alert-rule.ts'
import { command } from '../../src/station/alerts/channels/command.ts'
import { allRules } from '../../src/station/alerts/rules.ts'
import { generated, heading, literal, row } from './markdown.ts'

const words = readFileSync(new URL('alerts-page.md', import.meta.url), 'utf8')

function rulesTable(): readonly string[] {
  return [
    ...heading('Rule', 'It looks at', 'and warns', 'as', 'Held for', 'Over after', 'Again after'),
    ...allRules.map(ruleRow),
  ]
}

function ruleRow({ name, looksAt, limit, severity, hold, settle, repeat, options = {} }: Rule<never>): string {
  const { temperature, window } = options
  const usual = [
    ...(window === undefined ? [] : [`window: ${formatDuration(window)}`]),
    ...(temperature === undefined ? [] : [`temperature: ${temperature} °C`]),
  ]
  return row(
    literal(name),
    [looksAt, ...usual].join('; '),
    limitText(limit),
    severity,
    hold > 0 ? formatDuration(hold) : 'at once',
    settle > 0 ? formatDuration(settle) : 'at once',
    repeat === undefined ? '–' : formatDuration(repeat),
  )
}

/** `below 20 %, over at 25`. */
function limitText(limit: Rule<never>['limit']): string {
  if (limit === undefined) return 'when it is so'
  const { is, at, unit, clearance } = limit
  const over = is === 'above' ? at - clearance : at + clearance
  return `${is} ${at} ${unit}${clearance > 0 ? `, over at ${over}` : ''}`
}

/** An alert as it goes out. */
const example: AlertMessage = alertMessage(
  {
    id: 'mwqn5v0ghyp',
    rule: 'hot-water-low',
    severity: 'warning',
    heater: '704a80c1',
    since: Date.UTC(2026, 10, 21, 16, 47, 30),
    text: 'The charge is 17 %. It heats again by itself; high demand is quicker.',
    told: 0,
  },
  'raised',
  {
    title: 'hot water is low',
    heater: { id: '704a80c1', name: 'Water Heater' },
    now: Date.UTC(2026, 10, 21, 16, 52, 30),
  },
)

/** What a program of the owner's finds in its environment, as one finds it. */
async function variableLines(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'navilink-docs-'))
  try {
    const file = join(folder, 'environment.json')
    const program = 'fs.writeFileSync(process.argv[1], JSON.stringify(process.env))'
    const channel = command({ type: 'command', run: [process.execPath, '-e', program, file] })
    await channel.send(example, new AbortController().signal)
    const found = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
    return found
      .filter(([name]) => name.startsWith('NAVILINK_'))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `- ${literal(name)}, such as ${literal(value)}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const queue = readFileSync(new URL('../../src/station/alerts/delivery-queue.ts', import.meta.url), 'utf8')

/** A constant of the queue, as it stands there. */
function limitOf(name: string): string {
  const [, unit, number] = new RegExp(`^const ${name} = (?:(\\w+)\\()?(\\d+)\\)?$`, 'm').exec(queue) ?? []
  if (number === undefined) throw new Error(`alerts-page.ts finds no ${name} in delivery-queue.ts.`)
  if (unit === undefined) return number
  return formatDuration({ seconds, minutes, hours }[unit as 'seconds'](Number(number)))
}

export async function alertsPage(): Promise<string> {
  const parts: Readonly<Record<string, string>> = {
    rules: rulesTable().join('\n'),
    variables: (await variableLines()).join('\n'),
    message: JSON.stringify(example, null, 2),
    'limits.send': limitOf('sendLimit'),
    'limits.first': limitOf('firstWait'),
    'limits.longest': limitOf('longestWait'),
    'limits.given': limitOf('givenUpAfter'),
    'limits.queue': limitOf('longestQueue'),
  }
  const text = words.replaceAll(/\{\{([\w.]+)\}\}/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new Error(`alerts-page.md asks for ${name}, which nothing makes.`)
    return part
  })
  return generated('Alerts', 'the rules and `scripts/docs/alerts-page.md`', [text.trimEnd()])
}
