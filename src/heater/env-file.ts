/** Reads a `.env` as the Python library does, so that one written for it means the same here. */

/**
 * Not `util.parseEnv`: it cuts `pass#word` at the `#` and keeps a byte order mark in the first name.
 * Here a comment needs a blank before it, quotes keep everything between them, and a backslash is a backslash.
 */
export function parseEnvFile(text: string): Record<string, string> {
  const entries: [string, string][] = []
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/.exec(line)
    if (assignment) entries.push([assignment[1] ?? '', valueIn(assignment[2] ?? '')])
  }
  return Object.fromEntries(entries)
}

function valueIn(text: string): string {
  const quoted = /^\s*(["'])(.*?)\1\s*(?:#.*)?$/.exec(text)
  if (quoted) return quoted[2] ?? ''
  return text.replace(/\s#.*$/, '').trim()
}
