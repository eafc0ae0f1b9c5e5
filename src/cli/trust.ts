/** `--ca`: certificate authorities to be trusted beside the usual ones. Nothing turns the checking of certificates off. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import tls from 'node:tls'
import { UsageError } from './usage-error.ts'

/** For every connection that this process opens from now on. @param file PEM, relative to `directory`. */
export async function trustFile(file: string, directory: string): Promise<void> {
  const pem = await readFile(path.resolve(directory, file), 'utf8')
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (certificates === null)
    throw new UsageError(`${file} has no certificate in it; --ca takes PEM, with lines that say BEGIN CERTIFICATE.`)
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...certificates])
}
