/** What is shipped for containers and services names things that are there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { configFolder, stateFolder } from '#heater/platform-folders'
import { listenAddress } from '#station/config/listen-address'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

describe('the Dockerfile', () => {
  const dockerfile = read('deploy/Dockerfile')
  const lines = dockerfile.split('\n')
  const allowed = read('.dockerignore')
    .split('\n')
    .filter(line => line.startsWith('!'))
    .map(line => line.slice(1))

  it('copies what is there, and what .dockerignore lets through', () => {
    const copied = lines
      .filter(line => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap(line => line.split(/\s+/).slice(1, -1))
    expect(copied).toContain('src')
    expect(copied.filter(name => !existsSync(join(root, name)))).toEqual([])
    expect(copied.filter(name => !allowed.some(pattern => pattern === name))).toEqual([])
  })

  it('is not run by root, and looks after its health with what it has', () => {
    // By number, so that whoever runs it can check that it isn't root.
    expect(dockerfile).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m)
    const check = /^HEALTHCHECK .*? CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? ''
    const [program, flag, script] = JSON.parse(check) as string[]
    expect([program, flag]).toEqual(['node', '-e'])
    expect(script).toContain('/healthz')
  })

  it('keeps record and config where its comments say', () => {
    const env = Object.fromEntries((/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '').split(' ').map(pair => pair.split('=')))
    expect(stateFolder({ env, platform: 'linux' })).toBe('/data/navilink')
    expect(configFolder({ env, platform: 'linux' })).toBe('/etc/navilink')
    expect(listenAddress(env.NAVILINK_LISTEN)).toEqual({ host: '0.0.0.0', port: 8480 })
  })
})

describe('compose.yaml', () => {
  it('builds that Dockerfile, and gives its station time to stop', () => {
    const { services } = parse(read('deploy/compose.yaml'))
    const { build, stop_grace_period: grace, cap_drop: dropped, volumes } = services.station
    expect(existsSync(join(root, 'deploy', build.context, build.dockerfile))).toBe(true)
    expect(Number.parseInt(grace, 10)).toBeGreaterThan(5)
    expect(dropped).toEqual(['ALL'])
    expect(volumes).toContain('record:/data')
  })
})
