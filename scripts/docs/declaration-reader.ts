/** Reads what an entry point exports: declarations and doc comments, as a user of it sees them. */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { Member, PublicName } from './public-names.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))
/** Characters of a constant's type; a table's would be the table itself. */
const longest = 160

/** A doc comment's text, and what it throws. */
function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const throwing = symbol
    .getJsDocTags(checker)
    .flatMap(({ name, text: told }) => (name === 'throws' ? [`Throws ${ts.displayPartsToString(told)}`] : []))
  return [text, ...throwing]
    .join(' ')
    .replace(/\n- /g, '<br>- ')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\{@link (.*?)\}/g, '`$1`')
    .trim()
}

export class DeclarationReader {
  readonly #checker: ts.TypeChecker
  readonly #exports: readonly { readonly name: string; readonly symbol: ts.Symbol }[]
  readonly #entry: ts.SourceFile
  readonly #everywhere: ReadonlySet<ts.Symbol>

  /** @param everywhere what all entry points export; this one adds its own. */
  constructor(checker: ts.TypeChecker, entry: ts.SourceFile, everywhere: Set<ts.Symbol>) {
    this.#checker = checker
    this.#entry = entry
    const module = checker.getSymbolAtLocation(entry)
    if (module === undefined) throw new Error(`${entry.fileName} exports nothing.`)
    this.#exports = checker.getExportsOfModule(module).map(each => ({
      name: each.name,
      symbol: each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each,
    }))
    for (const { symbol } of this.#exports) everywhere.add(symbol)
    this.#everywhere = everywhere
  }

  names(): readonly PublicName[] {
    return this.#exports.map(each => this.#name(each)).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #name({ name, symbol }: { readonly name: string; readonly symbol: ts.Symbol }): PublicName {
    const checker = this.#checker
    const [declaration] = symbol.declarations ?? []
    if (declaration === undefined)
      throw new Error(`${this.#entry.fileName} exports ${name}, which is declared nowhere.`)
    const file = relative(`${root}src`, declaration.getSourceFile().fileName).replace(/\.ts$/, '')
    const about = { name, doc: docOf(symbol, checker) || nounOfFile(declaration, name), file }
    if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) {
      const kind = ts.isClassDeclaration(declaration) ? 'class' : 'interface'
      const members = this.#members(checker.getDeclaredTypeOfSymbol(symbol), name)
      const head = `${kind} ${name}${parametersOf(declaration)}${this.#bases(declaration)}`
      const made = kind === 'class' ? this.#making(symbol, name) : undefined
      const signature = made === undefined ? head : `${head}\n${made}`
      // Those of an error are those of its base, said anew.
      const statics = head.includes(' extends ') ? [] : this.#statics(symbol)
      return { ...about, kind, signature, members: [...statics, ...members] }
    }
    if (ts.isTypeAliasDeclaration(declaration)) {
      const text = oneLine(declaration.type.getText())
      const head = `type ${name}${parametersOf(declaration)}`
      // What a schema of zod infers is told by its members.
      if (/\boutput</.test(text)) {
        const members = this.#members(checker.getDeclaredTypeOfSymbol(symbol), name)
        return { ...about, kind: 'type', signature: head, members }
      }
      return { ...about, kind: 'type', signature: `${head} = ${text}`, members: [] }
    }
    const type = checker.getTypeOfSymbol(symbol)
    const [call] = type.getCallSignatures()
    const [kind, signature] =
      call === undefined
        ? (['constant', `const ${name}: ${this.#constant(type)}`] as const)
        : (['function', `function ${name}${this.#signature(call)}`] as const)
    return { ...about, kind, signature, members: [] }
  }

  /** Those that are exported; the members of any other are listed with its own. */
  #bases(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): string {
    const names = (declaration.heritageClauses ?? [])
      .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
      .flatMap(({ types }) => types)
      .filter(({ expression }) => this.#exports.some(({ name }) => name === expression.getText()))
      .map(each => oneLine(each.getText()))
    return names.length === 0 ? '' : ` extends ${names.join(', ')}`
  }

  /** How it is made by who can: all that it takes has to be exported. */
  #making(symbol: ts.Symbol, name: string): string | undefined {
    const [made] = this.#checker.getTypeOfSymbol(symbol).getConstructSignatures()
    const declaration = made?.getDeclaration()
    if (made === undefined || declaration === undefined) return undefined
    const hidden = made.getJsDocTags().some(tag => tag.name === 'internal')
    const taken = declaration.parameters.flatMap(each => [...this.#mentioned(each)])
    if (hidden || taken.some(each => !this.#everywhere.has(each))) return undefined
    const text = this.#signature(made)
    return `new ${name}${text.slice(0, text.lastIndexOf(`: ${name}`))}`
  }

  /** Interfaces and classes that the declarations speak of and that no entry point exports. An alias is seen through. */
  unknown(): readonly string[] {
    const met = new Set(this.#exports.map(({ symbol }) => symbol))
    const found: string[] = []
    // A set hands out what is added on the way: what those speak of in turn.
    for (const symbol of met)
      for (const declaration of symbol.declarations ?? [])
        for (const node of this.#publicParts(symbol, declaration))
          for (const each of this.#mentioned(node)) {
            if (this.#everywhere.has(each) || met.has(each)) continue
            met.add(each)
            if (!(each.flags & ts.SymbolFlags.TypeAlias)) found.push(`${each.name} of src/${sourceFile(each)}`)
          }
    return found.sort()
  }

  /** What of a declaration others see. */
  #publicParts(symbol: ts.Symbol, declaration: ts.Declaration): readonly ts.Node[] {
    if (!ts.isClassDeclaration(declaration)) return partsOf(declaration)
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol)
    const members = [...this.#checker.getPropertiesOfType(type), ...(symbol.exports?.values() ?? [])]
    return members
      .filter(member => member.name !== 'prototype' && this.#isPublic(member))
      .flatMap(member => (member.declarations ?? []).flatMap(partsOf))
  }

  /** The types of ours that a piece of a declaration names; type parameters are none. */
  #mentioned(node: ts.Node, found = new Set<ts.Symbol>()): ReadonlySet<ts.Symbol> {
    if (ts.isTypeReferenceNode(node)) {
      const named = this.#checker.getSymbolAtLocation(node.typeName)
      const symbol = named && named.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(named) : named
      const ours = symbol?.declarations?.some(each => each.getSourceFile().fileName.startsWith(`${root}src/`))
      if (symbol && ours && !(symbol.flags & ts.SymbolFlags.TypeParameter)) found.add(symbol)
    }
    ts.forEachChild(node, child => void this.#mentioned(child, found))
    return found
  }

  #statics(symbol: ts.Symbol): Member[] {
    return [...(symbol.exports?.values() ?? [])]
      .filter(each => each.name !== 'prototype' && this.#isPublic(each))
      .map(each => this.#member(each))
      .map(member => ({ ...member, signature: `static ${member.signature}`, from: undefined }))
  }

  /** Without those of an exported base: they stand there. */
  #members(type: ts.Type, owner: string): Member[] {
    return this.#checker
      .getPropertiesOfType(type)
      .filter(member => this.#isPublic(member))
      .flatMap(member => {
        const parent = member.declarations?.[0]?.parent
        const declared = parent && (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) ? parent : undefined
        const name = declared?.name?.text
        if (name !== owner && this.#exports.some(each => each.name === name)) return []
        const from = declared === undefined || name === owner ? undefined : sourceOf(declared)
        return [{ ...this.#member(member), from }]
      })
  }

  /** Ours, and neither private, protected, internal nor a symbol's. */
  #isPublic(symbol: ts.Symbol): boolean {
    const [declaration] = symbol.declarations ?? []
    if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(`${root}src/`)) return false
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected
    if (ts.getCombinedModifierFlags(declaration) & hidden) return false
    const name = ts.getNameOfDeclaration(declaration)
    if (name && (ts.isPrivateIdentifier(name) || ts.isComputedPropertyName(name))) return false
    return !symbol.getJsDocTags(this.#checker).some(tag => tag.name === 'internal')
  }

  #member(symbol: ts.Symbol): Omit<Member, 'from'> {
    const [declaration] = symbol.declarations ?? []
    const type = this.#checker.getTypeOfSymbol(symbol)
    const [call] = type.getCallSignatures()
    const isMethod = declaration && (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration))
    const mark = symbol.flags & ts.SymbolFlags.Optional ? '?' : ''
    const value = this.#typeOf(declaration, type)
    const told =
      isMethod && call ? this.#signature(call) : `${mark}: ${mark ? value.replace(/ \| undefined$/, '') : value}`
    return { name: symbol.name, signature: symbol.name + told, doc: docOf(symbol, this.#checker) }
  }

  /** As it was written, where it was; as the compiler sees it elsewhere. */
  #typeOf(declaration: ts.Declaration | undefined, type: ts.Type): string {
    const written =
      declaration &&
      (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration) || ts.isGetAccessor(declaration))
        ? declaration.type?.getText()
        : undefined
    return oneLine(written ?? this.#text(type))
  }

  #signature(signature: ts.Signature): string {
    const told = this.#checker.signatureToString(signature, this.#entry, ts.TypeFormatFlags.NoTruncation)
    return oneLine(withNames(tidy(told)))
  }

  #text(type: ts.Type): string {
    return tidy(this.#checker.typeToString(type, this.#entry, ts.TypeFormatFlags.NoTruncation))
  }

  /** A table's type would be the table itself. */
  #constant(type: ts.Type): string {
    const whole = this.#text(type)
    if (whole.length <= longest) return whole
    const element = this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number)
    if (element !== undefined && this.#checker.isArrayLikeType(type)) return 'readonly string[]'
    const keys = this.#checker.getPropertiesOfType(type).map(({ name }) => name)
    return `{ ${keys.slice(0, 3).join(', ')}, … }`
  }
}

const isInternal = (node: ts.Node) => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')

/** The types in a declaration, without what it does. */
function partsOf(declaration: ts.Declaration): readonly ts.Node[] {
  if (ts.isInterfaceDeclaration(declaration)) {
    const told = declaration.members.filter(member => !isInternal(member))
    return [...told, ...(declaration.heritageClauses ?? [])]
  }
  if (ts.isTypeAliasDeclaration(declaration)) return [declaration.type]
  if (ts.isFunctionLike(declaration))
    return [...declaration.parameters, declaration.type].filter(each => each !== undefined)
  if (ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isArrowFunction(declaration.initializer))
    return partsOf(declaration.initializer)
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
    return declaration.type === undefined ? [] : [declaration.type]
  return [declaration]
}

/** A file has one noun and says what it is for: a class, or what has the name of the file, is that noun. */
const nounOfFile = (declaration: ts.Declaration, name: string) => {
  const file = declaration.getSourceFile().fileName
  const kebab = name.replace(/(?<!^)[A-Z]/g, letter => `-${letter}`).toLowerCase()
  return ts.isClassDeclaration(declaration) || file.endsWith(`/${kebab}.ts`) ? sourceOf(declaration) : ''
}

/** What the file of a class or an interface says that it is for. */
const sourceOf = (declared: ts.Node): string => {
  const [, sentence = ''] = /^\/\*\* (.*?) \*\//.exec(declared.getSourceFile().text) ?? []
  return sentence
}

/** A parameter that is taken apart where it is declared has no name: `options` for options, else what its type is called. */
const withNames = (text: string) =>
  text.replace(/(?<=[(,] ?)\{ [^{}]* \}(\??): (?=([\w<]*))/g, (_, mark: string, type: string) => {
    const [, , inner] = /^(Pick|Omit|Readonly|Partial)<(\w+)/.exec(type) ?? []
    const [name = ''] = (inner ?? type).match(/\w+/) ?? []
    const unnamed = mark ? 'options' : 'given'
    const known = /Options|Dangerous/.test(name) ? 'options' : (name[0]?.toLowerCase() ?? '') + name.slice(1)
    const called = known || unnamed
    return `${called}${mark}: `
  })

const sourceFile = ({ declarations: [first] = [] }: ts.Symbol) =>
  first === undefined ? '' : relative(`${root}src`, first.getSourceFile().fileName)

const oneLine = (text: string) => text.replace(/\s+/g, ' ').replace(/^\| /, '')
/** Without the folders of the machine on which the page is made. */
const tidy = (text: string) =>
  text
    .replace(/import\("[^"]*"\)\./g, '')
    // The compiler gives them in the order in which it met them first, which any change anywhere may turn round.
    .replace(/"[^"]*"(?: \| "[^"]*")+/g, union => union.split(' | ').sort().join(' | '))
    .replaceAll('"', "'")
const parametersOf = ({ typeParameters }: ts.ClassDeclaration | ts.TypeAliasDeclaration | ts.InterfaceDeclaration) =>
  typeParameters ? `<${typeParameters.map(each => oneLine(each.getText())).join(', ')}>` : ''
