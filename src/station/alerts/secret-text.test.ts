import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSecret, secretText, withSecretsIn } from './secret-text.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navilink-secret-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('is a text, or lies in a variable or a file', async () => {
  const file = join(folder, 'token')
  await writeFile(file, 'from a file\n')
  expect(await readSecret('itself')).toBe('itself')
  expect(await readSecret({ env: 'TOKEN' }, { TOKEN: 'from a variable' })).toBe('from a variable')
  expect(await readSecret({ file })).toBe('from a file')
  await writeFile(file, 'another')
  expect(await readSecret({ file })).toBe('another')
})

it('says what is missing', async () => {
  await writeFile(join(folder, 'empty'), '\n')
  await expect(readSecret({ env: 'TOKEN' }, {})).rejects.toThrow('variable TOKEN is not set')
  await expect(readSecret({ file: join(folder, 'none') })).rejects.toThrow('could not be read: ENOENT')
  await expect(readSecret({ file: join(folder, 'empty') })).rejects.toThrow('is empty')
})

it.each(['', 5, null, {}, { env: '' }, { file: 'a', env: 'b' }, { path: 'a' }])('refuses %j', given => {
  expect(secretText.safeParse(given).success).toBe(false)
})

it('names files from a folder, wherever they stand', () => {
  const config = {
    channels: { a: { url: { file: 'url.txt' }, run: ['a', 'b'], headers: { x: { env: 'X' } }, n: null } },
  }
  expect(withSecretsIn(config, '/etc/navilink')).toEqual({
    channels: { a: { ...config.channels.a, url: { file: '/etc/navilink/url.txt' } } },
  })
  expect(withSecretsIn({ file: '/run/secret' }, '/etc')).toEqual({ file: '/run/secret' })
})
