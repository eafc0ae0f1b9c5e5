/** What must hold whatever happened before: no mode lets the tank go cold by omission, no relay does what it must not. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { faults } from '../../schema/faults.ts'
import { compressorRest, fanRuns, inDemand } from './control.ts'
import { advanceController, beginController, type Controller } from './controller.ts'
import { effectOf } from './faults.ts'
import type { Readings } from './readings.ts'
import {
  chooseMode,
  chooseSetpoint,
  overrideEvent,
  powerOn,
  raise,
  reset,
  setDemandResponse,
  setEvent,
  setFirmware,
  setPeak,
  withAntiLegionella,
  writeMode,
} from './writes.ts'

/** Water and air; power and fan are those of a unit in order. */
interface Around {
  readonly upper: number
  /** How much less the lower has, K. */
  readonly gap: number
  readonly intake: number
  readonly broken: 'none' | 'upper' | 'lower'
}

function readingsOf({ control }: Controller, { upper, gap, intake, broken }: Around): Readings {
  return {
    upper: broken === 'upper' ? -50 : upper,
    lower: broken === 'lower' ? 205 : upper - gap,
    intake,
    discharge: 60,
    suction: 12,
    evaporator: 9,
    power: (control.compressor ? 430 : 1) + (control.element === 'none' ? 0 : 5000),
    fan: fanRuns(control) ? 543 : 0,
    leak: false,
    condensate: false,
  }
}

const around: fc.Arbitrary<Around> = fc.record({
  upper: fc.integer({ min: 40, max: 700 }).map(tenths => tenths / 10),
  gap: fc.integer({ min: 0, max: 400 }).map(tenths => tenths / 10),
  intake: fc.integer({ min: -15, max: 55 }),
  broken: fc.oneof({ weight: 8, arbitrary: fc.constant('none' as const) }, fc.constantFrom('upper', 'lower')),
})

type Does = (controller: Controller, readings: Readings) => Controller
const modes = fc.constantFrom('heat-pump', 'electric', 'energy-saver', 'high-demand', 'vacation', 'off')
const events = fc.constantFrom('none', 'shed', 'load-up', 'advanced-load-up', 'critical-peak', 'grid-emergency')
const does: fc.Arbitrary<Does> = fc.oneof(
  modes.map(
    (mode): Does =>
      (c, r) =>
        chooseMode(c, r, mode, 2),
  ),
  modes.map(
    (mode): Does =>
      (c, r) =>
        mode === 'off' ? powerOn(c, r) : writeMode(c, r, mode, 1),
  ),
  fc.integer({ min: 70, max: 131 }).map(
    (half): Does =>
      (c, r) =>
        chooseSetpoint(c, r, half / 2),
  ),
  fc.boolean().map(
    (peak): Does =>
      (c, r) =>
        setPeak(c, r, peak),
  ),
  fc.boolean().map(
    (old): Does =>
      (c, r) =>
        setFirmware(c, r, old ? '10.1' : '11'),
  ),
  events.map(
    (event): Does =>
      (c, r) =>
        setEvent(setDemandResponse(c, r, true), r, event),
  ),
  fc.constantFrom<Does>(overrideEvent, reset, (c, r) => withAntiLegionella(c, r, 1)),
  fc.constantFrom(...Object.keys(faults).map(Number)).map(
    (code): Does =>
      (c, r) =>
        raise(c, r, { code, part: 1 }),
  ),
)
const chapter = fc.record({
  does,
  around,
  seconds: fc.integer({ min: 0, max: 4000 }),
  step: fc.constantFrom(1, 10, 60),
  powered: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
})
const life = fc.array(chapter, { minLength: 1, maxLength: 6 })
type Chapter = typeof chapter extends fc.Arbitrary<infer One> ? One : never

/** Every state on the way. */
function* living(
  chapters: readonly Chapter[],
): Generator<{ controller: Controller; seconds: number; powered: boolean }> {
  let controller = beginController({ setpoint: 55 })
  for (const { does, around, seconds, step, powered } of chapters) {
    controller = does(controller, readingsOf(controller, around))
    for (let left = seconds; left > 0; left -= step) {
      advanceController(controller, readingsOf(controller, around), Math.min(left, step), powered)
      yield { controller, seconds: Math.min(left, step), powered }
    }
  }
  yield { controller, seconds: 0, powered: true }
}

/** Two hours of the same: longer than any wait there is. */
function settle(controller: Controller, around: Around): void {
  for (let second = 0; second < 7200; second += 10) advanceController(controller, readingsOf(controller, around), 10)
}

it('water that is 8.1 K short is heated, unless off, vacation, an emergency or a fault forbid it', () => {
  let seen = 0
  fc.assert(
    fc.property(life, around, (chapters, last) => {
      let controller: Controller | undefined
      for (const state of living(chapters)) controller = state.controller
      if (controller === undefined) return
      settle(controller, last)
      const { aim, forbidden, settings, air } = controller
      if (aim.mode === 'none') return
      // A cycle may have ended, a day's override too; what counts is what is in force now.
      const upper = forbidden.upperSensor ? last.upper - last.gap : last.upper
      const short = aim.setpoint - upper
      const isCold = aim.saving === 'critical' ? upper <= 40.5 && short > 3.4 : short > 8
      if (!isCold) return
      const pump = !forbidden.heatPump && air.lockedFor === 0 && settings.mode !== 'electric'
      if (!pump && forbidden.upper && forbidden.lower) return
      seen++
      expect(inDemand(controller.control), JSON.stringify(controller)).toBe(true)
      expect(controller.control.compressor || controller.control.element !== 'none').toBe(true)
    }),
    { numRuns: 600 },
  )
  expect(seen).toBeGreaterThan(60)
})

it('and what is about to freeze is heated in every mode, unless a fault forbids it', () => {
  fc.assert(
    fc.property(life, fc.integer({ min: 0, max: 59 }), (chapters, tenths) => {
      let controller: Controller | undefined
      for (const state of living(chapters)) controller = state.controller
      if (controller === undefined) return
      settle(controller, { upper: tenths / 10, gap: 0, intake: 3, broken: 'none' })
      const { forbidden } = controller
      if (forbidden.upper && forbidden.lower) return
      const { compressor, element } = controller.control
      expect(compressor || element !== 'none', JSON.stringify(controller)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('the compressor rests 330 s, nothing forbidden runs, nothing runs without power, no number is lost', () => {
  fc.assert(
    fc.property(life, chapters => {
      let stopped = compressorRest
      let ran = false
      for (const { controller, seconds, powered } of living(chapters)) {
        const { control, forbidden, faults } = controller
        if (seconds === 0) continue
        if (ran && !control.compressor) stopped = 0
        else if (!control.compressor) stopped += seconds
        const wrong =
          (control.compressor && !ran && stopped + seconds < compressorRest) ||
          (!powered && (control.compressor || control.element !== 'none')) ||
          (forbidden.heatPump && control.compressor) ||
          (control.element !== 'none' && forbidden[control.element]) ||
          (inDemand(control) && faults.some(fault => effectOf(fault).stops === 'all'))
        ran = control.compressor
        if (wrong) expect(controller, `stopped for ${stopped} s`).toBeUndefined()
      }
      const lost = (value: unknown): boolean =>
        typeof value === 'object' && value !== null ? Object.values(value).some(lost) : Number.isNaN(value)
      for (const { controller } of living(chapters.slice(0, 1))) expect(lost(controller)).toBe(false)
    }),
    { numRuns: 100 },
  )
})

it('jitter of a reading makes no relay chatter', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('heat-pump', 'electric', 'energy-saver', 'high-demand', 'off'),
      fc.integer({ min: 70, max: 131 }),
      fc.integer({ min: 50, max: 660 }),
      fc.integer({ min: 50, max: 660 }),
      fc.boolean(),
      fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 37, maxLength: 37 }),
      (mode, half, one, other, peak, jitter) => {
        const [upper, lower] = [Math.max(one, other), Math.min(one, other)]
        let controller = beginController({ mode: 'heat-pump', setpoint: half / 2 })
        const still = readingsOf(controller, {
          upper: upper / 10,
          gap: (upper - lower) / 10,
          intake: 20,
          broken: 'none',
        })
        controller = setPeak(chooseMode(controller, still, mode), still, peak)
        let switched = 0
        for (let i = 0; i < 720; i++) {
          const { compressor, element } = controller.control
          const around = { upper: upper / 10, gap: (upper - lower) / 10, intake: 20, broken: 'none' } as const
          const { upper: u, lower: l, ...rest } = readingsOf(controller, around)
          const off = (k: number) => (jitter[(i * k) % jitter.length] ?? 0) / 10
          advanceController(controller, { ...rest, upper: u + off(1), lower: l + off(2) }, 10)
          if (controller.control.compressor !== compressor) switched++
          if (controller.control.element !== element) switched++
        }
        expect(switched).toBeLessThanOrEqual(4)
      },
    ),
    { numRuns: 150 },
  )
})
