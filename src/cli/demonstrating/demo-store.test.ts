import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { demoStore } from './demo-store.ts'

it('is a place of its own, gone in the end', async () => {
  const one = await demoStore(undefined, '/nowhere')
  const other = await demoStore(undefined, '/nowhere')
  expect(one.file).not.toBe(other.file)
  writeFileSync(one.file, '')
  writeFileSync(`${one.file}-wal`, '')
  for (const { remove } of [one, one, other]) await remove()
  expect(existsSync(path.dirname(one.file))).toBe(false)
})

it('is a file that somebody names, and stays; one that is there is left alone', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const { file, remove } = await demoStore('demo.db', directory)
  expect(file).toBe(path.join(directory, 'demo.db'))
  writeFileSync(file, '')
  await remove()
  expect(existsSync(file)).toBe(true)
  await expect(demoStore('demo.db', directory)).rejects.toThrow('demo.db is there already')
})
