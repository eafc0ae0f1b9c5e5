/** How sure we are of a fact: the words of the tables in the words of the pages. */
import type { Seen } from '#schema/field'

export const sureness: Readonly<Record<Seen, string>> = {
  captured: 'captured',
  vendor: "vendor's app",
  tried: 'tried',
  peer: 'other clients',
  guessed: 'guessed',
}

export const surenessLegend: readonly string[] = [
  '- **captured**: seen in a recording of a real NWP500 of September 2025',
  "- **vendor's app**: read from the vendor's own app by others",
  '- **tried**: tried on one live heater by others',
  '- **other clients**: done so by well-used clients, and it works for their users',
  '- **guessed**: a guess or a dispute; the raw number stays within reach',
]
