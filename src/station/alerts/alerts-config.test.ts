import { expect, it } from 'vitest'
import { z } from 'zod'
import { hours, minutes } from '#time/duration'
import type { Rule } from './alert-rule.ts'
import { type AlertsConfig, alertsConfig } from './alerts-config.ts'
import { listedRules, ruleSetting } from './rule-setting.ts'
import { allRules } from './rules.ts'

const ruleOf = (name: string) => allRules.find(rule => rule.name === name) as unknown as Rule<never>
const parsed = (given: unknown): AlertsConfig => alertsConfig.parse(given)

it('may be empty: every rule is on, but the one that needs a time', () => {
  const rules = listedRules(parsed({}))
  expect(rules.map(({ name }) => name)).toEqual(allRules.map(({ name }) => name))
  expect(rules.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(['not-hot-by'])
})

it('reads times, spans and channels', () => {
  const config = parsed({
    quietHours: '22:00-07:00',
    channels: { phone: { type: 'ntfy', topic: { env: 'TOPIC' }, least: 'warning' } },
    rules: {
      'hot-water-low': { threshold: 30, hold: '10m', repeat: '1h30m', channels: ['phone'] },
      'not-hot-by': { by: '06:30', temperature: 50, quietHours: 'none' },
      leak: { quietHours: '23:00-05:00', repeat: 'never' },
    },
  })
  expect(ruleSetting(config, ruleOf('hot-water-low'))).toMatchObject({
    threshold: 30,
    hold: minutes(10),
    repeat: minutes(90),
    channels: ['phone'],
    quiet: { hours: { from: 1320, until: 420 }, own: false },
  })
  expect(ruleSetting(config, ruleOf('not-hot-by'))).toMatchObject({ by: 390, temperature: 50, quiet: undefined })
  expect(ruleSetting(config, ruleOf('leak'))).toMatchObject({ quiet: { own: true }, repeat: undefined })
  expect(ruleSetting(config, ruleOf('short-cycling'))).toMatchObject({ window: hours(3), threshold: 6 })
})

it('is set for single heaters, by name or id', () => {
  const config = parsed({
    rules: {
      'hot-water-low': {
        threshold: 30,
        heaters: { Cellar: { enabled: false }, '0a1b2c3d': { threshold: 10, hold: '1m' } },
      },
    },
  })
  const of = (id: string, name: string) => ruleSetting(config, ruleOf('hot-water-low'), { id, name })
  expect(of('11111111', 'Cellar')).toMatchObject({ enabled: false, threshold: 30 })
  expect(of('0a1b2c3d', 'Attic')).toMatchObject({ enabled: true, threshold: 10, hold: minutes(1) })
  expect(of('22222222', 'Attic')).toMatchObject({ enabled: true, threshold: 30 })
})

it.each([
  [{ quietHours: '22-7' }, 'quietHours', 'two times of day'],
  [{ rules: { leak: { hold: '5' } } }, 'rules.leak.hold', 'a time with its unit'],
  [{ rules: { leak: { repeat: '0s' } } }, 'rules.leak.repeat', 'a minute or more'],
  [{ rules: { leak: { channels: ['phone'] } } }, 'rules.leak.channels.0', 'one of the channels: there are none'],
  [{ rules: { 'not-hot-by': { by: '25:00' } } }, 'rules.not-hot-by.by', 'a time of day'],
  [{ rules: { 'hot-water-low': { threshold: 'low' } } }, 'rules.hot-water-low.threshold', 'a number of %'],
  [{ rules: { 'hot-water-low': { threshold: 120 } } }, 'rules.hot-water-low.threshold', 'of % from 0 to 100'],
  [{ rules: { 'elements-daily': { threshold: 2000 } } }, 'rules.elements-daily.threshold', 'of min from 1 to 1440'],
  [{ rules: { 'elements-running': { threshold: 2.5 } } }, 'rules.elements-running.threshold', 'of W from 100 to 10000'],
  [{ rules: { 'intake-cold': { threshold: 41 } } }, 'rules.intake-cold.threshold', 'of °C from -20 to 30'],
  [{ rules: { 'never-hot': { temperature: 140 } } }, 'rules.never-hot.temperature', 'of °C from 30 to 70'],
  [{ rules: { 'short-cycling': { window: '2d' } } }, 'rules.short-cycling.window', '2h, from 1 min to 1 d'],
  [{ rules: { 'short-cycling': { window: '0s' } } }, 'rules.short-cycling.window', '2h, from 1 min to 1 d'],
  [{ rules: { leak: { hold: '30d' } } }, 'rules.leak.hold', '2h, from 0 s to 7 d'],
  [{ channels: { a: { type: 'webhook', url: 'ftp://x' } } }, 'channels.a.url', 'https:// or http://'],
  [{ channels: { a: { type: 'pigeon' } } }, 'channels.a.type', 'of type webhook, ntfy, email, mqtt or command'],
  [{ channels: { a: { type: 'command', run: 'rm -rf /' } } }, 'channels.a.run', 'a list'],
  [{ channels: { a: { type: 'mqtt', url: 'mqtt://h', topic: 'a/#' } } }, 'channels.a.topic', 'without + and #'],
])('refuses %j', (given, path, words) => {
  const { error } = alertsConfig.safeParse(given)
  expect(error?.issues.map(issue => issue.path.join('.'))).toEqual([path])
  expect(error?.issues[0]?.message).toContain(words)
})

it.each([
  [{ rules: { leek: {} } }, 'leek'],
  [{ rules: { leak: { threshold: 3 } } }, 'threshold'],
  [{ rules: { leak: { by: '06:00' } } }, 'by'],
])('knows no %j', (given, key) => {
  expect(alertsConfig.safeParse(given).error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: [key] }])
})

it('has a schema for editors that says what each part means', () => {
  const schema = z.toJSONSchema(alertsConfig, { io: 'input' })
  const text = JSON.stringify(schema)
  expect(text).toContain('It warns below that, in %; 20 when left out')
  expect(text).toContain('"writeOnly":true')
  for (const { name } of allRules) expect(text).toContain(`"${name}"`)
})

it('takes the usual number of every rule', () => {
  for (const { name, limit } of allRules as readonly Rule<never>[])
    if (limit) expect(alertsConfig.safeParse({ rules: { [name]: { threshold: limit.at } } }).error).toBeUndefined()
})
