import { expect, test } from 'vitest'
import type { Status } from '#schema/status'
import { testTerminal } from '../../../test/system/cli-terminal.ts'
import { LiveScreen } from './live-screen.ts'
import { tankView } from './tank-view.ts'

const status: Status = {
  dhwChargePer: 62,
  tankUpperTemperature: 54.6,
  tankLowerTemperature: 31.2,
  dhwTemperature: 54.5,
  dhwTemperatureSetting: 60.5,
  operationMode: 'heat-pump',
  dhwOperationSetting: 'energy-saver',
  currentInstPower: 434,
  compUse: 'on',
  heatUpperUse: 'off',
  heatLowerUse: 'off',
  dhwUse: 'on',
  totalEnergyCapacity: 7444,
  availableEnergyCapacity: 1544,
}
const state = {
  name: 'Cellar',
  at: new Date(Date.UTC(2026, 0, 2, 6, 30)),
  status,
  units: 'metric',
  samples: 12,
  speed: 600,
  warnings: [],
} as const

test('the tank is filled from the top as far as it is charged', () => {
  expect(`\n${tankView(state).join('\n')}\n`).toBe(`
  Cellar  2026-01-02 06:30 UTC  600 times as fast  12 samples

  ╭────────────────╮
  │████████████████│                charge     62 %
  │████████████████│ 54.6 °C        hot water  54.5 °C, set to 60.5 °C
  │████████████████│                usable     5900 Wh
  │████████████████│                heats      heat pump
  │████████████████│                power      434 W
  │░░░░░░░░░░░░░░░░│ ◀ heat pump    mode       heat pump
  │░░░░░░░░░░░░░░░░│ 31.2 °C        setting    energy saver
  │░░░░░░░░░░░░░░░░│                tap        running
  ╰────────────────╯
`)
})

test('elements stand where they are, warnings under the tank, and what is not told is a dash', () => {
  const lines = tankView({
    ...state,
    units: 'us',
    samples: 1,
    status: { heatUpperUse: 'on', heatLowerUse: 'on', currentInstPower: 4900 },
    warnings: ['An element is running: 4900 W.'],
  })
  const text = lines.join('\n')
  expect(text).toContain('1 sample\n')
  expect(text.match(/◀ element/g)).toHaveLength(2)
  expect(text).toContain('charge     –')
  expect(lines.at(-1)).toBe('  ! An element is running: 4900 W.')
})

test('a live screen draws over what it drew, and cuts what would wrap', () => {
  const terminal = testTerminal({ columns: 10 })
  const screen = new LiveScreen(terminal.stdout)
  screen.draw(['one', 'a line that is far too long'])
  screen.draw(['two'])
  screen.close()
  screen.close()
  expect(terminal.out()).toBe(
    '\x1b[?25l\x1b[2Kone\n\x1b[2Ka line th\n' + '\x1b[2A\r\x1b[2Ktwo\n\x1b[2K\n' + '\x1b[?25h',
  )
})
