import { describe, expect, it } from 'vitest'
import { faults as named } from '../../schema/faults.ts'
import { fanRuns, inDemand } from './control.ts'
import { advanceController, beginController, type Controller, copyController } from './controller.ts'
import { attempts } from './fault-watch.ts'
import { effectOf, type Fault, faultEffects, forbiddenBy, shownFault, signsOf } from './faults.ts'
import type { Readings } from './readings.ts'
import { chooseMode, clear, raise, reset, resetCondenser } from './writes.ts'

/** A unit in order: power and fan are those of what runs. */
const healthy = (controller: Controller, changed: Partial<Readings> = {}): Readings => {
  const { compressor, element } = controller.control
  return {
    upper: 50,
    lower: 30,
    intake: 20,
    discharge: 60,
    suction: 12,
    evaporator: 9,
    power: (compressor ? 430 : 1) + (element === 'none' ? 0 : 5000),
    fan: fanRuns(controller.control) ? 543 : 0,
    leak: false,
    condensate: false,
    ...changed,
  }
}

/** @param defect what is wrong with the readings of the moment. */
function lived(
  controller: Controller,
  seconds: number,
  defect: (readings: Readings) => Partial<Readings> = () => ({}),
  step = 1,
): Controller {
  const next = copyController(controller)
  for (let left = seconds; left > 0; left -= step) {
    const readings = healthy(next)
    advanceController(next, { ...readings, ...defect(readings) }, step)
  }
  return next
}

const begin = (mode: 'heat-pump' | 'energy-saver' | 'high-demand' | 'electric') => {
  const controller = beginController({ mode, setpoint: 60, minimumOperation: 40.5 })
  return lived(chooseMode(controller, healthy(controller), mode), 120)
}
/** The upper reading climbs, by so many K a second. */
const rising = (from: number, rate: number) => {
  let upper = from
  return () => {
    upper += rate
    return { upper }
  }
}
const codes = ({ faults }: Controller) => faults.map(({ code, part }) => (part === 0 ? `${code}` : `${code}.${part}`))
const runs = ({ control }: Controller) =>
  [control.compressor ? 'pump' : '', control.element === 'none' ? '' : control.element].filter(Boolean).join('+')

describe('the table', () => {
  it('has an effect for every code that has a name, and no other', () => {
    expect(Object.keys(faultEffects)).toEqual(Object.keys(named))
  })

  it.each(Object.keys(named).map(Number))('%i keeps from running what it says, and reset ends it', code => {
    for (const part of [0, 1, 25, 26, 27, 28, 29, 30]) {
      const fault: Fault = { code, part }
      const { stops } = effectOf(fault)
      const before = begin('high-demand')
      expect(runs(before)).toBe('pump+upper')
      const broken = raise(before, healthy(before), fault)
      const { compressor, element } = broken.control
      const pumpStops = ['all', 'heat pump', 'lower and heat pump'].includes(stops)
      // At once, and for as long as it lasts.
      expect(compressor).toBe(!pumpStops)
      expect(element).toBe(stops === 'all' || stops === 'upper' ? 'none' : 'upper')
      const later = lived(broken, 400)
      expect(later.control.compressor).toBe(!pumpStops)
      expect(later.control.element === 'upper').toBe(stops !== 'all' && stops !== 'upper')
      expect(codes(later)).toEqual(codes(broken))
      const whole = lived(reset(later, healthy(later)), 400)
      expect(codes(whole)).toEqual([])
      expect(runs(whole)).toContain('pump')
    }
  })

  it('a code that nobody has named stops nothing', () => {
    const before = begin('high-demand')
    const broken = raise(before, healthy(before), { code: 999, part: 0 })
    expect(runs(lived(broken, 60))).toBe('pump+upper')
    expect(shownFault(broken.faults)).toMatchObject({ code: 999 })
  })

  it('relays and feedback go by their part', () => {
    expect(effectOf({ code: 515, part: 26 }).stops).toBe('lower')
    expect(effectOf({ code: 615, part: 28 }).stops).toBe('heat pump')
    expect(effectOf({ code: 615, part: 27 }).stops).toBe('all')
    expect(effectOf({ code: 515, part: 27 }).stops).toBe('heat pump')
  })

  it('the panel shows what stops most, of two alike the newer', () => {
    const fault = (code: number) => ({ code, part: 0, detected: true })
    expect(shownFault([fault(799), fault(596)])?.code).toBe(799)
    expect(shownFault([fault(908), fault(990)])?.code).toBe(990)
    expect(shownFault([])).toBeUndefined()
  })

  it('a leak and a full condensate pan show beside their code', () => {
    expect(signsOf([{ code: 799, part: 0 }])).toEqual({ leak: true, condensate: false, shutOff: true })
    expect(signsOf([{ code: 990, part: 0 }])).toEqual({ leak: false, condensate: true, shutOff: false })
    expect(signsOf([{ code: 908, part: 0 }])).toEqual({ leak: false, condensate: false, shutOff: false })
  })

  it('blind in both thermistors it heats with nothing', () => {
    expect(
      forbiddenBy([
        { code: 480, part: 1 },
        { code: 481, part: 1 },
      ]),
    ).toMatchObject({ heatPump: true, upper: true, lower: true })
  })
})

describe('what is set by hand', () => {
  it('stays, whatever the sensors tell, until that one is cleared', () => {
    const before = begin('high-demand')
    let broken = raise(before, healthy(before), { code: 480, part: 1 })
    broken = raise(broken, healthy(broken), { code: 990, part: 0 })
    broken = lived(broken, 1000)
    expect(codes(broken)).toEqual(['480.1', '990'])
    expect(codes(clear(broken, healthy(broken), 480))).toEqual(['990'])
  })

  it('of the refrigerant circuit goes with the app’s reset of a condenser fault', () => {
    const before = begin('heat-pump')
    const broken = raise(raise(before, healthy(before), { code: 908, part: 0 }), healthy(before), {
      code: 799,
      part: 0,
    })
    expect(codes(resetCondenser(broken, healthy(broken)))).toEqual(['799'])
  })

  it('counts among what happened, once', () => {
    const before = begin('heat-pump')
    const leaking = raise(before, healthy(before), { code: 799, part: 0 })
    expect(raise(leaking, healthy(leaking), { code: 799, part: 0 }).occurrences.leaks).toBe(1)
    expect(before.occurrences.leaks).toBe(0)
  })
})

describe('sensors', () => {
  it.each([
    ['upper', 480],
    ['lower', 481],
    ['discharge', 910],
    ['suction', 912],
    ['evaporator', 914],
    ['intake', 920],
  ] as const)('%s, open or short, is found in ten seconds, and whole again forgotten', (sensor, code) => {
    for (const [reading, part] of [
      [-50, 1],
      [205, 2],
    ] as const)
      for (const step of [1, 10, 60]) {
        const before = begin('heat-pump')
        const broken = lived(before, 60, () => ({ [sensor]: reading }), step)
        expect(codes(broken)).toEqual([`${code}.${part}`])
        expect(codes(lived(broken, 60, undefined, step))).toEqual([])
      }
  })

  it('a short disturbance changes nothing', () => {
    const before = begin('high-demand')
    const disturbed = lived(before, 9, () => ({ upper: -50, lower: 205, discharge: 205 }))
    expect(codes(disturbed)).toEqual([])
    expect(runs(disturbed)).toBe('pump+upper')
    expect(codes(lived(disturbed, 600))).toEqual([])
  })

  it('without the upper one the lower stands in for it, and the upper element is off', () => {
    const broken = lived(begin('high-demand'), 60, () => ({ upper: -50 }))
    expect(runs(broken)).toBe('pump')
    const electric = lived(begin('electric'), 60, () => ({ upper: 205 }))
    expect(runs(electric)).toBe('lower')
    expect(runs(lived(electric, 60, () => ({ upper: 205, lower: 60 })))).toBe('')
  })

  it('without the lower one the upper element heats in every mode', () => {
    for (const mode of ['heat-pump', 'energy-saver', 'high-demand', 'electric'] as const) {
      const broken = lived(begin(mode), 60, () => ({ lower: -50 }))
      expect(runs(broken), mode).toBe('upper')
      expect(runs(lived(broken, 60, () => ({ lower: -50, upper: 60 }))), mode).toBe('')
    }
  })

  it('a lower one that reads −50 °C is no frost', () => {
    const off = chooseMode(begin('heat-pump'), healthy(begin('heat-pump')), 'off')
    expect(runs(lived(off, 600, () => ({ lower: -50 })))).toBe('')
    expect(runs(lived(off, 600, () => ({ lower: -50, upper: 5 })))).toBe('upper')
  })

  it('without the one of the intake the heat pump runs in whatever air', () => {
    expect(runs(lived(begin('heat-pump'), 3600, () => ({ intake: 205 }), 10))).toBe('pump')
  })
})

describe('water where none should be', () => {
  it('a leak stops all and stays until a reset, which finds it again while it is wet', () => {
    const leaking = lived(begin('high-demand'), 5, () => ({ leak: true }))
    expect(codes(leaking)).toEqual(['799'])
    expect(runs(leaking)).toBe('')
    expect(codes(lived(leaking, 600))).toEqual(['799'])
    expect(codes(lived(reset(leaking, healthy(leaking)), 1, () => ({ leak: true })))).toEqual(['799'])
    expect(codes(lived(reset(leaking, healthy(leaking)), 600))).toEqual([])
    expect(leaking.occurrences.leaks).toBe(1)
  })

  it('condensate that stays stops the heat pump as long as it does; elements heat', () => {
    const full = lived(begin('heat-pump'), 60, () => ({ condensate: true }))
    expect(codes(full)).toEqual(['990'])
    expect(runs(full)).toBe('upper')
    expect(codes(lived(full, 1))).toEqual([])
    expect(runs(lived(full, 400))).toBe('pump')
  })
})

describe('a compressor', () => {
  const dead = ({ power }: Readings) => ({ power: power > 100 && power < 1000 ? 3 : power })

  it('that draws nothing is tried three times, with its rest between, and given up; elements take over', () => {
    let controller = begin('heat-pump')
    let starts = 0
    let lastStop = 0
    for (let second = 0; second < 3000 && controller.faults.length === 0; second++) {
      const before = controller.control.compressor
      controller = lived(controller, 1, dead)
      if (before && !controller.control.compressor) lastStop = second
      if (!before && controller.control.compressor) {
        starts++
        expect(second - lastStop).toBeGreaterThanOrEqual(330)
      }
    }
    expect(starts).toBe(attempts - 1)
    expect(codes(controller)).toEqual(['908'])
    expect(runs(lived(controller, 60, dead))).toBe('upper')
    expect(codes(lived(controller, 3600))).toEqual(['908'])
    expect(runs(lived(reset(controller, healthy(controller)), 400))).toBe('pump')
  })

  it('that is in order is left alone, with elements and without, for a day', () => {
    for (const mode of ['heat-pump', 'high-demand'] as const)
      for (const step of [1, 10, 60])
        expect(codes(lived(begin(mode), 86_400 / (61 - step), undefined, step))).toEqual([])
  })

  it('whose fan stands still stops for good', () => {
    const stuck = lived(begin('heat-pump'), 120, () => ({ fan: 0 }))
    expect(codes(stuck)).toEqual(['909'])
    expect(stuck.control.compressor).toBe(false)
  })

  it('whose discharge is too hot stops, tries again, and gives up after the third time', () => {
    const hot = () => ({ discharge: 120 })
    const once = lived(begin('heat-pump'), 5, hot)
    expect(once.control.compressor).toBe(false)
    expect(codes(once)).toEqual([])
    const thrice = lived(once, 1200, hot)
    expect(codes(thrice)).toEqual(['911'])
    expect(thrice.occurrences.hotDischarges).toBe(attempts)
    // A long run in between begins the count anew.
    const good = lived(lived(once, 400), 2000)
    expect(codes(lived(lived(good, 5, hot), 400 + 60, hot))).toEqual([])
  })

  it('whose suction is far too cold too', () => {
    expect(codes(lived(begin('heat-pump'), 1200, () => ({ suction: -30 })))).toEqual(['913'])
  })
})

describe('an element', () => {
  it('that draws nothing is given up, and what is left heats', () => {
    const burnt = ({ power }: Readings) => ({ power: power > 1000 ? power - 5000 : power })
    const saver = lived(begin('high-demand'), 200, burnt)
    expect(codes(saver)).toEqual(['96'])
    expect(runs(saver)).toBe('pump')
    const upperGone = lived(begin('electric'), 100, burnt)
    expect(codes(upperGone)).toEqual(['96'])
    expect(runs(lived(upperGone, 20))).toBe('lower')
    const both = lived(upperGone, 200, burnt)
    expect(codes(both)).toEqual(['96', '97'])
    expect(runs(both)).toBe('')
  })

  it('of 208 V is none that draws nothing', () => {
    expect(codes(lived(begin('electric'), 600, ({ power }) => ({ power: power > 1000 ? 3755 : power })))).toEqual([])
  })

  it('without water stops all: the upper reading rises as water never does', () => {
    const dry = lived(begin('electric'), 60, rising(50, 0.3))
    expect(codes(dry)).toEqual(['326'])
    expect(runs(dry)).toBe('')
    expect(inDemand(dry.control)).toBe(false)
    expect(dry.occurrences.dryFires).toBe(1)
    expect(codes(lived(begin('electric'), 600, rising(50, 2 / 60)))).toEqual([])
  })

  it('beside a sensor that breaks or comes back is not without water', () => {
    const broken = lived(begin('electric'), 30, () => ({ upper: 205 }))
    expect(codes(broken)).toEqual(['480.2'])
    const open = lived(begin('high-demand'), 5, () => ({ upper: -50 }))
    expect(codes(lived(open, 100))).toEqual([])
  })
})

describe('the high-limit cut-out', () => {
  it('opens when the upper half is too hot and holds until somebody resets it, once it has cooled', () => {
    // A relay that sticks, say.
    const hot = lived(begin('electric'), 1700, rising(50, 1 / 60))
    expect(codes(hot)).toEqual(['901'])
    expect(runs(hot)).toBe('')
    expect(runs(lived(hot, 3600, undefined, 10))).toBe('')
    expect(codes(lived(reset(hot, healthy(hot)), 5, () => ({ upper: 77 })))).toEqual(['901'])
    expect(runs(lived(reset(hot, healthy(hot)), 10))).toBe('upper')
  })
})
