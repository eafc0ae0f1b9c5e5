/** The subcommand that a command is without a word. A word that it doesn't know is a mistake, and no argument of that. */
import type { Command } from 'commander'

/** @param name of the subcommand, which takes no argument. */
export function defaultCommand(parent: Command, name: string): Command {
  parent.hook('preSubcommand', () => {
    const [word = name] = parent.args
    const known = parent.commands.map(command => command.name())
    if (word.startsWith('-') || known.includes(word)) return
    parent.error(`error: '${word}' is no command of ${parent.name()}; there are ${known.join(', ')}`)
  })
  return parent.command(name, { isDefault: true })
}
