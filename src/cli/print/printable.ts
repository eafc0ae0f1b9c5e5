/** Text of others made safe for a terminal: device names, messages and unknown keys can't move the cursor, colour, or turn the line around. */

// C0 and C1 controls, line and paragraph separators, and the marks that reverse the direction of writing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** On one line, each such character as `�`. */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd').toWellFormed()

/** The same for a text of several lines, such as a stack trace. */
export const printableLines = (text: string): string => text.split(/\r?\n/).map(printable).join('\n')

/** JSON that means the same and holds no such character: `JSON.stringify` escapes C0 alone. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(unprintable, found =>
    found === '\n' ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
