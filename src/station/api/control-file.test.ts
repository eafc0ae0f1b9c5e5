import { chmod, chown, mkdtemp, readdir, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path, { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { controlFile, readControlFile, removeControlFile, writeControlFile } from './control-file.ts'

const control = { url: 'http://127.0.0.1:8480', token: 'secret', pid: 7, certificate: 'PEM' }
let store: string

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-control-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  store = join(folder, 'history.db')
})

it('is found beside the store, and read by its owner alone', async () => {
  await writeControlFile(store, { ...control, pid: 6 })
  await writeControlFile(store, control)
  expect(await controlFile(store)).toBe(`${await realpath(path.dirname(store))}/history.db.station.json`)
  expect(await readControlFile(store)).toEqual(control)
  expect((await stat(await controlFile(store))).mode & 0o777).toBe(0o600)
  expect(await readdir(join(store, '..'))).toEqual(['history.db.station.json'])
})

it('takes the place of one that others could read', async () => {
  await writeFile(await controlFile(store), 'old', { mode: 0o644 })
  await writeControlFile(store, control)
  expect((await stat(await controlFile(store))).mode & 0o777).toBe(0o600)
})

it('is gone when the station is, and no harm where it was', async () => {
  await writeControlFile(store, control)
  await removeControlFile(store)
  await removeControlFile(store)
  expect(await readControlFile(store)).toBeUndefined()
})

it.each(['', 'null', '{"url":1}', '{'])('is none when it is %j', async text => {
  await writeFile(await controlFile(store), text)
  expect(await readControlFile(store)).toBeUndefined()
})

it('is the same by every name of the store', async () => {
  const link = join(store, '../link.db')
  await writeFile(store, '')
  await symlink(store, link)
  await writeControlFile(link, control)
  expect(await controlFile(link)).toBe(await controlFile(store))
  expect(await readControlFile(store)).toEqual(control)
  await removeControlFile(link)
  expect(await readControlFile(store)).toBeUndefined()
})

it('is not believed where others may write it, or where it is a link', async () => {
  await writeControlFile(store, control)
  const file = await controlFile(store)
  await chmod(file, 0o620)
  expect(await readControlFile(store)).toBeUndefined()
  await chmod(file, 0o600)
  expect(await readControlFile(store)).toEqual(control)
  await rename(file, `${file}.elsewhere`)
  await symlink(`${file}.elsewhere`, file)
  expect(await readControlFile(store)).toBeUndefined()
})

it.runIf(process.getuid?.() === 0)('is not believed when it is somebody else’s', async () => {
  await writeControlFile(store, control)
  await chown(await controlFile(store), 65534, 65534)
  expect(await readControlFile(store)).toBeUndefined()
})
