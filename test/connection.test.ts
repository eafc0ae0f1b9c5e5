/** docs/connection.md against the library: its code is code, and its options are all that there are. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const blocks = [...read('docs/connection.md').matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code)

/** What the page takes for granted: who reads it has a client and a heater. */
const given = `import { hours, minutes, NaviLinkClient, type NaviLinkDevice, seconds } from '#index'
declare const client: NaviLinkClient
declare const heater: NaviLinkDevice
declare const email: string, password: string
export { hours, minutes, NaviLinkClient, seconds, client, heater, email, password }
`

it('its code is what the compiler takes', { timeout: 60_000 }, () => {
  expect(blocks.length).toBeGreaterThanOrEqual(4)
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const files = new Map(blocks.map((code, i) => [join(root, 'test', `connection-${i}.ts`), given + code]))
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = name => files.has(name) || fileExists(name)
  host.readFile = name => files.get(name) ?? readFile(name)
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name)
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, options.target ?? 99)
  }
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true, incremental: false }, host)
  const complaints = [...files.keys()].flatMap(name => {
    const file = program.getSourceFile(name)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText, file: at, start = 0 }) =>
        `${at?.text.slice(start, start + 40)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })
  expect(complaints).toEqual([])
})

it('its options are those of the link', () => {
  const [, body = ''] = /export interface LinkOptions \{\n([\s\S]*?)\n\}/.exec(read('src/cloud/link-options.ts')) ?? []
  const [, shown = ''] = blocks.map(code => /link: \{\n([\s\S]*?)\n {2}\}/.exec(code)).find(found => found) ?? []
  const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort()
  const declared = names(body, /^ {2}readonly (\w+)\?:/gm)
  expect(declared.length).toBeGreaterThan(8)
  expect(names(shown.replaceAll(/\{.*\}/g, ''), /(?:^ {4}|, )(\w+):/gm)).toEqual(declared)
})
