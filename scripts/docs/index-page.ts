/** docs/README.md: the way to every page of the folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { generated } from './markdown.ts'

interface Shelf {
  readonly title: string
  /** File name and what one finds there. */
  readonly pages: Readonly<Record<string, string>>
}

const shelves: readonly Shelf[] = [
  {
    title: 'For an owner',
    pages: {
      'station.md': 'the service that keeps everything, warns and answers: running it, its record, its API',
      'alerts.md': 'what it warns of, and how people hear of it',
      'readings.md': 'what the numbers of a heater tell, with evidence from a recording',
      'schedules.md': 'reservations, recirculation and time-of-use plans: how they are changed and never lost',
      'tariffs.md': 'from a utility’s rate plan to the heater’s time-of-use periods',
      'troubleshooting.md': 'when something fails: cause and remedy of every error',
      'connection.md': 'how the connection lives, what a command comes to, what is waited for and how long',
    },
  },
  {
    title: 'For a developer',
    pages: {
      '../examples/README.md': 'eleven short programs, and the commands that do the same',
      'api.md': 'every name that can be imported, with its signature',
      'commands.md': 'every question and order, with the message that is sent and what confirms it',
      'fields.md': 'every field, code and fault, with its unit and how sure we are',
      'protocol.md': 'topics, messages, REST calls and the MQTT connection, and how sure we are of each',
      'model.md': 'the heater as equations: what it does, every constant with its source, and what nobody knows',
      'simulator.md': 'a cloud and heaters on your own machine, that misbehave when told',
      'from-python.md': 'what every name of the two Python libraries is called here',
    },
  },
  {
    title: 'About the project',
    pages: {
      '../README.md': 'what navilink is, and how to begin',
      '../ARCHITECTURE.md': 'the layers, and what must stay true',
      '../CONTRIBUTING.md': 'how to change it',
      '../SECURITY.md': 'what is kept where, and what never leaves',
    },
  },
]

const folder = new URL('../../docs/', import.meta.url)
const titleOf = (name: string) => /^# (.*)$/m.exec(readFileSync(new URL(name, folder), 'utf8'))?.[1] ?? name

/** The page, from the list above and the pages' own titles. @throws Error for a page that the list leaves out. */
export function indexPage(): string {
  const listed = new Set(shelves.flatMap(({ pages }) => Object.keys(pages)))
  const forgotten = readdirSync(folder).filter(
    name => name.endsWith('.md') && name !== 'README.md' && !listed.has(name),
  )
  if (forgotten.length > 0) throw new Error(`scripts/docs/index-page.ts lists no ${forgotten.join(', ')}.`)
  const lines = shelves.flatMap(({ title, pages }) => [
    `## ${title}`,
    '',
    ...Object.entries(pages).map(([name, what]) => `- [${titleOf(name)}](${name}): ${what}`),
    '',
  ])
  return generated('The docs', 'their titles', lines).trimEnd().concat('\n')
}
