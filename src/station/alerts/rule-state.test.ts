import { expect, it } from 'vitest'
import { minutes } from '#time/duration'
import { type RuleState, type Sight, step } from './rule-state.ts'

const patience = { hold: minutes(5), settle: minutes(2), longest: minutes(10) }

/** Plays sights, each at its minute, and tells what came of them. */
function played(sights: readonly (readonly [minute: number, beyond: Sight])[], with_ = patience) {
  let state: RuleState | undefined
  const turns: string[] = []
  for (const [minute, beyond] of sights) {
    const done = step(state, beyond, with_, minutes(minute))
    state = done.turn === 'raised' ? { ...done.state, alert: `of ${minute}` } : done.state
    if (done.turn) turns.push(`${minute} ${done.turn} ${done.since / minutes(1)}`)
  }
  return { turns, state }
}

it.each([
  [
    'waits until it was so for long enough',
    [
      [0, true],
      [4, true],
      [5, true],
    ],
    ['5 raised 0'],
  ],
  [
    'begins anew after a moment that was fine',
    [
      [0, true],
      [4, false],
      [5, true],
      [9, true],
      [10, true],
    ],
    ['10 raised 5'],
  ],
  [
    'takes the clearance for fine while nothing was raised',
    [
      [0, true],
      [4, 'between'],
      [5, true],
    ],
    [],
  ],
  [
    'goes on where nobody could tell for a moment',
    [
      [0, true],
      [3, undefined],
      [5, true],
    ],
    ['5 raised 0'],
  ],
  [
    'begins anew where nobody could tell for long',
    [
      [0, true],
      [11, undefined],
      [12, true],
    ],
    [],
  ],
  [
    'begins anew where nothing was looked at for long',
    [
      [0, true],
      [11, true],
    ],
    [],
  ],
  [
    'ends when it has been fine for long enough',
    [
      [0, true],
      [5, true],
      [6, false],
      [7, false],
      [8, false],
    ],
    ['5 raised 0', '8 ended 6'],
  ],
  [
    'goes on in the clearance, and counts anew',
    [
      [0, true],
      [5, true],
      [6, false],
      [7, 'between'],
      [8, false],
      [9, false],
      [10, false],
    ],
    ['5 raised 0', '10 ended 8'],
  ],
  [
    'stays open where nobody can tell',
    [
      [0, true],
      [5, true],
      [600, undefined],
    ],
    ['5 raised 0'],
  ],
  [
    'waits its hold and no longer after the clock was set back',
    [
      [1000, true],
      [1004, true],
      [400, true],
      [404, true],
      [405, true],
    ],
    ['405 raised 400'],
  ],
  [
    'waits no longer either where nobody could tell at that moment',
    [
      [1000, true],
      [400, undefined],
      [405, true],
    ],
    ['405 raised 400'],
  ],
  [
    'ends in its time after the clock was set back',
    [
      [0, true],
      [5, true],
      [1000, false],
      [400, undefined],
      [402, false],
    ],
    ['5 raised 0', '402 ended 400'],
  ],
] as const)('%s', (_, sights, turns) => {
  expect(played(sights).turns).toEqual(turns)
})

it('raises and ends at once without hold and settling', () => {
  const none = { hold: minutes(0), settle: minutes(0), longest: minutes(10) }
  expect(
    played(
      [
        [0, true],
        [1, false],
      ],
      none,
    ),
  ).toEqual({ turns: ['0 raised 0', '1 ended 1'], state: undefined })
})

it('remembers nothing while nothing is the matter', () => {
  expect(
    played([
      [0, true],
      [1, false],
    ]).state,
  ).toBeUndefined()
  expect(
    played([
      [0, false],
      [1, undefined],
    ]).state,
  ).toBeUndefined()
})
