/** `navilink decode`: recorded messages as a table, JSON or CSV, without any account. */
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import type { Command } from 'commander'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { naming, sentenceOf } from '../failure.ts'
import { allWithoutTable, columnsWithoutCsv, type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import { type DecodedMessage, decodedMessage } from '../recording/decoded-message.ts'
import { jsonValues } from '../recording/json-values.ts'
import { textLines } from '../recording/text-lines.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'

export interface DecodeOptions extends FormatFlags {
  readonly columns?: string
  readonly all?: true
}

const examples = `
FILE holds JSON, a JSON array, or a JSON value a line; - is standard input. Each value is a message as it came from
the heater, its status or device info alone, or a line of navilink record. What can't be read is named on standard
error with its line, the rest goes on, and the exit code is 1.

Examples:
  $ navilink decode messages.jsonl                a line a status; everything, when there is only one
  $ navilink decode messages.jsonl --units metric
  $ navilink decode messages.jsonl --csv --columns all > messages.csv
  $ pbpaste | navilink decode - --json`

export function define(command: Command, run: Run): void {
  formatOptions(command.argument('<files...>', 'files of recorded messages, or -'))
    .option('--columns <names>', 'columns of the CSV: all, or names with commas between them')
    .option('--all', 'show sensors that most units are not fitted with')
    .addHelpText('after', examples)
    .action((files: string[], options: DecodeOptions) =>
      run('one-shot', context => decodeFiles(context, files, options)),
    )
}

async function decodeFiles(
  context: CommandContext,
  files: readonly string[],
  options: DecodeOptions,
): Promise<ExitCode> {
  const { note } = context
  const format = formatOf(options)
  refuseFlags(context.flags, 'decode reads files and asks nobody', accountFlags)
  if (options.columns !== undefined && format !== 'csv') throw new UsageError(columnsWithoutCsv)
  if (options.all && format !== 'table') throw new UsageError(allWithoutTable)
  const left = new Map<string, number>()
  let failed = false
  async function* messages(): AsyncGenerator<DecodedMessage> {
    for (const file of files) {
      const name = file === '-' ? 'standard input' : file
      try {
        for await (const found of jsonValues(linesOf(context, file))) {
          const decoded = 'problem' in found ? found.problem : decodedMessage(name, found.place, found.value)
          if (typeof decoded === 'string') {
            failed = true
            note(`navilink: ${name}, ${found.place} ${decoded}.`)
          } else if ('fields' in decoded) yield decoded
          else left.set(decoded.kind, (left.get(decoded.kind) ?? 0) + 1)
        }
      } catch (error) {
        if (context.signal.aborted) throw error
        failed = true
        note(`navilink: ${sentenceOf(naming(name, error))}`)
      }
    }
  }
  const { printDecoded } = await import('../print/decoded-output.ts')
  await printDecoded(messages(), format, { ...options, context })
  const others = [...left].map(([kind, count]) => `${count} ${kind}`)
  if (others.length > 0) note(`Left out, being neither status nor device info: ${others.join(', ')}.`)
  return failed ? exitCode.failed : exitCode.done
}

function linesOf({ terminal, signal }: CommandContext, file: string): AsyncIterable<string> {
  const stream: Readable = file === '-' ? terminal.stdin : createReadStream(path.resolve(terminal.directory, file))
  return textLines(addAbortSignal(signal, stream))
}
