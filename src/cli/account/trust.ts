/** `--ca`: certificate authorities to be trusted beside the usual ones. Nothing turns the checking of certificates off. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import tls from 'node:tls'
import { fileTrouble } from '../failure.ts'
import { UsageError } from '../usage-error.ts'

/**
 * For every connection that this process opens from now on.
 * @param file PEM, relative to `directory`.
 * @param place where it was named, to begin a sentence.
 */
export async function trustFile(file: string, directory: string, place: string): Promise<void> {
  const pem = await readFile(path.resolve(directory, file), 'utf8').catch(error => {
    const trouble = fileTrouble(error)
    throw trouble === undefined ? error : new UsageError(`${place} is ${JSON.stringify(file)}: ${trouble}.`)
  })
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (certificates === null)
    throw new UsageError(
      `${place} is ${JSON.stringify(file)}, which has no certificate in it; it takes PEM, with lines that say BEGIN CERTIFICATE.`,
    )
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...certificates])
}
