/** What docs/api.md may leave out. */

/** Exported names whose declaration says all that a sentence would: `file name` or `file name.member`. */
export const selfEvident: ReadonlySet<string> = new Set([
  'time/duration millis',
  'time/duration seconds',
  'time/duration minutes',
  'time/duration hours',
  'time/duration days',
])

/** What exported types speak of, and no program has a reason to name. */
export const namedByNobody: ReadonlySet<string> = new Set([
  // Only some fields of it are told.
  'Subscription of src/cloud/subscription.ts',
])
