/** The demo: a station on a simulated cloud that finds the last thirty days of its heaters in its record. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { readEnergy } from '#schema/energy'
import { alertsConfig } from '#station/alerts/alerts-config'
import { History } from '#station/history/history'
import { openStore } from '#station/store/sqlite/open-store'
import { days, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { demoPast } from '../../src/cli/demonstrating/demo-past.ts'
import { run } from '../../src/cli/program.ts'
import { homeOptions } from '../../src/cli/simulating/heater-flags.ts'
import { manualClock } from '../fixtures/manual-clock.ts'
import { navilink, testTerminal } from './cli-terminal.ts'

// A month takes some seconds of an idle machine.
vi.setConfig({ testTimeout: 60_000 })

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-cli-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const until = Date.UTC(2026, 10, 21, 6)
const dayName = (at: number) => new Date(at).toISOString().slice(0, 10)

describe('thirty days', () => {
  it('are a record like any other: every minute that was heard, gaps, and a ledger that is the heater’s own book', async () => {
    const store = await openStore(':memory:', { logger: silentLogger })
    onTestFinished(() => store.close())
    const { simulator, kept } = await demoPast({
      command: homeOptions(new Command()),
      store,
      logger: silentLogger,
      clock: manualClock(until + 1),
      speed: 600,
      count: 1,
      days: 30,
      version: '1.2.3',
      account: 'demo',
      alerts: alertsConfig.parse({}),
      random: () => 0.5,
      signal: new AbortController().signal,
    })
    onTestFinished(() => simulator.close())
    const [heater] = await store.heaters()
    const [simulated] = simulator.heaters
    if (heater === undefined || simulated === undefined) throw new Error('There is no heater.')

    const gaps = await store.gaps({})
    expect(gaps.map(({ cause }) => cause)).toEqual(['station-stopped', 'heater-offline', 'link-down'])
    const missing = gaps.reduce((sum, gap) => sum + ((gap.until ?? 0) - gap.from) / minutes(1) - 1, 0)
    expect(missing).toBe(390 + 135 + 45)
    const history = new History({ store, logger: silentLogger, clock: simulator.heaterClock })
    let [answers, pushes, last] = [0, 0, 0]
    for await (const { at, cause } of history.samples({ heater: heater.id })) {
      expect(at).toBeGreaterThan(last)
      last = at
      if (cause === 'answer') answers++
      else pushes++
    }
    expect(answers).toBe(43_200 - missing)
    expect(answers + pushes).toBe(kept)
    expect(last).toBe(until - minutes(1))

    const book = readEnergy(simulated.energy.daily(2026, [10, 11])).rows
    const told = new Map(book.map(row => [dayName(Date.UTC(row.year, row.month - 1, row.day)), row] as const))
    const ledger = await history.energy({ heater: heater.id })
    const whole = ledger.filter(({ day, unobserved }) => unobserved === 0 && day !== dayName(until))
    expect(whole).toHaveLength(25)
    const sum = { seen: 0, told: 0 }
    for (const { day, heatPumpEnergy, elementEnergy } of whole) {
      const { heatPumpEnergy: pump = 0, elementEnergy: element = 0 } = told.get(day) ?? {}
      expect(Math.abs(heatPumpEnergy - pump), `${day}: heat pump`).toBeLessThan(5 + 0.02 * pump)
      expect(Math.abs(elementEnergy - element), `${day}: element`).toBeLessThan(5 + 0.02 * element)
      sum.seen += heatPumpEnergy + elementEnergy
      sum.told += pump + element
    }
    expect(sum.told).toBeGreaterThan(60_000)
    expect(Math.abs(sum.seen / sum.told - 1)).toBeLessThan(0.001)

    const journal = (await store.journal({ limit: 200 })).toReversed()
    // An alert is told when it is sure, and carries the time since when it is so.
    for (const [i, { at }] of journal.entries()) expect(at).toBeGreaterThan((journal[i - 1]?.at ?? 0) - minutes(20))
    const said = (kind: string) => journal.filter(entry => entry.kind === kind).map(({ text }) => text)
    expect(said('setting').join('\n')).toMatch(/Mode from heat pump to energy saver, by somebody.*/)
    expect(said('setting').join('\n')).toContain('Mode from vacation to heat pump, by the heater itself')
    expect(said('fault').join('\n')).toMatch(/E990 condensate overflow\.[\s\S]*is over/)
    expect(said('presence')).toHaveLength(2)
    expect(said('link')).toHaveLength(2)
    expect(said('station')).toHaveLength(4)
    const alerts = await store.alerts({})
    expect(alerts.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['condensate', 'heater-offline', 'elements-running', 'station-deaf']),
    )
    expect(await store.runs(10)).toMatchObject([{ ended: until }, { started: until - days(30) }])
  })
})

describe('demo', () => {
  it('says where to look, and there the station and its past are', async () => {
    const terminal = testTerminal({ directory })
    const args = ['demo', '--days', '2', '--heaters', '2', '--port', '0', '--store', 'demo.db']
    const running = run(args, terminal)
    await terminal.seen('\n')
    const [, url = ''] = /try +curl (\S+)/.exec(terminal.err()) ?? []
    const heater = await (await fetch(url)).json()
    expect(heater).toMatchObject({ heater: { name: 'Water Heater' } })
    const list = await (await fetch(new URL('/api/v1/heaters', url))).json()
    expect((list as { heaters: unknown[] }).heaters).toHaveLength(2)
    const page = await fetch(new URL('/', url))
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
    terminal.stop()
    expect(await running).toBe(0)
    await expect(fetch(url)).rejects.toThrow()

    expect(terminal.err()).toMatch(/demo\.db, \d+ samples of the past/)
    const store = await openStore(path.join(directory, 'demo.db'), { logger: silentLogger, readOnly: true })
    onTestFinished(() => store.close())
    expect((await store.heaters()).map(({ name }) => name).toSorted()).toEqual(['Water Heater', 'Water Heater 2'])
    expect((await store.size()).samples).toBeGreaterThan(2 * 2 * 1440 - 100)
    expect((await store.runs(5)).every(({ ended }) => ended !== undefined)).toBe(true)
  })

  it('runs no faster than its link carries the questions of many heaters, and all of them are heard', async () => {
    const { code, err } = await navilink(
      ['demo', '--days', '0', '--heaters', '20', '--port', '0', '--duration', '3m', '--store', 'many.db'],
      { directory },
    )
    expect(code).toBe(0)
    expect(err).toContain('so the time of 20 heaters runs 75 times as fast as life, and not 600 times.\n')
    const store = await openStore(path.join(directory, 'many.db'), { logger: silentLogger, readOnly: true })
    onTestFinished(() => store.close())
    expect((await store.gaps({})).filter(({ cause }) => cause === 'heater-silent')).toEqual([])
  })

  it('leaves nothing behind when it is ended, in the middle of its past too', async () => {
    const before = readdirSync(tmpdir()).filter(name => name.startsWith('navilink-demo-'))
    const terminal = testTerminal({ directory })
    const running = run(['demo', '--port', '0'], terminal)
    await terminal.told('Living through')
    terminal.stop()
    expect(await running).toBe(0)
    const after = readdirSync(tmpdir()).filter(name => name.startsWith('navilink-demo-'))
    expect(after.filter(name => !before.includes(name))).toEqual([])
    expect(readdirSync(directory)).toEqual([])
  })

  it.each([
    [['--days', '367'], 'It takes a whole number from 0 to 366.'],
    [['--heaters', '0'], 'It takes a whole number from 1 to 20.'],
    [['--port', 'http'], 'It takes a whole number from 0 to 65535.'],
    [['--email', 'a@example.com'], 'demo brings its own account and heater'],
  ])('%j is refused before anything begins', async (flags, sentence) => {
    const ended = await navilink(['demo', ...flags], { directory })
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) })
  })

  it('begins no record where there is one', async () => {
    const first = await navilink(['demo', '--days', '0', '--port', '0', '--duration', '1m', '--store', 'demo.db'], {
      directory,
    })
    expect(first.code).toBe(0)
    expect(existsSync(path.join(directory, 'demo.db'))).toBe(true)
    const again = await navilink(['demo', '--store', 'demo.db'], { directory })
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('demo.db is there already') })
  })
})
