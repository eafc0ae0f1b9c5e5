/** Which Node is refused, and that it is the one that the package names. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { tooOldNode } from './node-version.ts'

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

it.each(['18.19.1', '20.20.2', '22.9.0', '22.19.0'])(
  '%s is too old, and is told what the package asks for',
  version => {
    const needed = String(engines.node).replace('>=', '')
    expect(tooOldNode(version)).toContain(`needs Node ${needed} or newer, and this is Node ${version};`)
  },
)

it.each(['22.20.0', '22.21.1', '24.0.0', '26.1.0'])('%s will do', version => {
  expect(tooOldNode(version)).toBeUndefined()
})
