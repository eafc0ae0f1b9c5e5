import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuthenticationError } from '#schema/errors'
import { hours } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { keptLog, refusal, startTestCloud, success } from '../../test/fixtures/test-cloud.ts'
import { cloudAddress, naviLinkCloud } from './address.ts'
import { emptySession, type SavedSession } from './saved-session.ts'
import { fileSessionStore, type SessionFileOptions, savedAccounts } from './session-file.ts'

const email = 'owner@example.com'
const clock = manualClock()
const session: SavedSession = {
  ...emptySession(email),
  renewedAt: clock.now(),
  user: { userSeq: 10001, userType: 'O' },
  refreshToken: 'r1',
  access: { token: 'a1', renewAt: clock.now() + 1, expiresAt: clock.now() + 2 },
}

let directory: string
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'navilink-')), 'sessions')
})
afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }))

const storeOf = (options: Partial<SessionFileOptions> = {}) => fileSessionStore({ directory, email, clock, ...options })
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

async function onlyFile(): Promise<string> {
  const [name, ...others] = await readdir(directory)
  expect(others).toEqual([])
  return join(directory, name ?? 'nothing')
}

describe('a session file', () => {
  it('gives back what was saved', async () => {
    expect(await storeOf().load()).toBeUndefined()
    await storeOf().save(session)
    expect(await storeOf().load()).toEqual(session)
    await storeOf().clear()
    expect(await storeOf().load()).toBeUndefined()
    await storeOf().clear()
  })

  it.skipIf(process.platform === 'win32')('row 28: is for its owner only, and so is its folder', async () => {
    await storeOf().save(session)
    expect(await modeOf(await onlyFile())).toBe(0o600)
    expect(await modeOf(directory)).toBe(0o700)
  })

  it.skipIf(process.platform === 'win32')('row 28: is closed to others again when it was opened', async () => {
    await storeOf().save(session)
    const path = await onlyFile()
    await chmod(path, 0o644)
    await storeOf().load()
    expect(await modeOf(path)).toBe(0o600)
    await chmod(path, 0o644)
    await writeFile(`${path}.tmp`, 'of a crash', { mode: 0o666 })
    await storeOf().save(session)
    expect(await modeOf(await onlyFile())).toBe(0o600)
  })

  it('has no e-mail in its name and no password in it', async () => {
    await using cloud = await startTestCloud()
    await cloud.session({ store: storeOf({ address: cloud.address }) }).awsCredentials()
    const path = await onlyFile()
    expect(path).toMatch(/session-[0-9a-f]{32}\.json$/)
    expect(path).not.toMatch(/owner|example/)
    expect(await readFile(path, 'utf8')).not.toContain(cloud.simulator.account.password)
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['another kind of JSON', () => '[1]'],
    ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['with a date for a time', (text: string) => text.replace(/"renewedAt":\d+/, '"renewedAt":"today"')],
  ])('that is %s counts as none, is warned about without its tokens, and is replaced', async (_, spoil) => {
    await storeOf().save({ ...session, refreshToken: 'hush-hush' })
    const path = await onlyFile()
    await writeFile(path, spoil(await readFile(path, 'utf8')))
    const logger = keptLog()
    expect(await storeOf({ logger }).load()).toBeUndefined()
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn'])
    expect(JSON.stringify(logger.lines)).not.toContain('hush-hush')
    await storeOf().save(session)
    expect(await storeOf().load()).toEqual(session)
  })

  it('leaves the old text whole when it can not be written', async () => {
    await storeOf().save(session)
    await mkdir(`${await onlyFile()}.tmp`)
    await expect(storeOf().save({ ...session, renewedAt: 1 })).rejects.toThrow()
    expect(await storeOf().load()).toEqual(session)
  })
})

describe('row 28: the session of one account', () => {
  it('is not used for another account, or another cloud', async () => {
    await storeOf().save(session)
    expect(await storeOf({ email: 'other@example.com' }).load()).toBeUndefined()
    expect(await storeOf({ address: cloudAddress('http://127.0.0.1:8484') }).load()).toBeUndefined()
    expect(await storeOf({ email: ' Owner@Example.com' }).load()).toEqual(session)
  })

  it('is not used for another account when the file was put in its place', async () => {
    await storeOf().save({ ...session, email: 'other@example.com' })
    const logger = keptLog()
    expect(await storeOf({ logger }).load()).toBeUndefined()
    expect(logger.lines).toEqual([expect.objectContaining({ level: 'warn' })])
  })

  it('does not serve a changed e-mail with the same folder', async () => {
    await using cloud = await startTestCloud()
    const { address } = cloud
    await cloud.session({ store: storeOf({ address }) }).awsCredentials()
    const other = 'other@example.com'
    const changed = cloud.session({ email: other, password: undefined, store: storeOf({ address, email: other }) })
    await expect(changed.accessToken()).rejects.toThrow(AuthenticationError)
  })
})

it('lists the accounts of a cloud, the newest first', async () => {
  expect(await savedAccounts(directory, naviLinkCloud)).toEqual([])
  for (const [index, name] of ['b@example.com', 'a@example.com', 'c@example.com'].entries())
    await storeOf({ email: name }).save({ ...session, email: name, renewedAt: index })
  const address = cloudAddress('http://127.0.0.1:8484')
  await storeOf({ address }).save(session)
  await writeFile(join(directory, `session-${'0'.repeat(32)}.json`), 'broken')
  expect(await savedAccounts(directory, naviLinkCloud)).toEqual(['c@example.com', 'a@example.com', 'b@example.com'])
  expect(await savedAccounts(directory, address)).toEqual([email])
})

describe('processes that share a file', () => {
  it('renew once, though every refresh token works only once', async () => {
    await using cloud = await startTestCloud()
    const share = { directory, email, address: cloud.address, clock: cloud.clock }
    await cloud.session({ store: fileSessionStore(share) }).awsCredentials()
    await cloud.clock.advance(hours(2))
    cloud.requests()
    const used = new Set<string>()
    cloud.simulator.override('POST /auth/refresh', async (request, proceed) => {
      const { refreshToken } = (await request.clone().json()) as { refreshToken: string }
      if (used.has(refreshToken)) return refusal(401, 'COMMON_UNAUTHORIZED')
      used.add(refreshToken)
      const { data } = (await (await proceed()).json()) as { data: object }
      return success({ ...data, refreshToken: `r${used.size}` })
    })
    const sessions = Array.from({ length: 5 }, () =>
      cloud.session({ password: undefined, store: fileSessionStore(share) }),
    )
    const asked = Promise.all(sessions.map(each => each.awsCredentials()))
    let done = false
    void asked.finally(() => {
      done = true
    })
    while (!done) await cloud.clock.advance(50)
    const keys = await asked
    expect(new Set(keys.map(({ accessKeyId }) => accessKeyId)).size).toBe(1)
    expect(cloud.requests()).toEqual(['/auth/refresh', '/auth/session/refresh'])
    expect(await readdir(directory)).toHaveLength(1)
  })

  it('use what another one renewed, without a request', async () => {
    await using cloud = await startTestCloud()
    const share = { directory, email, address: cloud.address, clock: cloud.clock }
    const [service, command] = [1, 2].map(() => cloud.session({ store: fileSessionStore(share) }))
    await service?.awsCredentials()
    await command?.awsCredentials()
    await cloud.clock.advance(hours(2))
    cloud.requests()
    await service?.awsCredentials()
    const renewals = cloud.requests().length
    expect(renewals).toBe(2)
    expect(await command?.awsCredentials()).toEqual(await service?.awsCredentials())
    expect(cloud.requests()).toEqual([])
  })
})

it('a folder that can not be written costs the saving, not the session', async () => {
  await using cloud = await startTestCloud()
  await writeFile(directory, 'a file where the folder should be')
  const store = fileSessionStore({ directory, email, address: cloud.address, clock: cloud.clock, logger: cloud.log })
  expect(await cloud.session({ store }).awsCredentials()).toMatchObject({ accessKeyId: expect.any(String) })
  const warnings = cloud.log.lines.filter(({ level }) => level === 'warn').map(({ text }) => text)
  expect(warnings).toContainEqual(expect.stringContaining("can't be locked"))
  expect(warnings).toContainEqual(expect.stringContaining('can not be saved'))
})
