/** A network and a hosts file of a program's own, so that the vendor's names lead to this machine and nothing outside is touched. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MissingPeerError, output } from './cache.ts'

export interface PrivateNetwork extends Disposable {
  /** What to put in front of a command line to run it in there. */
  readonly enter: readonly string[]
}

const unshare = ['--map-root-user', '--mount', '--net']
/** A new network's loopback is down, and not every machine has `ip`: SIOCSIFFLAGS with IFF_UP and IFF_RUNNING. */
const loopbackUp = "import fcntl,socket,struct;fcntl.ioctl(socket.socket(),0x8914,struct.pack('16sH22x',b'lo',0x41))"
const prepare = `python3 -c "$1" && mount --bind "$2" /etc/hosts && shift 2 && exec "$@"`

/**
 * @param hosts the loopback addresses that names lead to in there, where any port is free.
 * @throws MissingPeerError in one line where this kernel doesn't give it.
 */
export function privateNetwork(hosts: Readonly<Record<string, string>>): PrivateNetwork {
  if (process.platform !== 'linux') throw new MissingPeerError('only Linux has network namespaces')
  const folder = mkdtempSync(join(tmpdir(), 'navilink-hosts-'))
  const file = join(folder, 'hosts')
  const lines = Object.entries({ localhost: '127.0.0.1', ...hosts }).map(([name, address]) => `${address} ${name}\n`)
  writeFileSync(file, lines.join(''))
  const enter = ['unshare', ...unshare, 'sh', '-c', prepare, 'sh', loopbackUp, file]
  const [command = '', ...args] = enter
  try {
    output(command, [...args, 'true'])
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return { enter, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}
