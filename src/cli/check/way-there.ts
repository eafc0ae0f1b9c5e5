/** The first steps to any host: its name is looked up, and its certificate checked. */
import { lookup } from 'node:dns/promises'
import net from 'node:net'
import tls from 'node:tls'
import { networkError } from '#cloud/network-error'
import { abortable } from '#time/abort'
import type { Finding } from './step.ts'

export interface Host {
  /** Without the brackets of an IPv6 address. */
  readonly name: string
  readonly port: number
  readonly secure: boolean
  /** As it stands in sentences. */
  readonly text: string
}

export function hostOf({ hostname, host, port, protocol }: URL): Host {
  const secure = protocol === 'https:' || protocol === 'wss:'
  return { name: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), secure, text: host }
}

type Lookup = (name: string) => Promise<readonly { readonly address: string }[]>

const systemLookup: Lookup = name => lookup(name, { all: true })

/** @throws ConnectionError when nobody knows the name. */
export async function findName({ name }: Host, signal: AbortSignal, find = systemLookup): Promise<Finding> {
  if (net.isIP(name)) return { detail: `${name} is an address already`, value: undefined }
  let addresses: Awaited<ReturnType<Lookup>>
  try {
    addresses = await abortable(find(name), signal)
  } catch (error) {
    throw signal.aborted ? signal.reason : networkError(name, error)
  }
  const [first, ...others] = addresses
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return { detail: `${name} is ${first?.address ?? 'nowhere'}${more}`, value: undefined }
}

/**
 * Plain HTTP, on this machine only, has no certificate: that somebody listens is all there is to see.
 * @throws ConnectionError (CertificateError), or the signal's reason.
 */
export async function shakeHands(host: Host, signal: AbortSignal): Promise<Finding> {
  const { name, port, secure } = host
  if (!secure) {
    const socket = net.connect({ host: name, port })
    await opened(socket, 'connect', host, signal)
    return { outcome: 'skipped', detail: 'plain HTTP on this machine has no certificate', value: undefined }
  }
  const socket = tls.connect({
    host: name,
    port,
    ...(net.isIP(name) ? {} : { servername: name }),
    ALPNProtocols: ['http/1.1'],
  })
  const certificate = await opened(socket, 'secureConnect', host, signal, () => socket.getPeerCertificate())
  const { O: organisation, CN: name_ } = certificate?.issuer ?? {}
  const issuer = [organisation ?? name_ ?? 'nobody named'].flat().join(', ')
  const until = new Date(certificate?.valid_to ?? '')
  const end = Number.isNaN(until.getTime()) ? '' : `, good until ${until.toISOString().slice(0, 10)}`
  return { detail: `the certificate is trusted: issued by ${issuer}${end}`, value: undefined }
}

/** Closes the socket whatever comes. @param look what is read from the open one. */
async function opened<Seen>(
  socket: net.Socket,
  event: 'connect' | 'secureConnect',
  { text }: Host,
  signal: AbortSignal,
  look?: () => Seen,
): Promise<Seen | undefined> {
  try {
    return await abortable(
      new Promise<Seen | undefined>((resolve, reject) => {
        socket.once(event, () => resolve(look?.()))
        socket.on('error', error => reject(networkError(text, error)))
        socket.once('close', () => reject(networkError(text, undefined)))
      }),
      signal,
    )
  } finally {
    socket.destroy()
  }
}
