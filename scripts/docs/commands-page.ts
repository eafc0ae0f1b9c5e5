/** docs/commands.md: every row of the command table, with the message that it sends. */
import { bodyOrder, order } from '#heater/order'
import { capabilities } from '#schema/capabilities'
import { type Command, type Control, controlParam, type Expectation, type Write } from '#schema/command'
import {
  type CommandName,
  type ControlName,
  commands,
  controlNames,
  queryNames,
  type WriteName,
  writeNames,
} from '#schema/commands'
import { deviceInfoFields } from '#schema/device-info'
import { recirculationFields } from '#schema/recirculation'
import { reservationFields } from '#schema/reservation'
import { touFields } from '#schema/tou'
import { methodsOf } from './command-methods.ts'
import { exampleRequest, jsonLines } from './example-ids.ts'
import { anchor, fenced, generated, heading, literal, row } from './markdown.ts'
import { neverSent, otherProducts } from './never-sent.ts'
import { sureness, surenessLegend } from './sureness.ts'

type Fields = Readonly<Record<string, unknown>>

const hex = (code: number) => `0x${code.toString(16)}`
const codeOf = (code: number) => `${code} ${literal(hex(code))}`

/** What the examples set, where a row takes a value. */
const exampleValues: Partial<Readonly<Record<ControlName, string | number>>> = {
  dhwMode: 'energy-saver',
  vacation: 7,
  dhwTemperature: 50,
  vacationDays: 10,
  recirculationMode: 'schedule',
  antiLegionellaOn: 14,
  airFilterLife: 2000,
}

/** What the examples ask and write beside that. */
const exampleFields: Partial<Readonly<Record<CommandName, Fields>>> = {
  dailyEnergy: { year: 2026, month: [10, 11] },
  monthlyEnergy: { year: [2025, 2026] },
  writeReservations: reservationFields({
    enabled: true,
    entries: [
      {
        enabled: true,
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        time: '06:30',
        mode: 'heat-pump',
        temperature: 55,
      },
      { enabled: true, days: ['sat', 'sun'], time: '22:00', mode: 'off' },
    ],
  }) as unknown as Fields,
  writeTou: {
    controllerSerialNumber: '1234567890AB',
    ...touFields({
      enabled: true,
      periods: [
        {
          months: [6, 7, 8, 9],
          days: ['mon', 'tue', 'wed', 'thu', 'fri'],
          start: '16:00',
          end: '20:59',
          priceMin: '0.3521',
          priceMax: '0.3521',
        },
      ],
    }),
  },
  writeRecirculation: recirculationFields({
    enabled: true,
    entries: [
      { enabled: true, days: ['mon', 'fri'], time: '06:00', pump: 'on' },
      { enabled: true, days: ['mon', 'fri'], time: '07:00', pump: 'off' },
    ],
  }) as unknown as Fields,
  commitFirmware: { commitOta: { swCode: 1, swVersion: 184877056 } },
}

const isControl = (name: CommandName): name is ControlName => (controlNames as readonly string[]).includes(name)
const isWrite = (name: CommandName): name is WriteName => (writeNames as readonly string[]).includes(name)

/** The message that the library sends for a row, made by the functions that it is made by there. */
export function exampleMessage(name: CommandName) {
  const fields = isControl(name)
    ? order(name, exampleValues[name]).fields
    : isWrite(name)
      ? bodyOrder(name as Exclude<WriteName, ControlName>, exampleFields[name] ?? {}).fields
      : (exampleFields[name] ?? {})
  return exampleRequest(commands[name], fields)
}

const named = (setting: string) => literal(setting)

function shows({ setting, is, but }: Expectation): string {
  if (but !== undefined) return `${named(setting)} is anything but ${literal(but)}`
  return `${named(setting)} is ${is === undefined ? 'the value' : literal(is)}`
}

const readBack = 'The heater’s own answer, which repeats what was written, and what is read back.'
const bodyConfirmations: Readonly<Record<string, string>> = {
  firmware: 'The heater’s own answer.',
  'tou-plan': 'The heater’s own answer, which repeats what was written. It can’t be read back; the cloud’s copy can.',
}

function confirmation(command: Command & Partial<Write> & Partial<Control>): string {
  if (command.sets === undefined) return 'Nothing: it only asks.'
  if (command.confirmedBy === undefined) return bodyConfirmations[command.sets] ?? readBack
  if (command.confirmedBy.length === 0) return 'Only that the heater answers: no field is known to show it.'
  return `A status in which ${command.confirmedBy.map(shows).join(', and ')}.`
}

function taken({ parameter, fixed = [] }: Control): string {
  if (parameter === undefined) return fixed.length === 0 ? 'Nothing.' : `Nothing; ${literal(`[${fixed}]`)} is sent.`
  const before = fixed.length === 0 ? '' : ` after a fixed ${fixed.join(', ')}`
  if (parameter.type === 'choice') {
    const choices = Object.entries(parameter.choices).map(([choice, needs]) => {
      const [code] = controlParam({ parameter } as Control, choice)
      return `${literal(choice)} (${code}${needs === undefined ? '' : `, needs ${literal(capabilities[needs])}`})`
    })
    return `${literal(parameter.name)}, its code${before}: ${choices.join(', ')}.`
  }
  const { name, unit, lowest, highest, step, count, or, limits } = parameter
  const word = unit === '°C' ? '°C' : unit === 'h' ? 'hours' : unit
  const range = `${lowest} to ${highest} ${word} in steps of ${step}${or === undefined ? '' : `, or ${or} to switch it off`}`
  const counted =
    count === 1
      ? `sent as it is${before && `,${before}`}`
      : `sent in counts of ${count} ${unit}${before && `,${before}`}`
  const own =
    limits === undefined
      ? ''
      : ` This unit’s own limits go before: ${literal(limits.lowest)} to ${literal(limits.highest)} of its device info.`
  return `${literal(name)}: ${range}; ${counted}.${own}`
}

const needed = ({ needs }: Command) =>
  needs === undefined
    ? '–'
    : `${literal(needs)}: ${literal(capabilities[needs])} of device info (${deviceInfoFields[capabilities[needs]].doc.replace(/\.$/, '')}).`

const answerWords: Readonly<Record<string, string>> = {
  status: 'A status',
  'device-info': 'Device info',
  other: 'A body of its own',
}

function section(name: CommandName): string[] {
  const command = commands[name] as Command & Partial<Write> & Partial<Control>
  const { code, topic, reply, answer, mode, doc, seen, verb, idempotent, danger } = command
  const request = literal(`cmd/{dt}/navilink-{mac}/${topic}`)
  // This one comes there whatever was asked for.
  const base = name === 'downloadedFirmware' ? 'navilink-{mac}' : '{homeSeq}/{userSeq}/{clientId}'
  const replies = literal(`cmd/{dt}/${base}/res${reply && `/${reply}`}`)
  const answered = answer === undefined ? 'None was ever seen' : `${answerWords[answer]} on ${replies}`
  const library = methodsOf(name).map(literal).join(', ')
  const facts: [string, string | undefined][] = [
    ['Code', codeOf(code)],
    ['Topic', request],
    ['Answer', answered],
    [literal('mode'), mode === undefined ? undefined : literal(mode)],
    ['Takes', isControl(name) ? taken(command as Control) : undefined],
    ['Needs', needed(command)],
    ['Confirmed by', isWrite(name) ? confirmation(command) : undefined],
    [
      'Said twice',
      idempotent === undefined
        ? undefined
        : idempotent
          ? 'The same as once.'
          : 'Not the same as once: it is sent once only.',
    ],
    ['Beware', danger],
    ['How sure', sureness[seen]],
    ['Library', library || undefined],
    ['Command', verb === undefined ? '–' : literal(`navilink ${verb}`)],
  ]
  return [
    `### ${name}`,
    '',
    doc,
    '',
    ...heading('', ''),
    ...facts.flatMap(([fact, told]) => (told === undefined ? [] : [row(fact, told)])),
    '',
    ...fenced('json', jsonLines(exampleMessage(name) as unknown as Fields)),
    '',
  ]
}

function overview(names: readonly CommandName[]): string[] {
  return [
    ...heading('Name', 'Code', 'Topic', 'What', 'Command', 'How sure'),
    ...names.map(name => {
      const { code, topic, doc, verb, seen }: Command = commands[name]
      const [first = ''] = doc.split(/(?<=[.:]) /)
      const what = first.replace(/:$/, '.')
      return row(
        `[${name}](#${anchor(name)})`,
        literal(hex(code)),
        literal(topic),
        what,
        verb === undefined ? '–' : literal(verb),
        sureness[seen],
      )
    }),
    '',
  ]
}

const notTelling = ({ code, mode, what }: (typeof neverSent)[number]) =>
  row(codeOf(code), mode === undefined ? '–' : literal(mode), what)

/** The page, from the table and what is left out of it on purpose. */
export function commandsPage(): string {
  const bodies = writeNames.filter(name => !isControl(name))
  const lines = [
    'Every question and every order that an NWP500 is known to take: what is sent, what comes back, and how it is told that it',
    'was done. Library, command line and simulated heater all read the same table. `{dt}` is 52, `{mac}` the twelve hex digits',
    'of the heater. How messages are wrapped and where they go is told in [protocol.md](protocol.md).',
    '',
    'A heater that hasn’t got what a row needs is not asked: the library throws `UnsupportedError`, which says what the heater',
    'has. A value out of range throws `RangeError`, in the unit that you gave. Nothing was sent then. Everything else ends as an',
    '[outcome](connection.md).',
    '',
    'How sure we are of a row:',
    '',
    ...surenessLegend,
    '',
    'The messages below are those of one heater and one moment. In a real one `clientID` is the program’s, `sessionID` the time',
    'in milliseconds, and no two are alike.',
    '',
    `## Questions: ${queryNames.length}`,
    '',
    ...overview(queryNames),
    `## Controls: ${controlNames.length}`,
    '',
    'Each sets one thing, and the heater answers with a full status that shows the new setting. What follows from it, such as a',
    'compressor that starts, comes later: `outcome.effect`. The heater goes by the number, not by the text in `mode`.',
    '',
    ...overview(controlNames),
    `## Whole bodies: ${bodies.length}`,
    '',
    'These replace what the heater holds. The library changes schedules by reading first and reading back after.',
    '',
    ...overview(bodies),
    '## What is left out on purpose',
    '',
    'The vendor’s app declares these and never sends them to a heater like this; only `heater.raw(…, { danger: true })` and',
    '`navilink raw --danger` can. Where nobody ever saw one sent, its text is a guess.',
    '',
    ...heading('Code', '`mode`', 'Why not'),
    ...neverSent.map(notTelling),
    '',
    'These belong to other products of the family:',
    '',
    ...heading('Code', '`mode`', 'What'),
    ...otherProducts.map(notTelling),
    '',
    'And two questions are never asked:',
    '',
    '- **Energy by hour** (16777224 `0x1000008`, topic `st/energy-usage-hourly-query/rd`): the app has it, an NWP500 never',
    '  answered it (*tried*, four times).',
    '- **The time-of-use plan over MQTT**: there is no such question. The write without its list was thought to be one; a heater',
    '  that holds a plan stays silent (*tried*), and a firmware that took it at its word would store an empty plan. The plan is',
    '  read over REST: `heater.tou.plan()`.',
    '',
    'The installer’s values, such as the minimum operation temperature, can’t be set from afar: a sweep over all codes moved',
    'neither of them (*tried*). The panel’s installer menu can.',
    '',
    '## Questions in full',
    '',
    ...queryNames.flatMap(section),
    '## Controls in full',
    '',
    ...controlNames.flatMap(section),
    '## Whole bodies in full',
    '',
    ...bodies.flatMap(section),
  ]
  return generated('Commands', 'the tables in `src/schema`', lines).trimEnd().concat('\n')
}
