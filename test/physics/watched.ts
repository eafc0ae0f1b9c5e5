/** A heater whose conditions stand still, and that is moved on in place until something happens. */
import type { Conditions } from '#physics/conditions'
import { chooseMode } from '#physics/controller/writes'
import { advance, asked, type Beginning, copyMachine, initialMachine, type Machine } from '#physics/machine'
import { heatCapacity, meanTemperature } from '#physics/tank'

export const calm = (around: Partial<Conditions> = {}): Conditions => ({
  air: 22,
  humidity: 50,
  inlet: 22,
  litres: 0,
  tapLitres: 0,
  ...around,
})

/** With nothing that heats. */
export const resting = (beginning: Beginning): Machine => asked(heater(beginning), chooseMode, 'off')

/** As others measured theirs, 40.5 °C below which its heat pump starts. */
export const heater = (beginning: Beginning): Machine =>
  copyMachine(initialMachine({ air: 22, minimumOperation: 40.5, ...beginning }))

/** Draws at so many L/min, in steps of ten seconds or less. */
export function drawn(machine: Machine, litres: number, around: Conditions = calm(), flow = 6): void {
  const seconds = (litres / flow) * 60
  const steps = Math.ceil(seconds / 10)
  for (let i = 0; i < steps; i++) advance(machine, { ...around, litres: litres / steps }, seconds / steps)
}

/** Time passes, a second at a time. */
export function passed(machine: Machine, seconds: number, around = calm()): void {
  for (let i = 0; i < seconds; i++) advance(machine, around, 1)
}

/** @returns the seconds until it came. */
export function until(machine: Machine, comes: (machine: Machine) => boolean, around = calm(), step = 5): number {
  for (let seconds = 0; seconds < 86_400; seconds += step) {
    if (comes(machine)) return seconds
    advance(machine, around, step)
  }
  throw new Error('it never came')
}

/** Heat above 0 °C, Wh. */
export const heatIn = ({ tank, parameters }: Machine): number => heatCapacity(parameters) * meanTemperature(tank)

/** Of a tank of the 65 gal size, by its thermostatic valve: how much of it leaves the tank when so much comes out of the tap. */
export function tankLitresFor(litres: number, upper: number, inlet: number): number {
  const delivered = Math.min(upper, 20.6 + 0.485 * upper)
  return (litres * (delivered - inlet)) / (upper - inlet)
}
