/** nwp500-python, unmodified, in a Python environment of its own; and an authority whose certificates it believes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { naviLinkCloud } from '#cloud/address'
import { cached, fetching, MissingPeerError, output } from './cache.ts'
import { findPython } from './python.ts'

/** OpenEI has one of its own, since its paths are not the vendor's. */
export const openEiAddress = '127.0.0.2'

/** The names that it calls, and where they lead in a private network. */
export const vendorHosts: Readonly<Record<string, string>> = {
  [naviLinkCloud.rest.hostname]: '127.0.0.1',
  [naviLinkCloud.gateway.hostname]: '127.0.0.1',
  'api.openei.org': openEiAddress,
}

/** The newest, with its command line, and the newest for machines of some years ago. */
const versions = {
  '9.12.2': { minor: 14, extras: '[cli]', module: 'nwp500.cli.__main__' },
  '6.1.1': { minor: 11, extras: '', module: 'nwp500' },
} as const
export type Nwp500Version = keyof typeof versions

export interface Nwp500 {
  readonly version: Nwp500Version
  readonly python: string
  /** With what Python needs to find it. */
  readonly env: Readonly<Record<string, string>>
}

/** @throws MissingPeerError in one line. */
export function findNwp500(version: Nwp500Version): Nwp500 {
  const folder = cached(`nwp500-python-${version}`)
  const { minor, extras, module } = versions[version]
  const python = findPython(minor)
  const found = { version, python, env: { PYTHONPATH: folder, PYTHONNOUSERSITE: '1' } }
  const tell = ['-c', `import ${module}, nwp500; print(nwp500.__version__)`]
  const isThere = () => output(python, tell, found).trim() === version
  try {
    if (isThere()) return found
  } catch {
    // Nothing, or a half of it of a run that was ended.
  }
  fetching(`nwp500-python ${version}, 15 MB`)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--root-user-action', 'ignore']
  output(python, [
    ...pip,
    '--only-binary',
    ':all:',
    '--upgrade',
    '--target',
    folder,
    `nwp500-python${extras}==${version}`,
  ])
  if (!isThere()) throw new MissingPeerError(`nwp500-python ${version} doesn't load here`)
  return found
}

export interface Authority extends Disposable {
  /** Of the server, PEM. */
  readonly cert: string
  readonly key: string
  /** What clients are told to believe, PEM. */
  readonly ca: string
  readonly caFile: string
}

/** An authority for a day, and its certificate for `hosts` and 127.0.0.1. */
export function makeAuthority(hosts: readonly string[]): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'navilink-authority-'))
  const openssl = (...args: string[]) => output('openssl', args, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  // Python 3.13 wants the usage of a key to be told.
  const forSigning = ['-addext', 'keyUsage=critical,keyCertSign']
  openssl('req', '-x509', ...newKey, ...forSigning, ...'-keyout ca.key -out ca.pem -subj /CN=peers -days 1'.split(' '))
  openssl('req', ...newKey, ...'-keyout server.key -out server.csr -subj /CN=server'.split(' '))
  const extensions = [
    `subjectAltName=${hosts.map(host => `DNS:${host}`).join(',')},IP:127.0.0.1`,
    'basicConstraints=CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'subjectKeyIdentifier=hash',
    'authorityKeyIdentifier=keyid',
  ]
  writeFileSync(join(folder, 'extensions'), extensions.join('\n'))
  const signed = '-req -in server.csr -out server.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 1'
  openssl('x509', ...signed.split(' '), '-extfile', 'extensions')
  return {
    cert: readFileSync(join(folder, 'server.pem'), 'utf8'),
    key: readFileSync(join(folder, 'server.key'), 'utf8'),
    ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    caFile: join(folder, 'ca.pem'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}
