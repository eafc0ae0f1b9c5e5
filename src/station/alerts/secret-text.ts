/** A secret as a config names it: the text itself, or better the variable or file that holds it. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { NaviLinkError } from '#schema/errors'

export type SecretText = string | { readonly env: string } | { readonly file: string }

const forms = { error: 'it must be a text, { env: NAME } or { file: PATH }' }
const named = (description: string) => z.string(forms).trim().min(1, forms).meta({ description })

/** A schema for one; `writeOnly` marks it for whoever prints a config. */
export const secretText: z.ZodType<SecretText> = z
  .union(
    [
      z.string(forms).min(1, forms),
      z.strictObject({ env: named('The environment variable that holds it') }, forms),
      z.strictObject({ file: named('The file that holds it; a line end behind it is left out') }, forms),
    ],
    forms,
  )
  .meta({ writeOnly: true })

/**
 * Reads it anew each time, so that it may change while the station runs.
 * @throws NaviLinkError that names variable or file, and never the secret.
 */
export async function readSecret(
  secret: SecretText,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  if (typeof secret === 'string') return secret
  if ('env' in secret) {
    const value = env[secret.env]
    if (!value) throw wrong(`The environment variable ${secret.env} is not set, and a secret should be in it.`)
    return value
  }
  const text = await readFile(secret.file, 'utf8').catch(cause => {
    throw wrong(`The secret in ${secret.file} could not be read: ${(cause as NodeJS.ErrnoException).code}.`)
  })
  const value = text.trimEnd()
  if (value === '') throw wrong(`The file ${secret.file} is empty, and a secret should be in it.`)
  return value
}

const wrong = (message: string) => new NaviLinkError(message, { help: 'wrong-setting' })

/** The same config with the files of its secrets named from a folder: `{ file: token.txt }` anywhere in it. */
export function withSecretsIn<Config>(config: Config, folder: string): Config {
  if (Array.isArray(config)) return config.map(each => withSecretsIn(each, folder)) as Config
  if (typeof config !== 'object' || config === null) return config
  const entries = Object.entries(config)
  const [only] = entries
  if (only && entries.length === 1 && only[0] === 'file' && typeof only[1] === 'string')
    return { file: path.resolve(folder, only[1]) } as Config
  return Object.fromEntries(entries.map(([key, value]) => [key, withSecretsIn(value, folder)])) as Config
}
