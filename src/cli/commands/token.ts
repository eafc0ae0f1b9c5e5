/** `navilink token`: who may ask the API of a station, and who may change something through it. */
import type { Command } from 'commander'
import { defaultCommand } from '../default-command.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import type { TokenFlags } from '../serving/access-tokens.ts'
import { UsageError } from '../usage-error.ts'

const examples = `
While a station runs it is asked, and knows at once; else its record is changed. From the first token on everybody
needs one. A token is printed this once, and kept as a hash. Where no station has run yet, add begins its record.

Examples:
  $ navilink token add kitchen
  $ navilink token add automation --write
  $ navilink token list
  $ navilink token remove kitchen`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  formatOptions(placeOptions(defaultCommand(command, 'list')))
    .description('List the tokens, without their secrets.')
    .action((flags: TokenFlags & FormatFlags) =>
      run('one-shot', async context => {
        const { withTokens } = await import('../serving/access-tokens.ts')
        const { printRecords } = await import('../print/records-output.ts')
        const { tokens, place } = await withTokens(context, flags, async book => ({
          tokens: await book.list(),
          place: book.place,
        }))
        const isTable = formatOf(flags) === 'table'
        if (isTable) context.note(tokens.length === 0 ? `There is no token in ${place}.` : `Of ${place}:`)
        if (!isTable || tokens.length > 0)
          await printRecords(
            context,
            formatOf(flags),
            tokens.map(token => ({ ...token })),
          )
        return undefined
      }),
    )
  placeOptions(command.command('add'))
    .description('Make a token, and print it.')
    .argument('<name>', 'who gets it')
    .option('--write', 'it may change something too')
    .action((name: string, flags: TokenFlags & { readonly write?: true }) =>
      run('one-shot', async context => {
        const { withTokens } = await import('../serving/access-tokens.ts')
        const given = checkedName(name)
        const { secret, place } = await withTokens(context, { ...flags, begins: true }, async book => ({
          secret: await book.add(given, flags.write ? 'write' : 'read'),
          place: book.place,
        }))
        await context.print(`${secret}\n`)
        context.note(`This is shown once. Who has it sends it as: Authorization: Bearer ${secret.slice(0, 8)}…`)
        context.note(`It is kept in ${place}.`)
        return undefined
      }),
    )
  placeOptions(command.command('remove'))
    .description('Remove a token: who has it is let in no more.')
    .argument('<name>', 'its name or its id')
    .action((name: string, flags: TokenFlags) =>
      run('one-shot', async context => {
        const { withTokens } = await import('../serving/access-tokens.ts')
        await withTokens(context, flags, async book => {
          const tokens = await book.list()
          const token = tokens.find(each => each.name === name) ?? tokens.find(each => each.id === name)
          if (token === undefined)
            throw new UsageError(
              `There is no token ${JSON.stringify(name)}; there ${tokens.length === 0 ? 'is none at all' : `are ${tokens.map(each => each.name).join(', ')}`}.`,
            )
          await book.remove(token.id)
          context.note(`The token ${token.name} is removed from ${book.place}.`)
        })
        return undefined
      }),
    )
}

const placeOptions = (command: Command): Command =>
  command
    .option('--store <file>', 'the record of the station (default: where navilink serve keeps it)')
    .option('--config <file>', 'its config, which may say where that is')
    .option('--station <url>', 'a station elsewhere; NAVILINK_STATION_TOKEN is its token')

const longest = 64

function checkedName(text: string): string {
  const name = text.trim()
  if (name === '' || name.length > longest || /\p{C}/u.test(name))
    throw new UsageError(`The name of a token is a text of 1 to ${longest} characters, such as kitchen.`)
  return name
}
