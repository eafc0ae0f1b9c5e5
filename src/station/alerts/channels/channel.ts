/** A way by which messages reach people. It tries once; its queue tries again. */
import { NaviLinkError } from '#schema/errors'
import type { AlertMessage } from '../alert-message.ts'
import { type ChannelType, isAddress } from '../channel-config.ts'
import { readSecret, type SecretText } from '../secret-text.ts'

export interface Channel {
  readonly type: ChannelType
  /** Resolves when the other side has taken it. @throws why it hasn't, in a sentence without secrets. */
  send(message: AlertMessage, signal: AbortSignal): Promise<void>
}

/** @throws NaviLinkError where variable or file hold no such address. */
export async function readAddress(address: SecretText, schemes: readonly string[]): Promise<URL> {
  const text = (await readSecret(address)).trim()
  if (isAddress(text, schemes)) return new URL(text)
  const forms = schemes.map(scheme => `${scheme}://`).join(' or ')
  throw new NaviLinkError(`The address of the channel must begin with ${forms}.`, { help: 'wrong-setting' })
}

/** User and password, from the settings or else from the address; the address is without them afterwards. */
export async function takeCredentials(
  address: URL,
  { user, password }: { readonly user?: string | undefined; readonly password?: SecretText | undefined } = {},
): Promise<{ readonly user: string; readonly password: string } | undefined> {
  const inside = { user: decodeURIComponent(address.username), password: decodeURIComponent(address.password) }
  address.username = ''
  address.password = ''
  const name = user ?? inside.user
  if (!name) return undefined
  return { user: name, password: password === undefined ? inside.password : await readSecret(password) }
}

/** Why the other side could not be reached: Node hides it in a cause. */
export function reasonOf(error: unknown): string {
  const { cause, code, message } = error as {
    cause?: { code?: string; message?: string }
    code?: string
    message?: string
  }
  return cause?.code ?? cause?.message ?? code ?? message ?? String(error)
}
