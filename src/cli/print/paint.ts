/** Colour and weight on a terminal, and plain text anywhere else. */
import { styleText } from 'node:util'
import type { Screen, Terminal } from '../terminal.ts'

type Style = Parameters<typeof styleText>[0]
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_, text) => text

const colours: Paint = (style, text) => styleText(style, text, { validateStream: false })

/** For one stream of a terminal. NO_COLOR, `--no-color` and a dumb terminal win over a capable stream. */
export function paintFor(stream: Screen, { env }: Pick<Terminal, 'env'>, color = true): Paint {
  if (!color || env.NO_COLOR || env.TERM === 'dumb') return plain
  return stream.isTTY || env.FORCE_COLOR === '1' ? colours : plain
}
