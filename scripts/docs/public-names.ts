/** The exported names of every entry point of the package, read by the TypeScript compiler. */
import ts from 'typescript'
import manifest from '../../package.json' with { type: 'json' }
import { DeclarationReader, root } from './declaration-reader.ts'

export interface Member {
  readonly name: string
  /** As one would declare it: `powerOn(options?: CommandOptions): Promise<CommandOutcome>`. */
  readonly signature: string
  readonly doc: string
  /** What the file is for in which it is declared, where another class or interface declares it. */
  readonly from: string | undefined
}

export interface PublicName {
  readonly name: string
  readonly kind: 'class' | 'function' | 'constant' | 'interface' | 'type'
  readonly signature: string
  readonly doc: string
  readonly members: readonly Member[]
  /** Of `src`, without the extension: `heater/device`. */
  readonly file: string
}

export interface EntryPoint {
  /** What is imported: `navilink/schema`. */
  readonly specifier: string
  readonly names: readonly PublicName[]
  /** Types that its declarations speak of and that no entry point exports. */
  readonly unknown: readonly string[]
}

/** The entry points of package.json, by what is imported and the source behind it. */
const entries = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string'
    ? []
    : [
        {
          specifier: path.replace(/^\./, manifest.name),
          file: `${root}${target.default.replace(/^\.\/dist/, 'src').replace(/\.js$/, '.ts')}`,
        },
      ],
)

/** All that the package exports. It takes a second or two, so it is done once. */
export function publicNames(): readonly EntryPoint[] {
  known ??= read()
  return known
}
let known: readonly EntryPoint[] | undefined

function read(): readonly EntryPoint[] {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  )
  const everywhere = new Set<ts.Symbol>()
  const readers = entries.map(({ specifier, file }) => {
    const source = program.getSourceFile(file)
    if (source === undefined) throw new Error(`${file} is not there; package.json names it.`)
    return { specifier, reader: new DeclarationReader(program.getTypeChecker(), source, everywhere) }
  })
  return readers.map(({ specifier, reader }) => ({ specifier, names: reader.names(), unknown: reader.unknown() }))
}
