/** How many columns of a terminal a text takes. */
import { stripVTControlCharacters } from 'node:util'

// East Asian Wide and Fullwidth, and emoji that are drawn as pictures by default.
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u
const ascii = /^[\x20-\x7e]*$/

let segmenter: Intl.Segmenter | undefined

/** Colours take none, a letter with its accents one, a Chinese character and most emoji two. */
export function textWidth(text: string): number {
  const bare = stripVTControlCharacters(text)
  if (ascii.test(bare)) return bare.length
  segmenter ??= new Intl.Segmenter()
  let width = 0
  for (const { segment } of segmenter.segment(bare)) {
    if (/^[\p{Cc}\p{Cf}\p{Mn}]+$/u.test(segment)) continue
    width += wide.test(segment) || segment.includes('\ufe0f') ? 2 : 1
  }
  return width
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)))
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - textWidth(text))) + text
