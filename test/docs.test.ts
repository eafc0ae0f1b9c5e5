/** The docs against what they describe: generated pages to the letter, written ones by their numbers, names and commands. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { NaviLinkDevice } from '#index'
import { factorySettings } from '#physics/controller/settings'
import { elementPowers } from '#physics/parameters'
import { waterHeat } from '#physics/tank'
import { type CommandName, commands, writeNames } from '#schema/commands'
import { statusFields } from '#schema/status'
import { methodsOf } from '../scripts/docs/command-methods.ts'
import { exampleMessage } from '../scripts/docs/commands-page.ts'
import { fieldsPage } from '../scripts/docs/fields-page.ts'
import { anchor } from '../scripts/docs/markdown.ts'
import { constantAt } from '../scripts/docs/model-constants.ts'
import { evidenceIn } from '../scripts/docs/model-evidence.ts'
import { heaterConstants } from '../scripts/docs/model-page.ts'
import { neverSent, otherProducts } from '../scripts/docs/never-sent.ts'
import { docsFolder, pages } from '../scripts/docs/pages.ts'
import { type PublicName, publicNames } from '../scripts/docs/public-names.ts'
import { restCalls } from '../scripts/docs/rest-calls.ts'
import { namedByNobody, selfEvident } from '../scripts/docs/self-evident.ts'
import { capturedFrames, capturedStatuses } from './fixtures/frames.ts'

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
const names = Object.keys(commands) as CommandName[]

describe('the generated pages', () => {
  it.each(pages)(
    'docs/$name is what the code says (npm run docs)',
    async ({ name, text }) => {
      expect(readFileSync(new URL(name, docsFolder), 'utf8')).toBe(await text())
      // The model's page lives through some years.
    },
    60_000,
  )
})

describe('all pages', () => {
  const files = readdirSync(docsFolder)
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`)
  const written = [...files, 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md']
  const headings = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => anchor(title))

  it.each(written)('%s leads nowhere in vain', file => {
    const text = read(file).replace(/^```[\s\S]*?^```/gm, '')
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const broken = links.filter(link => {
      if (/^https?:/.test(link)) return false
      const [path = '', part] = link.split('#')
      const target = new URL(path === '' ? `../${file}` : path, new URL(`../${file}`, import.meta.url))
      if (!existsSync(target)) return true
      return part !== undefined && !headings(readFileSync(target, 'utf8')).includes(part)
    })
    expect(broken).toEqual([])
  })

  it('names no machine’s own folders', () => {
    for (const name of written) expect(read(name), name).not.toMatch(/\/(work|home|Users|tmp)\//)
  })
})

describe('docs/fields.md', () => {
  it('shows every status field with a value, where one was captured', () => {
    const page = fieldsPage()
    for (const key of Object.keys(statusFields)) {
      const captured = capturedStatuses.some(status => key in status)
      const [line = ''] = page.split('\n').filter(text => text.startsWith(`| \`${key}\` |`))
      expect(line.split(' | ').at(-2) !== '–', key).toBe(captured)
    }
  })
})

describe('docs/commands.md', () => {
  it('says each row with a message of its own', () => {
    const said = names.map(name => JSON.stringify(exampleMessage(name)))
    expect(new Set(said).size).toBe(names.length)
    for (const name of names) expect(exampleMessage(name).request.command, name).toBe(commands[name].code)
  })

  /** `NaviLinkDevice.tou.set`: what a part of the heater offers is known by its source. */
  const offers = (path: readonly string[]) => {
    const [first = '', second] = path
    if (second === undefined) return first in NaviLinkDevice.prototype
    const [, kind = ''] = new RegExp(`readonly ${first}: (\\w+)`).exec(read('src/heater/device.ts')) ?? []
    const folder = new URL('../src/heater/', import.meta.url)
    const sources = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'))
    const declaring = sources.filter(text => new RegExp(`class ${kind}\\b`).test(text)).join('\n')
    const [, base = ''] = new RegExp(`class ${kind}\\b.* extends (\\w+)`).exec(declaring) ?? []
    const all = [declaring, ...sources.filter(text => base !== '' && new RegExp(`class ${base}\\b`).test(text))]
    return kind !== '' && all.some(text => new RegExp(`^ {2}(async )?${second}[(<]`, 'm').test(text))
  }

  it.each(names)('%s: its method is there', name => {
    const calls = methodsOf(name)
    expect(calls.length).toBeGreaterThan(0)
    const missing = calls.filter(call => {
      const [, path = ''] = /^heater\.([\w.]+)\(/.exec(call) ?? []
      return !call.startsWith('client.') && !offers(path.split('.'))
    })
    expect(missing).toEqual([])
  })

  it('leaves out only what the table leaves out', () => {
    const codes = new Set<number>(names.map(name => commands[name].code))
    const both = [...neverSent, ...otherProducts].filter(({ code }) => codes.has(code))
    expect(both).toEqual([])
  })

  it('asks for an empty time-of-use plan nowhere', () => {
    const { request } = exampleMessage('writeTou')
    expect(request.reservation).toHaveLength(1)
    expect(writeNames.filter(name => commands[name].topic === 'ctrl/tou/rd')).toEqual(['writeTou'])
  })
})

describe('docs/api.md', () => {
  const nameOf = ({ file, name }: PublicName, member = '') => `${file} ${name}${member && `.${member}`}`

  it('explains every name, and every method of a class', () => {
    const mute = publicNames().flatMap(({ names }) =>
      names.flatMap(each => [
        ...(each.doc === '' ? [nameOf(each)] : []),
        ...(each.kind === 'class'
          ? each.members.flatMap(({ name, doc }) => (doc === '' ? [nameOf(each, name)] : []))
          : []),
      ]),
    )
    expect([...new Set(mute)].filter(name => !selfEvident.has(name)).sort()).toEqual([])
  })

  // The simulated heater's insides can be looked at, and may change: no program should name them.
  const promised = publicNames().filter(({ specifier }) => specifier !== 'navilink/simulator')

  it.each(promised)('$specifier exports every interface and class that it speaks of', ({ unknown }) => {
    expect(unknown.filter(name => !namedByNobody.has(name))).toEqual([])
  })
})

describe('docs/model.md', () => {
  it('says of each number of the heater how it is known', () => {
    const constants = heaterConstants()
    expect(constants.length).toBeGreaterThan(80)
    const mute = constants.filter(({ evidence }) => evidence.length === 0).map(({ file, name }) => `${file} ${name}`)
    expect(mute).toEqual([])
  })

  it('reads numbers as the sources have them', () => {
    expect(constantAt('tank.waterHeat')).toBe(waterHeat)
    expect(constantAt('parameters.anyHeater.elementPower')).toBe(elementPowers['240V'])
    expect(constantAt('controller/settings.wakesBefore')).toBe(9 * 3600)
    expect(constantAt('controller/settings.factorySettings')).toEqual({ ...factorySettings, held: 'nothing' })
    expect(constantAt('defects.open')).toBe(-50)
    expect(() => constantAt('tank.noSuch')).toThrow('tank.noSuch')
  })

  it('knows evidence by its letters, and guesses by the word', () => {
    expect(evidenceIn('W/K [P, 306 quiet windows], others [H]; [S3] too')).toEqual(['S', 'P', 'H'])
    expect(evidenceIn('°C. [C][P]')).toEqual(['C', 'P'])
    expect(evidenceIn('A guess, s.')).toEqual(['?'])
    expect(evidenceIn('Our choice: steps [K]')).toEqual(['ours'])
    expect(evidenceIn('`temperatures[i]`')).toEqual([])
  })
})

describe('docs/protocol.md', () => {
  it('has every call that the client can make', async () => {
    const folder = new URL('../src/cloud/', import.meta.url)
    const code = readdirSync(folder)
      .filter(name => /^(rest|.*-calls)\.ts$/.test(name))
      .map(name => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n')
    const paths = [...code.matchAll(/'(\/[a-z]+(?:\/[a-z-]+)+)'/g)].map(([, path = '']) => path)
    const made = (await restCalls()).map(({ name }) => name.split(' ')[1] ?? '')
    expect(paths.length).toBeGreaterThan(15)
    // The log books of upkeep have one word of the path apart.
    expect(paths.filter(path => !made.some(name => name === path || name.startsWith(`${path}/`)))).toEqual([])
  })
})

describe('docs/readings.md', () => {
  const page = read('docs/readings.md')

  /** `field` 1, 2 in the tables of evidence: what each raw number in them has to stand in. */
  const claims = [...page.matchAll(/`([a-z]\w+)` (-?\d+)(?![\w.])/gi)].map(
    ([, key, raw]) => [key, Number(raw)] as const,
  )

  it('claims only numbers that the heater really sent', () => {
    expect(claims.length).toBeGreaterThan(20)
    const missing = claims.filter(
      ([key, raw]) => !capturedStatuses.some(status => (status as Record<string, number>)[key ?? ''] === raw),
    )
    expect(missing.map(claim => claim.join(' '))).toEqual([])
  })

  it('names only fields that there are', () => {
    const named = [...page.matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => name ?? '')
    const known = new Set([...Object.keys(statusFields), 'usableEnergy', 'energyToSetpoint', 'connected'])
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(name => !known.has(name))).toEqual([])
  })
})

describe('what is written about the recording', () => {
  const fits = (test: (status: Record<string, number>) => boolean) =>
    capturedStatuses.filter(status => test(status)).length

  it('electric was never chosen, and modes 1 to 3 were never an activity', () => {
    expect(fits(({ dhwOperationSetting }) => dhwOperationSetting === 2)).toBe(0)
    expect(new Set(capturedStatuses.map(({ operationMode }) => operationMode))).toEqual(new Set([0, 32, 96]))
    expect(new Set(capturedStatuses.map(({ dhwOperationSetting }) => dhwOperationSetting))).toEqual(
      new Set([1, 3, 4, 6]),
    )
  })

  it('the elements drew what the difference of two messages says', () => {
    const powers = capturedFrames.map(({ changes }) => changes.currentInstPower ?? 1)
    expect(Math.max(...powers) - 434).toBe(4944)
  })
})

describe('the commands of docs/readings.md', () => {
  const blocks = [...read('docs/readings.md').matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .filter(Boolean)
      .map(text => {
        const [command = '', ...output] = text.trimEnd().split('\n')
        return [command, output] as const
      }),
  )

  it('are there', () => expect(blocks.length).toBeGreaterThan(5))

  it.each(blocks)('%s', (command, output) => {
    const [, input, flags] = /^echo '(.*)' \| npx navilink (decode - ?.*)$/.exec(command) ?? []
    expect(flags, 'a command that this test can run').toBeDefined()
    const main = new URL('../src/cli/main.ts', import.meta.url)
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=navilink-source', fileURLToPath(main), ...(flags ?? '').trim().split(' ')],
      { input: `${input}\n`, encoding: 'utf8', env: { PATH: process.env.PATH } },
    )
    const lines = stdout.split('\n').map(line => line.trim().replace(/\s+/g, ' '))
    expect({ lines, stderr }).toEqual({ lines: expect.arrayContaining(output), stderr: expect.any(String) })
  })
})
