import { expect, test } from 'vitest'
import { type StatusKey, statusFields } from '#schema/status'
import { valueText } from './value-text.ts'

const us = { units: 'us', formula: 'nearest' } as const
const metric = { units: 'metric', formula: undefined } as const

test.each<[StatusKey, unknown, string, string]>([
  // What a person read on the panel: 117 half degrees were 137 °F.
  ['dhwTemperature', 58.5, '137 °F', '58.5 °C'],
  ['tankUpperTemperature', 58.6, '137.5 °F', '58.6 °C'],
  ['currentSuperHeat', -0.1, '-0.2 °F', '-0.1 K'],
  ['currentSuperHeat', 0, '0.0 °F', '0.0 K'],
  ['heLowerOnTDiffempSetting', 1, '1.8 °F', '1.0 K'],
  ['currentInstPower', 5378, '5378 W', '5378 W'],
  ['totalEnergyCapacity', 7444, '7444 Wh', '7444 Wh'],
  ['currentDhwFlowRate', 3.8, '1.0 gal/min', '3.8 L/min'],
  ['wifiRssi', 59, '-59 dBm', '-59 dBm'],
  ['dhwChargePer', 92, '92 %', '92 %'],
  ['operationMode', 'heat-pump', 'heat pump', 'heat pump'],
  ['operationMode', 'unknown-33', 'unknown code 33', 'unknown code 33'],
  ['dhwUseSustained', 'unknown', 'unknown', 'unknown'],
  ['errorCode', 480, '480', '480'],
])('%s %s', (key, value, inUs, inMetric) => {
  expect(valueText(statusFields[key], value, us)).toBe(inUs)
  expect(valueText(statusFields[key], value, metric)).toBe(inMetric)
})

test('the asymmetric panel rounds in its own way', () => {
  const asymmetric = { units: 'us', formula: 'asymmetric' } as const
  expect(valueText(statusFields.dhwTemperature, 58.5, asymmetric)).toBe('138 °F')
  expect(valueText(statusFields.dhwTemperature, 59.5, asymmetric)).toBe('139 °F')
})
