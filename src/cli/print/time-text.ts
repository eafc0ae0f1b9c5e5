/** Points in time as a person reads them. */

/** `2026-10-05T14:05:00Z`: seconds are as exact as a heater gets. */
export const timeText = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z')
