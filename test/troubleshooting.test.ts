/** docs/troubleshooting.md against the sources: each error has its heading there, and each heading of errors its error. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const page = read('docs/troubleshooting.md')

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

interface Section {
  readonly anchor: string
  readonly part: string
  readonly text: string
}

const sections: readonly Section[] = page.split(/^## /m).flatMap(text => {
  const [part = '', ...rest] = text.split(/^### /m)
  const title = part.split('\n', 1)[0] ?? ''
  return rest.map(section => ({ anchor: anchorOf(section.split('\n', 1)[0] ?? ''), part: title, text: section }))
})
const ofErrors = sections.filter(({ part }) => part === 'What an error says')
const anchors = (within: readonly Section[]) => within.map(({ anchor }) => anchor).sort()

/** What the sources say, read from their syntax. */
const declared = new Set<string>()
const used = new Map<string, string>()
const classes = new Map<string, { readonly parent: string; readonly help: string | undefined }>()
const texts: string[] = []

const literalsIn = (node: ts.Node): string[] =>
  ts.isStringLiteralLike(node) ? [node.text] : node.getChildren().flatMap(literalsIn)

function collect(path: string): void {
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  const use = (node: ts.Node | undefined) => {
    for (const help of node ? literalsIn(node) : []) used.set(help, path)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === 'Help')
      for (const help of literalsIn(node.type)) declared.add(help)
    if (ts.isClassDeclaration(node) && node.name) {
      const [extended] = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ?? []
      const own = node.members.find(
        (member): member is ts.PropertyDeclaration =>
          ts.isPropertyDeclaration(member) &&
          member.name.getText() === 'help' &&
          (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false),
      )
      use(own?.initializer)
      const [help] = own?.initializer ? literalsIn(own.initializer) : []
      if (extended) classes.set(node.name.text, { parent: extended.expression.getText(), help })
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'help') use(node.initializer)
    // A function that chooses one.
    if (ts.isReturnStatement(node) && ts.findAncestor(node, ts.isFunctionLike)?.type?.getText() === 'Help')
      use(node.expression)
    if (ts.isStringLiteralLike(node)) texts.push(node.text)
    if (ts.isTemplateExpression(node))
      texts.push(node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(''))
    ts.forEachChild(node, visit)
  }
  visit(file)
}

for (const path of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }))
  if (path.endsWith('.ts') && !path.endsWith('.test.ts')) collect(`src/${path.replaceAll('\\', '/')}`)

const lineage = (name: string): string[] =>
  classes.has(name) ? [name, ...lineage(classes.get(name)?.parent ?? '')] : []
const errorClasses = [...classes.keys()].filter(name => lineage(name).some(at => classes.get(at)?.parent === 'Error'))
const ours = errorClasses.filter(name => lineage(name).includes('NaviLinkError'))
const helpOf = (name: string) => lineage(name).flatMap(at => classes.get(at)?.help ?? [])[0]

describe('the headings', () => {
  it('are there, each once', () => {
    expect(sections.length).toBeGreaterThan(25)
    expect(new Set(anchors(sections)).size).toBe(sections.length)
  })

  it('of errors are those that an error can name', () => expect(anchors(ofErrors)).toEqual([...declared].sort()))

  it('of errors are each named by an error', () =>
    expect(anchors(ofErrors).filter(anchor => !used.has(anchor))).toEqual([]))

  it('are there for whatever the sources name', () =>
    expect([...used].filter(([help]) => !anchors(sections).includes(help))).toEqual([]))

  it('are there for whatever the page itself and others point to', () => {
    const own = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? '')
    const others = ['README.md', 'SECURITY.md', 'docs/from-python.md', 'docs/readings.md'].flatMap(name =>
      [...read(name).matchAll(/troubleshooting\.md#([^)\s]+)/g)].map(([, anchor]) => anchor ?? ''),
    )
    expect([...own, ...others].filter(anchor => !anchors(sections).includes(anchor))).toEqual([])
  })
})

describe('an error class', () => {
  it('is found', () => {
    expect(ours).toContain('MaintenanceError')
    expect(errorClasses).toContain('UsageError')
  })

  it.each(ours)('%s is named under its heading', name => {
    const section = sections.find(({ anchor }) => anchor === helpOf(name))
    expect(section?.text, `#${helpOf(name)}`).toContain(`\`${name}\``)
  })

  it.each(errorClasses.filter(name => !ours.includes(name)))('%s is explained', name =>
    expect(page).toContain(`\`${name}\``),
  )
})

describe('a sentence that the page quotes', () => {
  const quotes = [...page.matchAll(/^> (.+)$/gm)].map(([, quote]) => quote ?? '')

  it('stands under each heading of an error', () => {
    for (const { anchor, text } of ofErrors.filter(({ anchor }) => anchor !== 'anything-else'))
      expect(text, anchor).toMatch(/^> /m)
  })

  it.each(quotes)('%s', quote => {
    for (const piece of quote.split('…').map(text => text.trim().replace(/\.$/, '')))
      expect(
        texts.some(text => text.includes(piece)),
        piece,
      ).toBe(true)
  })
})
