/** Files that a person names on the command line: read as a whole, and never written over unasked. `-` is standard input or output. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { CommandContext } from '../command-context.ts'
import { fileTrouble } from '../failure.ts'
import { UsageError } from '../usage-error.ts'

/** Longer than any schedule or backup. */
const longest = 2_000_000

/** @throws UsageError for what can't be read. */
export async function readText({ terminal, flags }: CommandContext, file: string): Promise<string> {
  if (file !== '-')
    return readFile(path.resolve(terminal.directory, file), 'utf8').catch(error => {
      const trouble = fileTrouble(error)
      throw trouble === undefined ? error : new UsageError(`${file}: ${trouble}.`)
    })
  if (flags.passwordStdin)
    throw new UsageError('Standard input can be read once: as a file (-), or for --password-stdin.')
  let text = ''
  for await (const chunk of terminal.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > longest) throw new UsageError('Standard input is longer than any such file.')
  }
  return text
}

/** @throws UsageError where there is such a file already, and `over` doesn't say that it may go. */
export async function writeText(
  { terminal, print }: CommandContext,
  file: string | undefined,
  text: string,
  { over = false } = {},
): Promise<void> {
  if (file === undefined || file === '-') return print(text)
  await writeFile(path.resolve(terminal.directory, file), text, { flag: over ? 'w' : 'wx' }).catch(error => {
    if (error.code === 'EEXIST') throw new UsageError(`${file} is there already; --force writes over it.`)
    throw error
  })
}

/** A file whose name says so is JSON. */
export const textFormat = (file: string | undefined, json: boolean | undefined): 'json' | 'yaml' =>
  json || file?.toLowerCase().endsWith('.json') ? 'json' : 'yaml'
