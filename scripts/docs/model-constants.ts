/** The numbers of the model as its sources have them: value, comment and evidence of every constant, read by the TypeScript compiler. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { evidenceIn } from './model-evidence.ts'

export interface Constant {
  readonly name: string
  readonly value: Value
  readonly doc: string
  /** Letters of {@link evidenceIn}. */
  readonly evidence: readonly string[]
}

export interface ModelFile {
  /** Of `src/physics`: `controller/aim.ts`. */
  readonly name: string
  /** What the file says that it is for. */
  readonly about: string
  readonly constants: readonly Constant[]
}

export type Value = number | string | boolean | readonly Value[] | { readonly [key: string]: Value }

export const modelFolder = fileURLToPath(new URL('../../src/physics/', import.meta.url))

/** No numbers of the heater: what stands at the beginning of something, what is only counted with, and what everyone knows. */
const leftOut = new Set([
  ...['calmAir', 'doing', 'freshWatch', 'idleControl', 'left', 'noAim', 'noDemandResponse', 'noMeters'],
  ...['noOccurrences', 'noWork', 'nothing', 'nothingForbidden'],
  ...['ofPeople, ofDays, ofTrips', 'partOf', 'saturday', 'sensors', 'weights'],
  ...['minute', 'hour', 'day', 'daySeconds', 'dayLength', 'quarter'],
])
/** A table with at least so many keys has a line for each. */
const long = 8

/** All files of the model that have a constant, by their names. */
export function modelFiles(): readonly ModelFile[] {
  return readdirSync(modelFolder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .map(name => sourceOf(join(modelFolder, name)).told())
    .filter(({ constants }) => constants.length > 0)
}

/** `heat-pump.power.cold`: a constant of a file, or a part of one. @throws Error when there is none. */
export function constantAt(path: string): Value {
  const [file = '', ...keys] = path.split('.')
  const [name = '', ...parts] = keys
  const found = sourceOf(join(modelFolder, `${file}.ts`)).valueOf(name)
  const value = parts.reduce<Value | undefined>((whole, key) => partOf(whole, key), found)
  if (value === undefined) throw new Error(`src/physics has no constant ${path}; docs/model.md names it.`)
  return value
}

const partOf = (whole: Value | undefined, key: string): Value | undefined =>
  typeof whole === 'object' ? (whole as { readonly [key: string]: Value })[key] : undefined

const sources = new Map<string, Source>()
function sourceOf(path: string): Source {
  const known = sources.get(path) ?? new Source(path)
  sources.set(path, known)
  return known
}

/** A comment without its marks, in one line. */
const plain = (comment: string) =>
  comment
    .replace(/^\/\*\*?|\*\/$|^\/\//g, '')
    .replace(/\n\s*\* ?/g, '\n')
    .replace(/\{@link (.*?)\}/g, '`$1`')
    .replace(/\s*\n\s*/g, ' ')
    .trim()

class Source {
  readonly #path: string
  readonly #file: ts.SourceFile
  readonly #initializers = new Map<string, ts.Expression>()
  readonly #interfaces = new Map<string, ts.InterfaceDeclaration>()
  readonly #imported = new Map<string, { readonly path: string; readonly name: string }>()

  constructor(path: string) {
    this.#path = path
    this.#file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
    for (const statement of this.#file.statements) {
      if (ts.isInterfaceDeclaration(statement)) this.#interfaces.set(statement.name.text, statement)
      if (ts.isImportDeclaration(statement)) this.#takeImport(statement)
      if (!ts.isVariableStatement(statement)) continue
      for (const { name, initializer } of statement.declarationList.declarations)
        if (initializer) this.#takeConstant(name, bare(initializer))
    }
  }

  /** One name, or one for each element of a list. */
  #takeConstant(name: ts.BindingName, initializer: ts.Expression): void {
    if (ts.isIdentifier(name)) this.#initializers.set(name.text, initializer)
    if (!ts.isArrayBindingPattern(name) || !ts.isArrayLiteralExpression(initializer)) return
    for (const [i, element] of name.elements.entries()) {
      const value = initializer.elements[i]
      if (ts.isBindingElement(element) && value) this.#takeConstant(element.name, value)
    }
  }

  #takeImport({ moduleSpecifier, importClause }: ts.ImportDeclaration): void {
    const bindings = importClause?.namedBindings
    if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('.')) return
    if (bindings === undefined || !ts.isNamedImports(bindings)) return
    const path = join(dirname(this.#path), moduleSpecifier.text)
    for (const { name, propertyName } of bindings.elements)
      this.#imported.set(name.text, { path, name: (propertyName ?? name).text })
  }

  told(): ModelFile {
    const [, about = ''] = /^(\/\*\*[\s\S]*?\*\/)/.exec(this.#file.text) ?? []
    const name = relative(modelFolder, this.#path)
    // A header that only explains the letters says nothing of its own.
    const known = /in brackets/.test(about) ? [] : evidenceIn(about)
    const constants = this.#file.statements
      .filter(ts.isVariableStatement)
      .flatMap(statement => this.#constantsOf(statement))
      .map(each => (each.evidence.length > 0 ? each : { ...each, evidence: known }))
    return { name, about: plain(about), constants }
  }

  #constantsOf(statement: ts.VariableStatement): readonly Constant[] {
    const said = this.#commentBefore(statement)
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const value = initializer && this.#evaluate(initializer)
      const told = name.getText().replace(/^\[(.*)\]$/, '$1')
      if (initializer === undefined || value === undefined) return []
      if (leftOut.has(told) || told.split(', ').every(each => leftOut.has(each))) return []
      const described = ts.isIdentifier(name) && this.#described(name.text, said, initializer, value)
      if (described) return described
      const doc = [said, ...this.#commentsIn(initializer)].filter(Boolean).join('<br>')
      // Words and nothing but words are a constant only where somebody says how sure they are.
      if (!hasNumber(value) && evidenceIn(doc).length === 0) return []
      return [{ name: told, value, doc, evidence: evidenceIn(doc) }]
    })
  }

  /** A table whose keys an interface of the same file explains has a line for each. */
  #described(name: string, said: string, initializer: ts.Expression, value: Value): readonly Constant[] | undefined {
    const object = bare(initializer)
    if (!ts.isObjectLiteralExpression(object) || object.properties.length < long) return undefined
    const explained = [...this.#interfaces.values()].find(({ members }) =>
      Object.keys(value).every(key => members.some(member => member.name?.getText() === key)),
    )
    if (explained === undefined) return undefined
    return object.properties.flatMap(property => {
      const key = property.name?.getText() ?? ''
      const part = partOf(value, key)
      if (part === undefined) return []
      const member = explained.members.find(each => each.name?.getText() === key)
      const own = this.#commentBefore(property)
      const doc = [said, member === undefined ? '' : this.#commentBefore(member), own].filter(Boolean).join(' ')
      return [{ name: `${name}.${key}`, value: part, doc, evidence: evidenceIn(`${said} ${own}`) }]
    })
  }

  /** The value that a name has here, whether it is declared or imported. */
  valueOf(name: string): Value | undefined {
    const initializer = this.#initializers.get(name)
    if (initializer) return this.#evaluate(initializer)
    const imported = this.#imported.get(name)
    return imported && sourceOf(imported.path).valueOf(imported.name)
  }

  /** What can be told without running anything; undefined for the rest. */
  #evaluate(expression: ts.Expression): Value | undefined {
    const node = bare(expression)
    if (ts.isNumericLiteral(node)) return Number(node.text)
    if (ts.isStringLiteralLike(node)) return node.text
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false
    if (ts.isPrefixUnaryExpression(node)) return this.#signed(node)
    if (ts.isBinaryExpression(node)) return this.#calculated(node)
    if (ts.isIdentifier(node)) return node.text === 'undefined' ? 'nothing' : this.valueOf(node.text)
    if (ts.isPropertyAccessExpression(node)) {
      if (node.getText() === 'Number.POSITIVE_INFINITY') return Number.POSITIVE_INFINITY
      return partOf(this.#evaluate(node.expression), node.name.text)
    }
    if (ts.isElementAccessExpression(node)) {
      const key = this.#evaluate(node.argumentExpression)
      return partOf(this.#evaluate(node.expression), String(key))
    }
    if (ts.isArrayLiteralExpression(node)) return this.#all(node.elements)
    if (ts.isObjectLiteralExpression(node)) return this.#object(node)
    // A line of a table that a function of the same file makes: what it is given says it.
    if (ts.isCallExpression(node) && node.expression.getText() === 'of') return this.#all(node.arguments)
    return undefined
  }

  #signed({ operator, operand }: ts.PrefixUnaryExpression): number | undefined {
    const value = this.#evaluate(operand)
    if (typeof value !== 'number') return undefined
    return operator === ts.SyntaxKind.MinusToken ? -value : value
  }

  #calculated({ left, operatorToken, right }: ts.BinaryExpression): number | undefined {
    const [a, b] = [this.#evaluate(left), this.#evaluate(right)]
    if (typeof a !== 'number' || typeof b !== 'number') return undefined
    return calculations[operatorToken.getText()]?.(a, b)
  }

  #all(nodes: readonly ts.Expression[]): readonly Value[] | undefined {
    const values = nodes.map(each => this.#evaluate(each))
    return values.every(value => value !== undefined) ? values : undefined
  }

  /** Without the keys whose values can't be told. */
  #object(node: ts.ObjectLiteralExpression): Value | undefined {
    const entries = node.properties.flatMap(property => {
      const value = ts.isPropertyAssignment(property)
        ? this.#evaluate(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? this.valueOf(property.name.text)
          : undefined
      return value === undefined ? [] : [[keyOf(property), value] as const]
    })
    return entries.length > 0 ? Object.fromEntries(entries) : undefined
  }

  /** The comments on its keys, each with its key. */
  #commentsIn(expression: ts.Expression): readonly string[] {
    const node = bare(expression)
    if (!ts.isObjectLiteralExpression(node)) return []
    return node.properties.flatMap(property => {
      const own = this.#commentBefore(property)
      const inner = ts.isPropertyAssignment(property) ? this.#commentsIn(property.initializer) : []
      return [...(own ? [`\`${keyOf(property)}\`: ${own}`] : []), ...inner]
    })
  }

  #commentBefore(node: ts.Node): string {
    const { text } = this.#file
    return (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
      .filter(({ pos }) => pos > 0)
      .map(({ pos, end }) => plain(text.slice(pos, end)))
      .filter(comment => !comment.startsWith('biome-ignore'))
      .join(' ')
  }
}

const calculations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
}

const keyOf = ({ name }: ts.ObjectLiteralElementLike): string => (name?.getText() ?? '').replace(/^'(.*)'$/, '$1')

/** Without what only the type checker reads, and without the freezer. */
function bare(node: ts.Expression): ts.Expression {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    return bare(node.expression)
  const [frozen] = ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze' ? node.arguments : []
  return frozen ? bare(frozen) : node
}

function hasNumber(value: Value): boolean {
  return typeof value === 'object' ? Object.values(value).some(hasNumber) : typeof value === 'number'
}
