import { describe, expect, it } from 'vitest'
import { minutes } from '#time/duration'
import { AskedStation } from '../../../../test/fixtures/asked-station.ts'

interface Family {
  readonly type: string
  readonly doc: string
  readonly samples: Map<string, number>
}

/** Takes Prometheus' text format at its word: everything that isn't exactly so is an error. */
function parsed(text: string): Map<string, Family> {
  const families = new Map<string, Family>()
  expect(text.endsWith('\n')).toBe(true)
  const lines = text.slice(0, -1).split('\n')
  let current = ''
  for (const [i, line] of lines.entries()) {
    const [, what, name = '', rest = ''] = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)$/.exec(line) ?? []
    if (what === 'HELP') {
      expect(families.has(name), `${name} comes once`).toBe(false)
      expect(lines[i + 1]).toMatch(new RegExp(`^# TYPE ${name} (gauge|counter)$`))
      families.set(name, { doc: rest, type: lines[i + 1]?.split(' ').at(-1) ?? '', samples: new Map() })
      current = name
    } else if (what === undefined) {
      const [, sample = '', labels = '', value] =
        /^([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,(?!\})|(?=\})))+\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
          line,
        ) ?? []
      expect(sample, line).toBe(current)
      const { samples } = families.get(sample) as Family
      expect(samples.has(labels), `${line} comes once`).toBe(false)
      samples.set(labels, Number(value))
    }
  }
  return families
}

const page = async (asked: AskedStation) => {
  const answer = await asked.ask('/metrics')
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return parsed(await answer.text())
}

const sampleOf = (families: Map<string, Family>, name: string, label = ''): number | undefined =>
  [...(families.get(name)?.samples ?? [])].find(([labels]) => labels.includes(label))?.[1]

describe('the page of metrics', () => {
  it('has each field in base units, with the unit in its name', async () => {
    const asked = await AskedStation.open()
    await asked.station.hear({ currentInstPower: 466, compUse: 2, dhwUse: 0, cumulatedOpTimeEvaFan: 2 })
    const families = await page(asked)
    const value = (name: string, label?: string) => sampleOf(families, `navilink_${name}`, label)
    expect(value('tank_upper_temperature_celsius')).toBe(58.6)
    expect(value('current_super_heat_difference_celsius')).toBe(-0.1)
    expect(value('current_inst_power_watts')).toBe(466)
    expect(value('dhw_charge_ratio')).toBe(0.92)
    expect(value('total_energy_capacity_joules')).toBe(1861 * 4 * 3600)
    expect(value('usable_energy_joules')).toBe((1861 - 386) * 4 * 3600)
    expect(value('cumulated_op_time_eva_fan_seconds')).toBe(7200)
    expect(value('anti_legionella_period_seconds')).toBe(7 * 86_400)
    expect(value('eev_steps')).toBe(480)
    expect(value('current_fan_rpm')).toBe(0)
    expect(value('wifi_rssi_dbm')).toBe(59)
    expect(value('comp_use')).toBe(1)
    expect(value('heat_upper_use')).toBe(0)
    expect(value('operation_mode', 'state="heat-pump"')).toBe(1)
    expect(value('operation_mode', 'state="standby"')).toBe(0)
    expect(value('heating', 'state="heat-pump"')).toBe(1)
    // Not told is neither on nor off, and absent stays absent.
    expect(families.has('navilink_dhw_use')).toBe(false)
    expect(families.has('navilink_recirc_temperature_celsius')).toBe(false)
  })

  it('keeps a code that has no name', async () => {
    const asked = await AskedStation.open()
    await asked.station.hear({ operationMode: 33 })
    expect(sampleOf(await page(asked), 'navilink_operation_mode', 'state="unknown-33"')).toBe(1)
  })

  it('shows no status that is old', async () => {
    const asked = await AskedStation.open()
    await asked.station.hear()
    await asked.station.clock.advance(minutes(6))
    const families = await page(asked)
    expect(families.has('navilink_tank_upper_temperature_celsius')).toBe(false)
    expect(sampleOf(families, 'navilink_status_age_seconds')).toBeGreaterThanOrEqual(360)
  })

  it('names a heater by its id and its name, whatever is in that', async () => {
    const asked = await AskedStation.open()
    await asked.station.hear()
    const samples = (await page(asked)).get('navilink_tank_upper_temperature_celsius')?.samples
    expect([...(samples ?? [])][0]?.[0]).toBe(`{heater="${asked.id}",name="Cellar \\"north\\""}`)
  })

  it('counts commands by what came of them, requests, and whoever listens', async () => {
    const asked = await AskedStation.open()
    await asked.ask(`/api/v1/heaters/${asked.id}/commands/dhwMode`, { body: { value: 'electric' } })
    await asked.ask('/nowhere')
    await asked.ask('/api/v1/events')
    await asked.station.clock.settle()
    const families = await page(asked)
    expect(sampleOf(families, 'navilink_commands_total', 'result="confirmed"')).toBe(1)
    expect(sampleOf(families, 'navilink_http_requests_total', 'route="none"')).toBe(1)
    expect(sampleOf(families, 'navilink_http_requests_total', 'commands/dhwMode",status="200"')).toBe(1)
    expect(sampleOf(families, 'navilink_stream_listeners')).toBe(1)
  })

  it('tells of links, sinks, store and alerts, and counters alone end in _total', async () => {
    const asked = await AskedStation.open()
    await asked.station.hear()
    const families = await page(asked)
    expect(sampleOf(families, 'navilink_link_state', 'account="home",state="online"')).toBe(1)
    expect(sampleOf(families, 'navilink_link_answer_time_seconds')).toBe(0.24)
    expect(sampleOf(families, 'navilink_sink_written_samples_total', 'sink="history"')).toBe(7)
    expect(sampleOf(families, 'navilink_store_state', 'state="ready"')).toBe(1)
    expect(sampleOf(families, 'navilink_store_samples')).toBe(1)
    for (const [name, { type, doc }] of families) {
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
      expect(doc.length).toBeGreaterThan(10)
    }
  })
})
