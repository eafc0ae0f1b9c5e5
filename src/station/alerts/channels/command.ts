/** A program of the owner's, which is told the alert and has 30 s. */
import { spawn } from 'node:child_process'
import { NaviLinkError } from '#schema/errors'
import type { AlertMessage } from '../alert-message.ts'
import type { ConfigOf } from '../channel-config.ts'
import { type Channel, reasonOf } from './channel.ts'

export const command = ({ run }: ConfigOf<'command'>): Channel => ({
  type: 'command',
  send: (message, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const [program = '', ...args] = run
      const failed = (how: string) => reject(new NaviLinkError(`The command ${program} ${how}.`))
      // In a group of its own, so that what it started ends with it.
      const child = spawn(program, args, {
        env: environment(message),
        stdio: ['pipe', 'ignore', 'pipe'],
        detached: true,
      })
      const kill = () => {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        } catch {
          // It is over already.
        }
      }
      signal.addEventListener('abort', kill, { once: true })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-1000)
      })
      child.once('error', error => failed(`could not be started: ${reasonOf(error)}`))
      child.once('exit', code => {
        signal.removeEventListener('abort', kill)
        if (code !== 0) return
        // What it left running may hold the pipe for ever.
        child.stderr.destroy()
        resolve()
      })
      child.once('close', (code, ended) => {
        const last = said.trim().split('\n').at(-1)
        if (code !== 0)
          failed(`${code === null ? `was ended by ${ended}` : `ended with ${code}`}${last ? `: ${last}` : ''}`)
      })
      // One that doesn't read what it is told may be over before it was written.
      child.stdin.on('error', () => {})
      child.stdin.end(JSON.stringify(message))
    }),
})

/** What a program needs to find its way. The rest may hold passwords, and not only ours. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|DISPLAY|WAYLAND_DISPLAY|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|SystemRoot|TEMP|TMP)$/i

function environment(message: AlertMessage): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => passedOn.test(name))
  const { kind, severity, title, text, rule, alert = '', heater } = message
  const told = {
    kind,
    severity,
    title,
    text,
    rule,
    id: alert,
    heater: heater?.id ?? '',
    heater_name: heater?.name ?? '',
  }
  const ours = Object.entries(told).map(([name, value]) => [`NAVILINK_ALERT_${name.toUpperCase()}`, value])
  return Object.fromEntries([...others, ...ours])
}
