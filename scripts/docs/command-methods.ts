/** Which method of the library says a row of the command table. */
import { readFileSync } from 'node:fs'
import type { CommandName, ControlName } from '#schema/commands'

const source = readFileSync(new URL('../../src/heater/controllable.ts', import.meta.url), 'utf8')

/** `heater.setMode(mode)` for each method of the source that does no more than name its row. */
const controlMethods = [
  ...source.matchAll(/^ {2}(\w+)\(([^)]*)\): Outcome \{\n {4}return this\.control\('(\w+)'/gm),
].map(([, name = '', parameters = '', row = '']) => {
  const given = [...parameters.matchAll(/(\w+)\??:/g)].flatMap(([, parameter = '']) =>
    parameter === 'options' ? [] : [parameter],
  )
  return { row, call: `heater.${name}(${given.join(', ')})` }
})

const otherMethods: Readonly<Record<Exclude<CommandName, ControlName>, readonly string[]>> = {
  deviceInfo: ['heater.info()'],
  end: ['client.close()'],
  status: ['heater.status()', 'heater.watch({ interval })'],
  reservations: ['heater.reservations.read()'],
  dailyEnergy: ['heater.energy.daily(year, months)'],
  monthlyEnergy: ['heater.energy.monthly(years)'],
  downloadedFirmware: ['heater.downloadedFirmware()'],
  counters: ['heater.counters()'],
  recirculationSchedule: ['heater.recirculation.read()'],
  writeReservations: ['heater.reservations.edit(change)', 'heater.reservations.apply(schedule)'],
  writeTou: ['heater.tou.apply(plan)', 'heater.tou.set(periods)'],
  writeRecirculation: ['heater.recirculation.edit(change)', 'heater.recirculation.apply(schedule)'],
  commitFirmware: ['heater.commitFirmware(firmware, { danger: true })'],
}

export const methodsOf = (name: CommandName): readonly string[] =>
  name in otherMethods
    ? otherMethods[name as keyof typeof otherMethods]
    : controlMethods.filter(({ row }) => row === name).map(({ call }) => call)
