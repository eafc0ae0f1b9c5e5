/** The address at which a station answers, as people write it: `127.0.0.1:8480`, `[::1]:8480`, or a port alone. */

export interface ListenAddress {
  readonly host: string
  readonly port: number
}

export const listenForms = 'an address and a port, such as 127.0.0.1:8480, or off'

/** A port alone is one of 127.0.0.1. @returns undefined when the text is anything else. */
export function listenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, digits = ''] =
    /^(?:(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+)):)?(\d{1,5})$/i.exec(text.trim()) ?? []
  const port = Number(digits)
  if (digits === '' || port > 65_535) return undefined
  return { host: bracketed ?? plain ?? '127.0.0.1', port }
}

/** The way back. */
export const listenText = ({ host, port }: ListenAddress): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`
