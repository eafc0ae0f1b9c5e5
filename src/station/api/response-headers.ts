/** The headers that every answer carries: a browser may do nothing with it but show it to its own page. */

const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
/** Our page loads its script and style from here, and nothing else. */
export const pagePolicy = `${nothing}; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'`

export const strictHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': nothing,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}
