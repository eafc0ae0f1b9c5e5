/** Tables and literals of Markdown, as every page here writes them. */

export const row = (...cells: readonly string[]): string =>
  `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`

export const heading = (...titles: readonly string[]): string[] => [row(...titles), row(...titles.map(() => '---'))]

/** With doubled marks where the text has one of its own. */
export const literal = (text: string | number): string =>
  String(text).includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``

/** What a heading is called in a link, as GitHub makes it. */
export const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

export const fenced = (language: string, lines: readonly string[]): string[] => [`\`\`\`${language}`, ...lines, '```']

/** A page that nobody edits, from its lines. */
export const generated = (title: string, from: string, lines: readonly string[]): string =>
  `${[`# ${title}`, '', `This page is made from ${from} by \`npm run docs\`. Edit those, not this.`, '', ...lines].join('\n')}\n`
