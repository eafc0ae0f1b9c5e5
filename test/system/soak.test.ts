/** A short soak, by two seeds; `npm run soak` lives for as long as anybody likes. */
import { expect, it } from 'vitest'
import { days } from '#time/duration'
import { soak } from '../soak/soak.ts'

it.each([
  { seed: 3, tokensHold: false },
  { seed: 4, tokensHold: true },
])(
  'lives two stormy days and holds every law: %o',
  async ({ seed, tokensHold }) => {
    const { breaches, pushes, commands, accounts, faults } = await soak({ length: days(2), seed, tokensHold })
    expect(breaches).toEqual([])
    // That it was about something.
    expect(pushes.counted).toBeGreaterThan(1000)
    expect(commands.get('confirmed')).toBeGreaterThan(100)
    expect(faults.size).toBeGreaterThan(10)
    for (const { drops, signIns } of accounts) {
      expect(drops).toBeGreaterThan(1)
      expect(signIns).toBeGreaterThanOrEqual(1)
    }
  },
  60_000,
)
