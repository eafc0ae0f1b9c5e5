/** Where a NaviLink cloud is found: the vendor's, a simulated one, or one's own. */
import { NaviLinkError } from '#schema/errors'

/** Where REST and MQTT gateway of a cloud are. */
export interface CloudAddress {
  /** Base of every REST call, `…/api/v2.1`. */
  readonly rest: URL
  /** The MQTT gateway, `…/mqtt`, without a query. */
  readonly gateway: URL
  /** The AWS region that signatures for the gateway name. */
  readonly region: string
}

const restPath = 'api/v2.1'
const gatewayPath = 'mqtt'
const region = 'us-east-1'

/** The vendor's cloud. */
export const naviLinkCloud: CloudAddress = Object.freeze({
  rest: new URL(`https://nlus.naviensmartcontrol.com/${restPath}`),
  gateway: new URL(`wss://a1t30mldyslmuq-ats.iot.us-east-1.amazonaws.com/${gatewayPath}`),
  region,
})

/**
 * A cloud that has its REST side and its gateway on one port, as the simulated one does.
 * @param url `http://127.0.0.1:8484`, or `https://…` anywhere. A path is kept in front of ours.
 * @throws NaviLinkError for anything that is no such URL, and for plain HTTP beyond this machine.
 */
export function cloudAddress(url: string | URL): CloudAddress {
  const base = URL.parse(String(url))
  if (base?.protocol !== 'http:' && base?.protocol !== 'https:')
    throw wrong('The address of a cloud begins with https://, or with http:// for one on this machine.')
  if (base.username || base.password || base.search || base.hash)
    throw wrong(
      'The address of a cloud has a host, a port and perhaps a path; leave out user name, query and fragment.',
    )
  if (base.protocol === 'http:' && !isLoopback(base.hostname))
    throw wrong(
      `Plain http:// is taken for this machine only (127.0.0.1, ::1, localhost), not for ${base.hostname}; use https:// there.`,
    )
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  const gateway = new URL(gatewayPath, base)
  gateway.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:'
  return Object.freeze({ rest: new URL(restPath, base), gateway, region })
}

const wrong = (message: string) => new NaviLinkError(message, { help: 'wrong-setting' })

/** Tells clouds apart, for what is kept of them; the same on every start. */
export const cloudKey = ({ rest, gateway, region }: CloudAddress): string => [rest.href, gateway.href, region].join(' ')

// URL has brought 127.1 and 0x7f.0.0.1 into four decimal numbers, and ::1 into brackets.
const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
