import { describe, expect, it } from 'vitest'
import { readReservations } from '#schema/reservation'
import { sameSchedule } from '#schema/schedule'
import type { HeaterBackup } from './backup.ts'
import { backupText, parseBackup } from './backup-file.ts'

const backup: HeaterBackup = {
  version: 1,
  madeAt: new Date('2026-03-01T10:00:00Z'),
  heater: { id: '1e10', name: 'Cellar' },
  settings: { power: 'on', mode: 'heat-pump', temperature: 54.5 },
  schedules: [],
  missing: [],
}

describe('a backup as a file', () => {
  it.each(['us', 'metric'] as const)(
    'can be read again whatever reservations a heater held, in %s units',
    async units => {
      const entry = { enable: 2, week: 124, hour: 6, min: 30, mode: 1 }
      const schedule = readReservations({
        reservationUse: 2,
        reservation: [1, 30, 69, 70, 131, 132, 140, 200, 254].map(param => ({ ...entry, param })),
      })
      const text = await backupText({ ...backup, schedules: [{ kind: 'reservations', schedule }] }, { units })
      const { value, problems } = await parseBackup(text)
      expect(problems).toEqual([])
      const [file] = value?.schedules ?? []
      expect(sameSchedule(file?.schedule as typeof schedule, schedule)).toBe(true)
      expect(value?.heater.id).toBe('1e10')
    },
  )

  const withLine = async (line: string) => parseBackup(`${await backupText(backup)}${line}\n`)

  it('doesn’t pass over a section that it doesn’t know: it would be missing in what is restored', async () => {
    const { value, problems } = await withLine('reservation:\n  enabled: true\n  entries: []')
    expect(value).toBeUndefined()
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^line \d+: reservation isn't known; known are navilink_backup, .*reservations/),
    ])
  })

  it('doesn’t choose between two temperatures', async () => {
    const text = (await backupText(backup)).replace('temperature_c: 54.5', 'temperature_c: 54.5\n  temperature_f: 140')
    const { value, problems } = await parseBackup(text)
    expect(value).toBeUndefined()
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringContaining('settings.temperature_f is there twice, as temperature_c too'),
    ])
  })
})
