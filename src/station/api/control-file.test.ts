import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { controlFile, readControlFile, removeControlFile, writeControlFile } from './control-file.ts'

const control = { url: 'http://127.0.0.1:8480', token: 'secret', pid: 7 }
let store: string

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-control-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  store = join(folder, 'history.db')
})

it('is found beside the store, and read by its owner alone', async () => {
  await writeControlFile(store, { ...control, pid: 6 })
  await writeControlFile(store, control)
  expect(controlFile(store)).toBe(`${store}.station.json`)
  expect(await readControlFile(store)).toEqual(control)
  expect((await stat(controlFile(store))).mode & 0o777).toBe(0o600)
  expect(await readdir(join(store, '..'))).toEqual(['history.db.station.json'])
})

it('takes the place of one that others could read', async () => {
  await writeFile(controlFile(store), 'old', { mode: 0o644 })
  await writeControlFile(store, control)
  expect((await stat(controlFile(store))).mode & 0o777).toBe(0o600)
})

it('is gone when the station is, and no harm where it was', async () => {
  await writeControlFile(store, control)
  await removeControlFile(store)
  await removeControlFile(store)
  expect(await readControlFile(store)).toBeUndefined()
})

it.each(['', 'null', '{"url":1}', '{'])('is none when it is %j', async text => {
  await writeFile(controlFile(store), text)
  expect(await readControlFile(store)).toBeUndefined()
})
