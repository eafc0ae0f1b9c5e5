/**
 * What people draw hot water for, how much and how often. Litres at the tap are those of 40.6 °C.
 *
 * Amounts add up to 83 L at taps for each person and day at home [L]: Parker, Fairey and Lutz, "Estimating Daily Domestic
 * Hot-Water Use in North American Homes" (ASHRAE 2015), give −4.84 + 18.6 n gal at fixtures and 7.16 n^0.7 gal while waiting
 * for warm water, which is 79 to 84 L a head for 1 to 6 people. Loads of the machines are that paper's too. A shower of
 * 45 L and a bath of 85–109 L were measured in one household [P]. When things happen, and how people differ, is our guess.
 */

export type Range = readonly [least: number, most: number]

/** Of each person: times a day, L and L/min; a shower differs from the person's others by the part `spread` at most. */
export const shower = { perDay: [0.65, 0.95], litres: [38, 52], spread: 0.2, flow: [6.5, 9] } as const
/** Chance of one on a day, for the first two of a household and for the others. */
export const bath = { likely: 0.05, likelyForOthers: 0.1, litres: [85, 109], flow: 12, hours: [17.5, 20] } as const
/** Times a day, L and L/min each. */
export const sink = { out: [8, 13], home: [12, 20], litres: [1, 5], flow: [4, 6] } as const

/** Loads a year: `base`, and `each` for each person. Three fills a load, min after its start. Straight from the tank. */
export const dishwasher = { base: 91, each: 30, fills: [0, 18, 50], litres: 5, flow: 6 } as const
/** Others are washed cold; how many is a guess. */
export const washer = { base: 123, each: 61, warm: 0.45, litres: [15, 25], flow: 9 } as const
/** Washing is more of a weekend's work: so many times the mean of a week. */
export const washDay = { workday: 0.8, weekend: 1.5 } as const

/** Hours of the day. */
export const day = {
  wake: [6, 7.5],
  /** Later than that on a weekend, h. */
  sleepIn: [0.75, 2.25],
  /** After waking, h. */
  morning: [0.1, 1.2],
  evening: [17.5, 22.5],
  eveningShower: [19, 22],
  dishes: [19, 21.5],
  wash: [17, 21],
  weekendWash: [8.5, 20],
} as const

/** Of people: who showers in the evening, who is at home on workdays. Of the sinks' use by those who aren't: in the morning. */
export const share = { eveningShower: 0.35, homeOnWorkdays: 0.25, sinkInMorning: 0.35 } as const
