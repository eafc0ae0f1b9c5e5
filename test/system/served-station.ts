/** A station as a shell or systemd starts it: `navilink serve` as a process of its own, on a simulated cloud of the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
const flags = ['--conditions=navilink-source', '--disable-warning=ExperimentalWarning']

export interface ServedStation {
  readonly child: ChildProcess
  /** Resolves when standard output or the log has this so many times; rejects when the station ends without. */
  says(text: string, times?: number): Promise<void>
  /** The log so far. */
  log(): readonly Readonly<Record<string, unknown>>[]
  readonly out: () => string
  readonly err: () => string
  /** Once it says that it is ready. */
  readonly url: Promise<string>
  /** What is told at a path of its API. */
  get(path: string): Promise<Record<string, unknown>>
  /** The heater of which a sample came, as soon as there is one. */
  sample(): Promise<string>
  readonly ended: Promise<number | null>
}

export interface StationFolder {
  readonly directory: string
  readonly store: string
  write(name: string, text: string): string
  serve(args?: readonly string[], env?: Readonly<Record<string, string>>): ServedStation
}

/** @param env of every station in it. */
export function stationFolder(env: Readonly<Record<string, string>> = {}): StationFolder {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-serve-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))
  return {
    directory,
    store: path.join(directory, '.local/state/navilink/history.db'),
    write(name, text) {
      const file = path.join(directory, name)
      writeFileSync(file, text)
      return file
    },
    serve: (args = ['--listen', '0'], more = {}) => served(directory, args, { ...env, ...more }),
  }
}

interface Told {
  readonly id: string
  readonly latest: object | null
}

function served(directory: string, args: readonly string[], env: Readonly<Record<string, string>>): ServedStation {
  const child = spawn(process.execPath, [...flags, main, 'serve', ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1', HOME: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, err] = ['', '']
  const looking = new Set<() => void>()
  const look = () => {
    for (const one of looking) one()
  }
  child.stdout.on('data', chunk => {
    out += chunk
    look()
  })
  child.stderr.on('data', chunk => {
    err += chunk
    look()
  })
  let over = false
  const ended = new Promise<number | null>(resolve => {
    child.on('close', code => {
      over = true
      look()
      resolve(code)
    })
  })
  const says = (text: string, times = 1) =>
    new Promise<void>((resolve, reject) => {
      const one = () => {
        if ((out + err).split(text).length > times) resolve()
        else if (over) reject(new Error(`It ended without «${text}», and said: ${out}${err}`))
        else return
        looking.delete(one)
      }
      looking.add(one)
      one()
    })
  const url = says('\nready\n').then(() => /page\s+(\S+)\//.exec(out)?.[1] ?? '')
  url.catch(() => {})
  return {
    child,
    says,
    url,
    ended,
    out: () => out,
    err: () => err,
    log: () =>
      err
        .split('\n')
        .filter(line => line.startsWith('{'))
        .map(line => JSON.parse(line)),
    get: async at => (await fetch(new URL(at, await url))).json() as Promise<Record<string, unknown>>,
    sample: async () => {
      const leaving = new AbortController()
      const { body } = await fetch(new URL('/api/v1/events', await url), { signal: leaving.signal })
      let text = ''
      try {
        for await (const chunk of body ?? []) {
          text += Buffer.from(chunk).toString()
          for (const [, kind, data = ''] of text.matchAll(/^event: (.*)\n(?:id: .*\n)?data: (.*)\n\n/gm)) {
            if (kind === 'sample') return JSON.parse(data).heater
            const heater = kind === 'snapshot' && JSON.parse(data).heaters.find((each: Told) => each.latest !== null)
            if (heater) return heater.id
          }
        }
      } finally {
        leaving.abort()
      }
      throw new Error(`The stream ended without a sample.`)
    },
  }
}
