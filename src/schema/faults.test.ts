import { expect, it } from 'vitest'
import { explainFault, faults } from './faults.ts'

it('knows all the codes', () => {
  expect(Object.keys(faults).map(Number)).toEqual([
    96, 97, 326, 407, 445, 480, 481, 515, 517, 593, 594, 595, 596, 598, 615, 781, 798, 799, 901, 907, 908, 909, 910,
    911, 912, 913, 914, 915, 916, 920, 940, 990,
  ])
})

it.each([
  [96, 0, 'E096 upper element. Call a technician.'],
  [480, 1, 'E480 upper tank sensor (reading below its range). Call a technician.'],
  [920, 2, 'E920 ambient sensor (reading above its range). Call a technician.'],
  [445, 2, 'E445 mixing valve (closing). Call a technician.'],
  [515, 27, 'E515 relay (compressor). Call a technician.'],
  [615, 4, 'E615 feedback (ADC reference). Call a technician.'],
  [515, 99, 'E515 relay (part 99). Call a technician.'],
  [908, 3, 'E908 compressor (part 3). Call a technician.'],
  [799, 0, 'E799 water leak. Shut the water off and look for the leak.'],
  [990, 0, 'E990 condensate overflow. Clear the condensate hose.'],
  [1234, 0, 'E1234: a code that is not known here. Look it up in the manual.'],
  [5, 7, 'E005, part 7: a code that is not known here. Look it up in the manual.'],
])('%i with sub-code %i', (code, sub, expected) => expect(explainFault(code, sub)).toBe(expected))

it('says of every code what to do, and of every part what it is', () => {
  for (const [code, { text, parts = {}, remedy }] of Object.entries(faults)) {
    expect(remedy, code).toMatch(/^[A-Z].*\.$/)
    expect(text, code).not.toMatch(/\.$/)
    for (const [sub, part] of Object.entries(parts)) expect(explainFault(Number(code), Number(sub))).toContain(part)
  }
})

it('sends an owner to what an owner can do', () => {
  const own = Object.entries(faults).filter(([, { remedy }]) => remedy !== 'Call a technician.')
  expect(own.map(([code]) => Number(code))).toEqual([326, 517, 596, 781, 799, 990])
})
