import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NaviLinkClient } from './client.ts'
import { NaviLinkConfig } from './config.ts'
import { configFilePath, settingSources } from './setting-sources.ts'
import { ConfigurationError, readSetting, resolveSettings, type SettingName, settingPlace } from './settings.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-config-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const config = (env: Record<string, string> = {}) => NaviLinkConfig.fromEnvironment({ env, directory })
const dotEnv = (text: string) => writeFileSync(path.join(directory, '.env'), text)

/** The template of the Python library, filled in. */
const python = `# NaviLink credentials
NAVILINK_EMAIL=pat@example.com
NAVILINK_PASSWORD="p#ss\\word"
NAVILINK_LOG_LEVEL=WARNING
NAVILINK_DEBUG=false
NAVILINK_MQTT_PROTOCOL=MQTT3
NAVILINK_POLLING_INTERVAL=300  # 5 minutes (recommended)
NAVILINK_DEVICE_MAC=04:78:63:AA:BB:CC
SOMETHING_ELSE=1
`

describe('fromEnvironment', () => {
  test('takes a .env of the Python library as it is', () => {
    dotEnv(python)
    expect(config()).toEqual({
      email: 'pat@example.com',
      password: 'p#ss\\word',
      logLevel: 'warn',
      pollingInterval: 300_000,
      deviceMac: '047863aabbcc',
      mqttProtocol: '3.1.1',
      units: 'us',
      readOnly: false,
      debug: false,
    })
  })

  test('is what the client takes', async () => {
    dotEnv(python)
    await using client = new NaviLinkClient(config())
    expect(client.link.state).toBe('idle')
  })

  test('prefers the environment to .env, and .env to the config file', () => {
    mkdirSync(path.join(directory, 'navilink'))
    const file = { email: 'file@example.com', units: 'metric', pollingInterval: 60, logLevel: 'error' }
    writeFileSync(path.join(directory, 'navilink', 'config.json'), JSON.stringify(file))
    dotEnv('NAVILINK_EMAIL=dot@example.com\nNAVILINK_POLLING_INTERVAL=2m\n')
    const env = {
      XDG_CONFIG_HOME: directory,
      APPDATA: directory,
      NAVILINK_EMAIL: 'env@example.com',
      NAVILINK_LOG_LEVEL: '',
    }
    const { units, pollingInterval, email, logLevel } = config(env)
    expect({ units, pollingInterval, email, logLevel }).toEqual({
      email: 'env@example.com',
      pollingInterval: 120_000,
      units: 'metric',
      logLevel: 'error',
    })
  })

  test('says where an e-mail is expected when there is none', () => {
    expect(() => config()).toThrow(`NAVILINK_EMAIL is neither in the environment nor in ${directory}/.env`)
  })
})

describe('a wrong value', () => {
  const wrong: [string, string, string][] = [
    ['NAVILINK_LOG_LEVEL', 'loud', 'it takes TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL.'],
    ['NAVILINK_POLLING_INTERVAL', '5', 'it takes ten seconds or more'],
    ['NAVILINK_POLLING_INTERVAL', '5 parsecs', 'or a span with its unit (5m).'],
    ['NAVILINK_MQTT_PROTOCOL', 'MQTT4', 'it takes auto, 5 or 3.1.1 (MQTT5 and MQTT3 are the same).'],
    ['NAVILINK_DEVICE_MAC', '04:78', 'it takes twelve hex digits'],
    ['NAVILINK_DEBUG', 'maybe', 'it takes true or false.'],
    ['NAVILINK_CLOUD', 'http://example.com', 'it takes an https:// address, or http:// for this machine alone'],
    ['NAVILINK_CLOUD', 'ftp://127.0.0.1', 'it takes an https:// address'],
    ['NAVILINK_UNITS', 'imperial', 'it takes us or metric.'],
    ['NAVILINK_UNITS', 'constructor', 'it takes us or metric.'],
    ['NAVILINK_EMAIL', 'pat', 'it takes an e-mail address.'],
  ]
  test.each(wrong)('%s=%s', (variable, value, takes) => {
    const inEnvironment = () => config({ NAVILINK_EMAIL: 'pat@example.com', [variable]: value })
    expect(inEnvironment).toThrow(`In the environment, ${variable} is "${value}"; `)
    expect(inEnvironment).toThrow(takes)
    dotEnv(`${variable}=${value}`)
    expect(() => config()).toThrow(`In ${directory}/.env, ${variable} is "${value}"; `)
  })

  test.each(['https://pat:hunter2@example.com', 'http://pat:hun/ter2@127.0.0.1', 'pat:hunter2@example.com'])(
    'an address with a password in it is never shown: %s',
    cloud => {
      expect(() => config({ NAVILINK_EMAIL: 'pat@example.com', NAVILINK_CLOUD: cloud })).toThrow(
        /^In the environment, NAVILINK_CLOUD has a name or a password in it, and none can be in the address; [^:]*$/,
      )
    },
  )

  test('stops nobody who asks for another one', () => {
    const sources = [{ place: 'Here', calls: 'key' as const, values: { units: 'imperial', logLevel: 'info' } }]
    expect(readSetting('logLevel', sources)).toBe('info')
    expect(readSetting('pollingInterval', sources)).toBe(300_000)
    expect(() => readSetting('units', sources)).toThrow('Here, units is "imperial"')
    expect(settingPlace('units', sources)).toBe('Here, units')
    expect(settingPlace('caFile', sources)).toBe('--ca')
  })

  test('of a secret is never told', () => {
    const flags = { place: 'On the command line', calls: 'variable' as const, values: { password: '' } }
    expect(() => resolveSettings([flags])).toThrow('On the command line, NAVILINK_PASSWORD is wrong; it takes a text.')
  })
})

describe('right values', () => {
  const read = (name: SettingName, text: string) =>
    resolveSettings([{ place: 'Here', calls: 'key', values: { [name]: text } }])[name]

  test.each([
    ['logLevel', 'Critical', 'fatal'],
    ['logLevel', 'INFO', 'info'],
    ['logLevel', 'trace', 'trace'],
    ['pollingInterval', '10', 10_000],
    ['pollingInterval', '1m30s', 90_000],
    ['mqttProtocol', 'MQTT5', '5'],
    ['readOnly', 'yes', true],
    ['debug', '1', true],
    ['debug', 'False', false],
    ['cloud', 'http://127.0.0.1:8484', 'http://127.0.0.1:8484'],
    ['cloud', 'http://[::1]:8484', 'http://[::1]:8484'],
    ['units', 'Metric', 'metric'],
    ['email', 'jörg+tank@müller.example', 'jörg+tank@müller.example'],
  ] as const)('%s %s', (name, text, value) => expect(read(name, text)).toBe(value))
})

describe('the config file', () => {
  const env = (text: string) => {
    mkdirSync(path.join(directory, 'navilink'))
    writeFileSync(path.join(directory, 'navilink', 'config.json'), text)
    return { env: { XDG_CONFIG_HOME: directory, APPDATA: directory }, directory, platform: process.platform }
  }

  test('lies in the folder of the platform', () => {
    const home = { HOME: '/home/pat', APPDATA: '/appdata' }
    const on = (platform: NodeJS.Platform, more = {}) => configFilePath({ env: { ...home, ...more }, platform })
    expect(on('linux')).toBe('/home/pat/.config/navilink/config.json')
    expect(on('linux', { XDG_CONFIG_HOME: '/x' })).toBe('/x/navilink/config.json')
    expect(on('linux', { XDG_CONFIG_HOME: 'relative' })).toBe('/home/pat/.config/navilink/config.json')
    expect(on('darwin')).toBe('/home/pat/Library/Application Support/navilink/config.json')
    expect(on('win32')).toBe('/appdata/navilink/config.json')
    expect(configFilePath({ env: {}, platform: 'linux' })).toBeUndefined()
  })

  test.each([
    ['{"email": ', 'is not JSON'],
    ['[]', 'is not a JSON object'],
    ['{"colour": "red"}', '"colour" is no setting; the settings are email, deviceMac, cloud'],
    ['{"units": ["us"]}', 'units is no text, number or truth value; it takes us or metric.'],
    ['{"password": "hunter2"}', 'there is a password, and it is not read from there'],
  ])('%s is refused in words', (text, sentence) => {
    const sources = () => settingSources(env(text))
    expect(sources).toThrow(sentence)
  })

  test('a refusal has a name of its own and keeps the password to itself', () => {
    const surroundings = env('{"password": "hunter2"}')
    try {
      settingSources(surroundings)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(String(error)).not.toContain('hunter2')
    }
  })
})
