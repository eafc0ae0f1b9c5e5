/** The codes of the wire by the names that the Python programs have for them, and by ours. */
import type { Field } from '#schema/field'
import type { StatusKey } from '#schema/status'

/** Where their names aren't ours in capitals, or were wrong: `BUTTON` stood for code 2, which is the schedule. */
const theirNames: Partial<Record<StatusKey, Readonly<Record<string, number>>>> = {
  operationMode: {
    'heat-pump-mode': 32,
    'heat-pump-active': 32,
    'hybrid-efficiency-mode': 64,
    'hybrid-boost-mode': 96,
  },
  dhwOperationSetting: { 'power-off': 6 },
  currentHeatUse: { unknown: 0, heatpump: 1, heatelement: 2, 'heatpump-heatelement': 3, on: 2, true: 2 },
  drEventStatus: { unknown: 0, loadup: 3, 'loadup-adv': 4, cpe: 5 },
  touStatus: { unknown: 0, off: 0, false: 0 },
  touOverrideStatus: { true: 1, on: 1, false: 2, off: 2 },
  recircOperationMode: {
    'always-on': 1,
    weekly: 2,
    button: 2,
    'hot-button-only': 3,
    schedule: 3,
    off: 4,
    temperature: 4,
  },
  tempFormulaType: { standard: 1 },
}

const onOffNames: Readonly<Record<string, number>> = { true: 2, yes: 2, false: 1, no: 1, none: 0, active: 2, ready: 1 }

/** It was said in a word that stands for several codes: that a plan is in force, but not at which rate. */
const vague: Partial<Record<StatusKey, readonly string[]>> = {
  touStatus: ['true', 'on'],
  currentHeatUse: ['false'],
}

/** @returns the code; `vague` for a word that doesn't tell which; undefined for what nobody calls so. */
export function codeOf(key: StatusKey, field: Field, text: string): number | 'vague' | undefined {
  if (/^-?\d+(\.0+)?$/.test(text)) return Number(text)
  const name = text
    .replace(/^.*\./, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  if (vague[key]?.includes(name)) return 'vague'
  const theirs = theirNames[key]?.[name]
  if (theirs !== undefined) return theirs
  const unknown = /^unknown-(-?\d+)$/.exec(name)
  if (unknown) return Number(unknown[1])
  const known = Object.entries(field.labels ?? {}).find(([, label]) => label === name)
  if (known !== undefined) return Number(known[0])
  return field.labels?.[2] === 'on' ? onOffNames[name] : undefined
}

/** `E480_TANK_UPPER_TEMP_SENSOR`, `NO_ERROR`. */
export function errorCodeOf(text: string): number | undefined {
  if (/^no[_ ]error$/i.test(text)) return 0
  const [, digits] = /^(?:ErrorCode\.)?E(\d{1,4})(?:_|$)/i.exec(text) ?? []
  return digits === undefined ? undefined : Number(digits)
}
