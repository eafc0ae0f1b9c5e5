/** Says in words why a request never got an answer. */
import { ConnectionError, type Help } from '#schema/errors'

/** The host's certificate isn't trusted. Asking again doesn't change that. */
export class CertificateError extends ConnectionError {
  static override readonly help: Help = 'certificate-not-trusted'
}

const expired = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']
const certificate =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)|ALTNAME|CRL|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH/

/** @param error what `fetch` threw. */
export function networkError(host: string, error: unknown): ConnectionError {
  const code = codeOf(error)
  if (expired.includes(code))
    return new CertificateError(
      `The certificate of ${host} has expired or isn't valid yet (${code}); look at this machine's clock first. Certificates are always verified.`,
      { cause: error },
    )
  if (certificate.test(code))
    return new CertificateError(
      `The certificate of ${host} isn't trusted (${code}). Certificates are always verified; to trust an authority of your own, name its PEM file with --ca FILE or NAVILINK_CA (a program passes its own fetch).`,
      { cause: error },
    )
  if (isBadPort(error))
    return new ConnectionError(
      `${host} can't be asked: fetch never uses this port, which the web keeps for other services. Take another one, such as 8484.`,
      { cause: error, help: 'connection-refused' },
    )
  return new ConnectionError(`${host} ${reasonOf(code, loopback.test(host))}.`, { cause: error, help: helpOf(code) })
}

/** This machine, with its port. */
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])(:|$)/

/** Ports such as 9 and 25, which the fetch standard blocks: an error without a code. */
const isBadPort = (error: unknown) =>
  error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port'

function reasonOf(code: string, here: boolean): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `can't be found (${code}); look at the internet connection and its DNS`
    case 'ECONNREFUSED':
      return here
        ? 'refuses the connection (ECONNREFUSED): nothing listens on this port of this machine; if it should be the simulated cloud, start it with navilink simulate'
        : 'refuses the connection (ECONNREFUSED); nothing listens there, or a firewall is in the way'
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `can't be reached (${code}); look at the internet connection`
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return `broke the connection off (${code})`
    default:
      return /SSL|TLS|EPROTO/.test(code)
        ? `doesn't speak TLS as it should (${code}); look at the address and at proxies`
        : `can't be reached (${code || 'no reason given'}); look at the internet connection`
  }
}

function helpOf(code: string): Help {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name-not-found'
  if (code === 'ECONNREFUSED') return 'connection-refused'
  return /SSL|TLS|EPROTO/.test(code) ? 'something-else-answers' : 'no-connection'
}

/** `fetch` hides the reason in its cause, and several addresses' reasons in an AggregateError there. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    const { code, cause, errors } = at as Error & { code?: unknown; errors?: readonly unknown[] }
    if (typeof code === 'string') return code
    at = cause ?? errors?.[0]
  }
  return ''
}
