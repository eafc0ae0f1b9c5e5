/** Rows 18 and 19 of what others failed at: native modules beneath the connection, and what is given up while it is under way. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FaultName } from '#simulator/faults'
import { hours, minutes, seconds } from '#time/duration'
import { versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe('row 18: nothing native beneath us', () => {
  interface Locked {
    readonly dependencies?: Readonly<Record<string, string>>
    readonly optionalDependencies?: Readonly<Record<string, string>>
    readonly hasInstallScript?: boolean
    readonly os?: readonly string[]
    readonly cpu?: readonly string[]
  }
  const root = join(import.meta.dirname, '../..')
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
  const locked: Readonly<Record<string, Locked>> = read('package-lock.json').packages

  /** Where Node finds a package that is wanted in a folder. */
  const found = (from: string, name: string): string | undefined => {
    const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`
    if (locked[path]) return path
    return from === '' ? undefined : found(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))) || '', name)
  }

  const folders = new Set<string>()
  const collect = (from: string) => {
    const { dependencies, optionalDependencies } = locked[from] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = found(from, name)
      if (path === undefined) throw new Error(`${name} of ${from || 'the project'} isn't in package-lock.json.`)
      if (folders.has(path)) continue
      folders.add(path)
      collect(path)
    }
  }
  collect('')

  it('finds what is installed with us', () => {
    expect(folders.size).toBeGreaterThan(Object.keys(read('package.json').dependencies).length)
    for (const path of folders) expect(existsSync(join(root, path)), path).toBe(true)
  })

  it.each([...folders])('%s', path => {
    const { hasInstallScript, os, cpu } = locked[path] ?? {}
    expect({ hasInstallScript, os, cpu }).toEqual({})
    const { scripts = {}, gypfile } = read(`${path}/package.json`)
    expect(gypfile).toBeUndefined()
    for (const script of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(script)
    const files = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    expect(files.filter(file => /(^|\/)binding\.gyp$|\.(node|so|dylib|dll)$/.test(file))).toEqual([])
  })
})

/** Where each thing that can be asked for is held up. */
const phases: readonly (readonly [phase: string, fault: FaultName, whileOnline: boolean])[] = [
  ['signing in', 'rest-hang', false],
  ['the answer of REST', 'rest-slow', false],
  ['the upgrade', 'upgrade-hang', false],
  ['the CONNACK', 'connack-missing', false],
  ['the SUBACK', 'suback-missing', false],
  ['the next try', 'gateway-away', false],
  ['the heater', 'heater-deaf', true],
  ['the gateway', 'silence', true],
  ['nothing: the socket is half-open', 'half-open', true],
]

describe.each(versions)('over MQTT %s', protocol => {
  describe.each(['its signal', 'close()'] as const)('given up by %s', how => {
    it.each(phases)(
      'row 19: whatever waits for %s ends at once, with the reason, and leaves nothing',
      async (_, fault, whileOnline) => {
        const { clock, cloud, client, wait } = await virtualCloud()
        const navilink = client({ link: { protocol } })
        const [heater] = await wait(navilink.devices())
        if (!heater) throw new Error('An account without a heater.')
        if (whileOnline) await wait(heater.status())
        else if (fault.startsWith('rest')) await clock.advance(hours(1))
        cloud.faults.on(fault)
        const reason = new Error('enough')
        const giveUp = new AbortController()
        const { signal } = giveUp
        const asked: Readonly<Record<string, Promise<unknown>>> = {
          devices: navilink.devices({ signal }),
          details: heater.details({ signal }),
          connectivity: heater.connectivity({ signal }),
          connect: navilink.link.connect({ signal }),
          subscribe: navilink.link.subscribe('a/b', () => {}, { signal }),
          publish: navilink.link.publish('a/b', '', { signal }),
          listen: heater.listen({ signal }),
          status: heater.status({ signal }),
          again: heater.status({ signal }),
          info: heater.info({ signal }),
          touPlan: heater.tou.plan({ signal }),
          watch: heater.watch({ interval: seconds(10), signal }).next(),
          command: heater.setTemperature(50, { signal }),
          another: heater.setMode('electric', { signal }),
        }
        const ends: Record<string, unknown> = {}
        for (const [name, promise] of Object.entries(asked))
          promise.then(
            value => (ends[name] = value),
            error => (ends[name] = error),
          )
        await clock.advance(seconds(7))
        const before = new Set(Object.keys(ends))
        if (how === 'close()') await wait(navilink.close(), seconds(10))
        else giveUp.abort(reason)
        await clock.advance(0)
        expect(Object.keys(ends).sort()).toEqual(Object.keys(asked).sort())
        expect(before.has('status')).toBe(false)
        for (const [name, end] of Object.entries(ends)) {
          if (before.has(name)) continue
          if (name === 'watch') expect(end).toEqual({ value: undefined, done: true })
          else if (name === 'command' || name === 'another') expect(end).toMatchObject({ result: 'failed' })
          else if (how === 'close()') expect(end, name).toBeInstanceOf(Error)
          else expect(end, name).toBe(reason)
        }
        cloud.faults.off()
        if (how === 'close()') return
        // And it was no more than giving up, once a dead socket was noticed.
        await clock.advance(minutes(2))
        await clock.until(() => navilink.link.state === 'online', minutes(1))
        expect((await wait(heater.status())).about.cause).toBe('answer')
        expect((await wait(heater.setTemperature(51))).result).toBe('confirmed')
      },
    )
  })
})
