import { expect, test } from 'vitest'
import type { Status } from '#schema/status'
import { tankView } from './tank-view.ts'
import { textWidth } from './text-width.ts'

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
  expect(`\n${tankView(state)?.join('\n')}\n`).toBe(`
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
  const lines =
    tankView({
      ...state,
      units: 'us',
      samples: 1,
      status: { heatUpperUse: 'on', heatLowerUse: 'on', currentInstPower: 4900 },
      warnings: ['An element is running: 4900 W.'],
    }) ?? []
  const text = lines.join('\n')
  expect(text).toContain('1 sample\n')
  expect(text.match(/◀ element/g)).toHaveLength(2)
  expect(text).toContain('charge     –')
  expect(lines.at(-1)).toBe('  ! An element is running: 4900 W.')
})

test('where there is no room beside it, the facts stand under the tank, and nothing is cut', () => {
  const wide = tankView(state, undefined, { columns: 70, rows: 30 })
  expect(wide?.[3]).toMatch(/│ +charge/)
  for (const columns of [69, 50, 40]) {
    const lines = tankView({ ...state, warnings }, undefined, { columns, rows: 40 }) ?? []
    const text = lines.join('\n')
    expect(text).toContain('╭────────────────╮')
    expect(lines).toContain('  charge     62 %')
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns)
    for (const word of ['600 times as fast', '12 samples', '60.5 °C', 'technician.']) expect(text).toContain(word)
  }
})

const warnings = [
  'E480 upper tank sensor (reading below its range). Call a technician.',
  'An element is running: 4900 W.',
]

test.each<[columns: number, rows: number, tank: boolean, warnings: number | undefined]>([
  [80, 14, true, 2],
  [80, 13, false, 2],
  [80, 12, false, 2],
  [80, 10, false, 0],
  [80, 9, undefined as never, undefined],
  [30, 24, false, 2],
  [12, 24, undefined as never, undefined],
])('in %i × %i what fits is shown, and the last warning before the tank', (columns, rows, tank, told) => {
  const lines = tankView({ ...state, warnings }, undefined, { columns, rows })
  if (told === undefined) return expect(lines).toBeUndefined()
  expect(lines?.length).toBeLessThanOrEqual(rows)
  expect(lines?.some(line => line.includes('╭'))).toBe(tank)
  expect(lines?.filter(line => line.startsWith('  ! '))).toHaveLength(told)
})

test('a name can not leave its place', () => {
  expect(tankView({ ...state, name: 'evil\x1b[2J\n' })?.[0]).toMatch(/^ {2}evil�\[2J� {2}2026/)
})
