/** `navilink completion`: prints what a shell has to know of our commands and flags. */
import { Argument, type Command } from 'commander'
import { refuseFlags } from '../account/account-flags.ts'
import type { Run } from '../run-command.ts'

const shells = ['bash', 'zsh', 'fish'] as const

const examples = `
It is made from the commands themselves: print it again after an update.

Examples:
  $ navilink completion bash > ~/.local/share/bash-completion/completions/navilink
  $ navilink completion zsh > ~/.zfunc/_navilink  where fpath has ~/.zfunc, before compinit
  $ navilink completion fish > ~/.config/fish/completions/navilink.fish`

export function define(command: Command, run: Run): void {
  command
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .addHelpText('after', examples)
    .action((shell: (typeof shells)[number]) =>
      run('one-shot', async context => {
        const { commandTree } = await import('../completion/command-tree.ts')
        refuseFlags(context.flags, 'completion asks nobody', ['email', 'passwordStdin', 'device', 'cloud', 'ca'])
        const program = command.parent
        if (program === null) throw new Error('This command belongs to no program.')
        await defineOthers(program, command, run)
        const tree = commandTree(program)
        await context.print(await written(shell, tree))
        return undefined
      }),
    )
}

/** Each is defined when it is called, and only this one was. */
async function defineOthers(program: Command, self: Command, run: Run): Promise<void> {
  const { commandList } = await import('../command-list.ts')
  for (const { name, load } of commandList) {
    const command = program.commands.find(one => one.name() === name)
    if (command && command !== self) (await load()).define(command, run)
  }
}

async function written(shell: (typeof shells)[number], tree: import('../completion/command-tree.ts').CommandNode) {
  switch (shell) {
    case 'bash':
      return (await import('../completion/bash.ts')).bashCompletion(tree)
    case 'zsh':
      return (await import('../completion/zsh.ts')).zshCompletion(tree)
    case 'fish':
      return (await import('../completion/fish.ts')).fishCompletion(tree)
  }
}
