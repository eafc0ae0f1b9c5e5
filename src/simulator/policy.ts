/** What a client of the simulated AWS IoT may do, by the patterns of an AWS IoT policy. */
import type { GatewayPolicy, Permission } from './gateway-options.ts'

export type Action = keyof GatewayPolicy

// biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write it
const clientIdVariable = '${iot:ClientId}'

/** @param resource a client id, topic or topic filter. */
export function allows(policy: GatewayPolicy, action: Action, clientId: string, resource: string): boolean {
  const permission = policy[action]
  if (permission === undefined) return true
  const { allow = ['*'], deny = [] }: Permission = permission
  const fits = (pattern: string) =>
    matches(
      pattern.replaceAll(clientIdVariable, () => clientId),
      resource,
    )
  return allow.some(fits) && !deny.some(fits)
}

/** `*` is any text, `?` any character. Takes no longer than the product of both lengths, whatever is in them. */
function matches(pattern: string, text: string): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0]
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (pattern[p] === '?' || (p < pattern.length && pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
