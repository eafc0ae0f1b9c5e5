import { expect, test } from 'vitest'
import { News } from '#station/news'
import { silentLogger } from '#wire/logger'
import { type ToldStation, tellAccounts } from './account-telling.ts'

type State = ToldStation['station']['accounts'][number]['state']

function world(readBy: 'reload' | 'start' | undefined, named = true) {
  const news = new News(silentLogger)
  const [home, cabin] = [
    { name: 'home', state: 'signing-in' as State, problem: undefined as string | undefined },
    { name: 'cabin', state: 'signing-in' as State, problem: undefined },
  ]
  const accounts = [home, cabin]
  const heaters = [{ id: '0a1b2c3d', name: 'Garage', account: 'home' }]
  const running: ToldStation = {
    plan: {
      accounts: [
        { name: 'home', passwordReadBy: readBy },
        { name: 'cabin', passwordReadBy: 'reload' },
      ],
      origins: new Map([['accounts.0.password', 'navilink.yaml, line 4']]),
    },
    station: { accounts, heaters, news },
  }
  const [errors, lines]: [string[], string[]] = [[], []]
  const logger = { ...silentLogger, error: (_: object, text: string) => void errors.push(text) }
  const stop = tellAccounts(running, { logger, show: line => lines.push(line), named })
  const enters = (account: { name: string; state: State }, state: State) => {
    account.state = state
    news.tell({ kind: 'account', account: account.name })
  }
  return { home, cabin, accounts, heaters, errors, lines, stop, enters }
}

test('what is watched is told once it is known, and again when it is something else', () => {
  const { home, heaters, lines, errors, stop, enters } = world('reload')
  expect(lines).toEqual([])
  enters(home, 'ready')
  enters(home, 'ready')
  expect(lines).toEqual(['watching  Garage, of account home'])
  heaters.push({ id: '11223344', name: 'Cellar', account: 'home' })
  enters(home, 'ready')
  expect(lines[1]).toBe('watching  Garage, Cellar, of account home')
  heaters.length = 0
  enters(home, 'ready')
  expect(lines[2]).toBe('watching  no heater, of account home')
  stop()
  enters(home, 'refused')
  expect(errors).toEqual([])
})

test('elsewhere than on a terminal heaters go by their ids', () => {
  const { home, lines, enters } = world('reload', false)
  enters(home, 'ready')
  expect(lines).toEqual(['watching  0a1b2c3d, of account home'])
})

test.each([
  ['reload', 'correct its password (navilink.yaml, line 4), then reload: systemctl reload navilink'],
  ['start', 'correct its password (navilink.yaml, line 4) and start navilink serve anew'],
  [undefined, 'run navilink login for it, then reload'],
] as const)('who was refused is told with what to do: %s', (readBy, sentence) => {
  const { home, cabin, errors, enters } = world(readBy)
  enters(home, 'refused')
  enters(home, 'refused')
  expect(errors).toEqual([expect.stringContaining(`Account home was refused and is not tried again: ${sentence}`)])
  expect(errors[0]).not.toContain('nothing is recorded')
  enters(cabin, 'refused')
  expect(errors[1]).toMatch(/^Account cabin .* Until then nothing is recorded\.$/)
})

test('one that is refused again after a reload is told again', () => {
  const { home, accounts, errors, enters } = world('reload')
  enters(home, 'refused')
  accounts[0] = { ...home, state: 'signing-in' }
  enters(accounts[0], 'refused')
  expect(errors).toHaveLength(2)
})
