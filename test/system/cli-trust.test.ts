/** `--ca`, in processes of their own: what they trust is theirs alone. The cloud speaks TLS with a certificate that nobody knows. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '#simulator/index'
import { certificate, certificateKey } from '../fixtures/certificate.ts'

let directory: string
let simulator: Simulator
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-trust-'))
  writeFileSync(path.join(directory, 'ca.pem'), certificate)
  simulator = await startSimulator({ tls: { cert: certificate, key: certificateKey } })
})
afterAll(async () => {
  await simulator.close()
  rmSync(directory, { recursive: true })
})

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
const flags = ['--conditions=navilink-source', '--disable-warning=ExperimentalWarning']

function navilink(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = {
    PATH: process.env.PATH ?? '',
    NAVILINK_CLOUD: simulator.url,
    NAVILINK_EMAIL: 'owner@example.com',
    NAVILINK_PASSWORD: 'warm-enough',
    ...more,
  }
  return new Promise<{ code: number; out: string; err: string }>(resolve => {
    execFile(process.execPath, [...flags, main, ...args], { cwd: directory, env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    )
  })
}

test('with it, the cloud and the gateway are reached', async () => {
  expect(simulator.url).toMatch(/^https:/)
  const { code, out, err } = await navilink(['status', '--json', '--ca', 'ca.pem'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject({ name: 'Water Heater', cause: 'answer' })
  expect(simulator.requests).toContain('POST /user/sign-in')
  expect(simulator.handshakes).toEqual([101])
  expect((await navilink(['devices'], { NAVILINK_CA: 'ca.pem' })).code).toBe(0)
})

test('without it, the password is not sent', async () => {
  const before = simulator.requests.length
  const { code, out, err } = await navilink(['status'])
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/^navilink: The certificate of 127\.0\.0\.1:\d+ isn't trusted .* --ca FILE or NAVILINK_CA/)
  expect(simulator.requests).toHaveLength(before)
})
