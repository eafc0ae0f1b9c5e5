import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { minutes } from '#time/duration'
import { readConfig } from './config-document.ts'
import { configJsonSchema } from './config-schema.ts'
import { isSecret, knownNames } from './schemas-at.ts'

const complaints = async (source: string) => (await readConfig(source)).problems.map(({ text }) => text)

test('nothing at all is a config', async () => {
  expect(await readConfig('')).toMatchObject({ config: {}, problems: [] })
  expect(await readConfig('# nothing yet\n')).toMatchObject({ config: {}, problems: [] })
})

test('what is said is read', async () => {
  const { config, line } = await readConfig(`
$schema: ./config.schema.json
accounts:
  - name: cabin
    password: { env: CABIN }
    heaters:
      - { match: Garage, interval: 5m }
interval: 1m30s
api: { listen: 8480 }
alerts:
  channels: { phone: { type: ntfy, topic: { file: topic } } }
`)
  expect(config).toMatchObject({
    accounts: [{ name: 'cabin', password: { env: 'CABIN' }, heaters: [{ match: 'Garage', interval: minutes(5) }] }],
    interval: minutes(1.5),
    api: { listen: '8480' },
    alerts: { channels: { phone: { type: 'ntfy', topic: { file: 'topic' } } } },
  })
  expect(line(['accounts', 0, 'heaters', 0, 'interval'])).toBe(7)
})

test.each([
  ['[1]', 'line 1: it is [1]; it must be a config: accounts, interval, store, api, alerts, log, readOnly'],
  [
    'acounts: []',
    'line 1: acounts is nothing that can be said there; there are accounts, interval, store, api, alerts, log, readOnly',
  ],
  [
    'interval: 60',
    'line 1: interval is 60; it must be from ten seconds to one hour with the unit, such as 30s, 1m or 5m',
  ],
  [
    'interval: 9s',
    'line 1: interval is 9s; it must be from ten seconds to one hour with the unit, such as 30s, 1m or 5m',
  ],
  [
    'interval: 2h',
    'line 1: interval is 2h; it must be from ten seconds to one hour with the unit, such as 30s, 1m or 5m',
  ],
  ['accounts: []', 'line 1: accounts is []; it must be a list of one account at least'],
  ['api:\n  tls: { cert: a.pem }', 'line 2: api.tls.key is missing; it must be the name of a file'],
  [
    'api:\n  listen: 99999',
    'line 2: api.listen is 99999; it must be an address and a port, such as 127.0.0.1:8480, or off',
  ],
  ['api:\n  listen: off\n  tls: { cert: a, key: b }', 'line 3: api.tls is for an API that listens; it is off'],
  ['store: { rawDays: 0 }', 'line 1: store.rawDays is 0; it must be a whole number of days from 1 to 3650'],
  [
    'accounts: [{ timeZone: Mars }]',
    'line 1: accounts[0].timeZone is Mars; it must be a time zone, such as America/Los_Angeles',
  ],
  [
    'accounts:\n - { name: a }\n - { name: a }',
    'line 3: accounts[1].name is a, as that of another account; it must be a name of its own',
  ],
  [
    'accounts: [{ password: [hunter2] }]',
    'line 1: accounts[0].password is wrong; it must be a text, { env: NAME } or { file: PATH }',
  ],
  [
    'accounts: [{ name: pat@example.com }]',
    'line 1: accounts[0].name is wrong; it must be a name, and no e-mail address, for it is shown',
  ],
])('%j is refused in a sentence', async (source, sentence) => {
  expect(await complaints(source)).toEqual([sentence])
})

test('every mistake is told, by line', async () => {
  expect(await complaints('log: { level: loud }\ninterval: 1\nstore: { fil: a }')).toEqual([
    'line 1: log.level is loud; it must be trace, debug, info, warn or error',
    'line 2: interval is 1; it must be from ten seconds to one hour with the unit, such as 30s, 1m or 5m',
    'line 3: store.fil is nothing that can be said there; there are file, rawDays',
  ])
  expect(await complaints('a: [')).toEqual([expect.stringMatching(/^line 1: the text can't be read: /)])
})

test('the schema knows the names of a place, and which are secret', () => {
  const schema = configJsonSchema()
  expect(knownNames(schema, ['accounts', 3, 'heaters', 0])).toEqual(['match', 'name', 'interval'])
  expect(knownNames(schema, ['nowhere'])).toEqual([])
  expect(isSecret(schema, ['accounts', 0, 'password'])).toBe(true)
  expect(isSecret(schema, ['alerts', 'channels', 'phone', 'topic'])).toBe(true)
  expect(isSecret(schema, ['accounts', 0, 'email'])).toBe(false)
})

test('the example is a config', async () => {
  const example = readFileSync(join(import.meta.dirname, '../../../examples/navilink.yaml'), 'utf8')
  expect(await complaints(example)).toEqual([])
  // With everything uncommented that is only offered there, too.
  const whole = example.replace(/^#(?= {2})/gm, '')
  expect(whole.length).toBeLessThan(example.length - 10)
  expect(await complaints(whole)).toEqual([])
})
