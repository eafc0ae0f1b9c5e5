import { expect, test } from 'vitest'
import { configFolder, stateFolder } from './platform-folders.ts'

const env = { HOME: '/home/pat', APPDATA: '/roaming', LOCALAPPDATA: '/local' }
const both = (platform: NodeJS.Platform, more = {}) => {
  const home = { env: { ...env, ...more }, platform }
  return [configFolder(home), stateFolder(home)]
}

test('each platform has its own', () => {
  expect(both('linux')).toEqual(['/home/pat/.config/navilink', '/home/pat/.local/state/navilink'])
  const support = '/home/pat/Library/Application Support/navilink'
  expect(both('darwin')).toEqual([support, support])
  expect(both('win32')).toEqual(['/roaming/navilink', '/local/navilink'])
})

test('the environment may name others, but no relative ones, and without a home there is none', () => {
  const named = { XDG_CONFIG_HOME: '/config', XDG_STATE_HOME: '/state' }
  expect(both('linux', named)).toEqual(['/config/navilink', '/state/navilink'])
  expect(both('linux', { XDG_CONFIG_HOME: 'config', XDG_STATE_HOME: '' })).toEqual(both('linux'))
  expect(both('linux', { HOME: '' })).toEqual([undefined, undefined])
})
