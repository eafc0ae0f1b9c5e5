import { expect, it } from 'vitest'
import { parseParameters } from './parameters-file.ts'

it('takes what a fit learned, and leaves out what else the file tells', () => {
  const text = JSON.stringify({
    size: '80-gal',
    set: 'rated',
    parameters: { standbyLoss: 3.1, layers: 48 },
    learned: 'x',
  })
  expect(parseParameters('mine.json', text)).toEqual({
    size: '80-gal',
    set: 'rated',
    parameters: { standbyLoss: 3.1, layers: 48 },
  })
  expect(parseParameters('mine.json', '{"parameters": {}}')).toEqual({ parameters: {} })
})

it.each([
  ['nothing', 'mine.json: it is no JSON, as navilink model fit writes it.'],
  ['[]', 'mine.json: it is []; it must be an object with parameters.'],
  ['{}', 'mine.json: parameters is missing; it must be names with numbers'],
  ['{"size": "70-gal", "parameters": {}}', 'mine.json: size is 70-gal; it must be 50-gal, 65-gal or 80-gal.'],
  ['{"parameters": {"copFactor": "big"}}', 'mine.json: parameters.copFactor is big; it must be a number.'],
  ['{"parameters": {"standbyLos": 2}}', 'mine.json: parameters.standbyLos is unknown; standbyLoss is meant, perhaps.'],
  ['{"parameters": {"wings": 2}}', 'mine.json: parameters.wings is unknown; known are litres, layers, '],
  ['{"parameters": {"standbyLoss": -1}}', 'mine.json: parameters.standbyLoss is -1; it must be 0 to 20 W/K.'],
  ['{"parameters": {"layers": 24.5}}', 'mine.json: parameters.layers is 24.5; it must be a whole number.'],
])('refuses %s', (text, sentence) => {
  expect(() => parseParameters('mine.json', text)).toThrow(sentence)
})
