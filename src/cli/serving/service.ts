/** Lets systemd run a station: writes its unit, starts it, takes it away, and says how it is. */
import { spawn } from 'node:child_process'
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { printableLines } from '../print/printable.ts'
import { UsageError } from '../usage-error.ts'
import { storeName } from './store-file.ts'
import { systemdUnit, systemFolders, unitName } from './systemd-unit.ts'

export interface ServiceFlags {
  readonly user?: boolean
  readonly print?: boolean
  readonly config?: string
}

export async function installService(
  context: CommandContext,
  { user = false, print, config }: ServiceFlags,
): Promise<undefined> {
  const { terminal, note } = context
  const command = await ownCommand()
  const words = config === undefined ? ['serve'] : ['serve', '--config', path.resolve(terminal.directory, config)]
  const unit = systemdUnit({ command: [...command, ...words], user })
  if (print) {
    await context.print(unit)
    return undefined
  }
  const hidden = user ? undefined : command.find(file => /^\/(home|root)\//.test(file))
  if (hidden !== undefined)
    throw new UsageError(
      `${hidden} lies in somebody's home, where a service of the machine can't read it: install Node and navilink for everybody (npm install -g, as root), or take --user.`,
    )
  const file = unitFile(context, user)
  await systemctl(context, user, ['--version'])
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, unit)
  await systemctl(context, user, ['daemon-reload'])
  await systemctl(context, user, ['enable', '--now', unitName])
  note(`${unitName} is installed and started: ${file}`)
  if (user) note('It stops when you sign out, unless: loginctl enable-linger')
  else {
    note(
      `Its config:   ${systemFolders.config}/navilink.yaml, if you want one, which its own user must be able to read`,
    )
    note(`Its secrets:  ${systemFolders.config}/environment, for root alone, with lines such as NAVILINK_PASSWORD=…`)
    note(`Its record:   ${systemFolders.state}/${storeName}`)
  }
  note(`Its log:      journalctl ${user ? '--user ' : ''}-u navilink`)
  return undefined
}

export async function uninstallService(context: CommandContext, { user = false }: ServiceFlags): Promise<undefined> {
  const file = unitFile(context, user)
  const { code, err } = await called(context, user, ['disable', '--now', unitName])
  await rm(file, { force: true })
  if (code !== 0) throw new Error(`${file} is gone; systemctl said: ${err}`)
  await systemctl(context, user, ['daemon-reload'])
  context.note(`${unitName} is stopped and gone; its record and its config are still there.`)
  return undefined
}

export async function serviceStatus(context: CommandContext, { user = false }: ServiceFlags): Promise<ExitCode> {
  const { code, out, err } = await called(context, user, ['status', '--no-pager', '--lines', '10', unitName])
  if (out !== '') await context.print(`${printableLines(out)}\n`)
  else context.note(err)
  return code === 0 ? exitCode.done : exitCode.failed
}

/** This Node and this program, as they were called now, wherever links lead. */
const ownCommand = async (): Promise<readonly string[]> => [
  await realpath(process.execPath),
  ...process.execArgv,
  await realpath(process.argv[1] ?? ''),
]

function unitFile({ terminal: { env } }: CommandContext, user: boolean): string {
  if (!user) return `/etc/systemd/system/${unitName}`
  const folder = env.XDG_CONFIG_HOME ?? (env.HOME && path.join(env.HOME, '.config'))
  if (!folder) throw new UsageError('The environment names no home, so there is no place for a unit of yours.')
  return path.join(folder, 'systemd', 'user', unitName)
}

/** @throws when it says no. */
async function systemctl(context: CommandContext, user: boolean, words: readonly string[]): Promise<void> {
  const { code, err } = await called(context, user, words)
  if (code !== 0) throw new Error(`systemctl ${words.join(' ')} failed: ${err || `its exit code is ${code}`}`)
}

function called({ terminal, signal }: CommandContext, user: boolean, words: readonly string[]) {
  return new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>(
    (resolve, reject) => {
      const env = { ...terminal.env }
      const child = spawn('systemctl', [...(user ? ['--user'] : []), ...words], {
        env,
        signal,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const said = Promise.all([text(child.stdout), text(child.stderr)])
      child.on('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'ENOENT'
            ? new UsageError(
                'There is no systemctl here, so this system is not run by systemd; --print prints the unit for another.',
              )
            : error,
        ),
      )
      child.on('close', async code => {
        const [out, err] = await said
        resolve({ code, out: out.trimEnd(), err: printableLines(err.trim()) })
      })
    },
  )
}
