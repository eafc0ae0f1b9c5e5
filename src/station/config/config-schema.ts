/** The config file of a station: what may stand in it and what each part means, for readers, checkers and editors alike. */
import { z } from 'zod'
import { type Duration, hours, parseDuration, seconds } from '#time/duration'
import { alertsConfig } from '../alerts/alerts-config.ts'
import { secretText } from '../alerts/secret-text.ts'
import { listenAddress, listenForms } from './listen-address.ts'

/** Shorter ones would only burden heater and cloud. */
export const shortestInterval: Duration = seconds(10)
/** Between samples that lie farther apart nobody can say what the heater did, and nothing is counted. */
export const longestInterval: Duration = hours(1)

/** Ends the sentence that begins with what was given. */
const must = (right: string) => ({ error: `it must be ${right}` })

const text = (right: string, description: string) =>
  z.string(must(right)).trim().min(1, must(right)).meta({ description })
const file = (description: string) => text('the name of a file', description)
const yesOrNo = (description: string) => z.boolean(must('true or false')).meta({ description })

const intervalForms = 'from ten seconds to one hour with the unit, such as 30s, 1m or 5m'
const interval = (description: string) =>
  z
    .string(must(intervalForms))
    .transform((given, context): Duration => {
      const span = parseDuration(given)
      if (span !== undefined && span >= shortestInterval && span <= longestInterval) return span
      context.addIssue({ code: 'custom', message: must(intervalForms).error })
      return z.NEVER
    })
    .meta({ description, examples: ['1m'] })

const zoneForms = 'a time zone, such as America/Los_Angeles'
const timeZone = text(zoneForms, 'Where its heaters stand; that of this machine when left out').refine(
  isTimeZone,
  must(zoneForms),
)

const heater = z
  .strictObject(
    {
      match: text(
        'a name, an id or a MAC address',
        'Which heater: its name in the account, its id, or its MAC address',
      ),
      name: text('a name', 'What it is called here; its name in the account when left out').optional(),
      interval: interval('How often this one is asked').optional(),
    },
    must('what is said of a heater'),
  )
  .meta({ description: 'A heater of the account' })

const account = z
  .strictObject(
    {
      name: text('a name, and no e-mail address, for it is shown', 'What it is called in API, metrics and log')
        .refine(name => !name.includes('@'), must('a name, and no e-mail address, for it is shown'))
        .optional(),
      email: text('an e-mail address', 'Of the NaviLink account; NAVILINK_EMAIL or the saved session when left out')
        .regex(/^\S+@\S+$/, must('an e-mail address'))
        .optional(),
      password: secretText
        .optional()
        .meta({ description: 'Only where no session was saved by navilink login. Best named by env or file' }),
      cloud: text('an https:// address', 'Another cloud than Navien’s, such as a simulated one').optional(),
      timeZone: timeZone.optional(),
      mqttProtocol: z
        .enum(['auto', '5', '3.1.1'], must('"auto", "5" or "3.1.1"'))
        .optional()
        .meta({ description: 'The version of MQTT; auto finds out' }),
      heaters: z
        .array(heater, must('a list of heaters'))
        .min(1, must('a list of one heater at least'))
        .optional()
        .meta({ description: 'Those that are watched; all of the account when left out' }),
    },
    must('an account'),
  )
  .meta({ description: 'A NaviLink account' })

const store = z
  .strictObject(
    {
      file: file(
        'The SQLite file of the record; history.db in the state folder of this system when left out',
      ).optional(),
      rawDays: z
        .int(must('a whole number of days from 1 to 3650'))
        .min(1, must('a whole number of days from 1 to 3650'))
        .max(3650, must('a whole number of days from 1 to 3650'))
        .optional()
        .meta({ description: 'After so many days a day is packed into one block, without loss. 90 when left out' }),
    },
    must('what is said of the store'),
  )
  .meta({ description: 'Where everything is kept' })

const listen = z
  .union([z.string(), z.int()], must(listenForms))
  .transform(String)
  .refine(given => given === 'off' || listenAddress(given) !== undefined, must(listenForms))
  .meta({
    description: 'Where the API answers, or off. 127.0.0.1:8480 when left out; any other address demands a token',
  })

const api = z
  .strictObject(
    {
      listen: listen.optional(),
      tls: z
        .strictObject(
          { cert: file('The certificate and its chain, PEM'), key: file('Its private key, PEM') },
          must('a cert and a key'),
        )
        .optional()
        .meta({ description: 'HTTPS in place of plain HTTP' }),
      allowedHosts: z
        .array(text('a host name', 'A host name'), must('a list of host names'))
        .optional()
        .meta({ description: 'Names by which browsers may reach it, beside the address it listens on and localhost' }),
    },
    must('what is said of the API'),
  )
  .meta({ description: 'The HTTP API, its event stream and its metrics' })

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const
const sizeForms = 'a size with its unit, such as 500KB or 5MB'
const log = z
  .strictObject(
    {
      level: z
        .enum(levels, must('trace, debug, info, warn or error'))
        .optional()
        .meta({ description: 'How much it tells; info when left out' }),
      file: file('A file of JSON lines, beside what goes to standard error').optional(),
      size: text(sizeForms, 'A new file is begun at this size; 5MB when left out')
        .regex(/^[\d.]+\s*[kmg]?b$/i, must(sizeForms))
        .optional(),
      count: z
        .int(must('a whole number from 0 to 999'))
        .min(0, must('a whole number from 0 to 999'))
        .max(999, must('a whole number from 0 to 999'))
        .optional()
        .meta({ description: 'So many old files are kept; 5 when left out' }),
    },
    must('what is said of the log'),
  )
  .meta({ description: 'What the station says of itself' })

export const configSchema = z
  .strictObject(
    {
      accounts: z
        .array(account, must('a list of accounts'))
        .min(1, must('a list of one account at least'))
        .optional()
        .meta({ description: 'The one of NAVILINK_EMAIL, or of the saved session, when left out' }),
      interval: interval('How often each heater is asked; 1m when left out').optional(),
      store: store.optional(),
      api: api.optional(),
      alerts: alertsConfig.optional().meta({ description: 'What is warned of, and where the warnings go' }),
      log: log.optional(),
      readOnly: yesOrNo('Refuses whatever would change something in a heater or an account').optional(),
    },
    must('a config: accounts, interval, store, api, alerts, log, readOnly'),
  )
  .meta({
    title: 'A station of navilink',
    description: 'For navilink serve. Everything may be left out; files are named from the folder of this one.',
  })

export type ConfigDocument = z.output<typeof configSchema>
export type ConfigAccount = NonNullable<ConfigDocument['accounts']>[number]

/** For editors and other programs. */
export const configJsonSchema = (): object => z.toJSONSchema(configSchema, { io: 'input' })

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
