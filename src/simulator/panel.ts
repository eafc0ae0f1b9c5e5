/** Somebody at the panel of a simulated heater, or at its app: settings change, and the cloud hears of it by what follows from them. */
import type { Build } from '#physics/build'
import { type Mode, setpointRange } from '#physics/controller/settings'
import { chooseMode, powerOff, powerOn } from '#physics/controller/writes'
import { asked } from '#physics/machine'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import { setTemperature, withMachine } from './appliance.ts'
import type { Life } from './life.ts'

const modes = ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'vacation'] as const satisfies readonly Mode[]
export type PanelMode = (typeof modes)[number]

export class Panel {
  readonly #life: Life
  readonly #build: Build

  constructor(life: Life, build: Build) {
    this.#life = life
    this.#build = build
  }

  /** @param days of a vacation, 1–99. @throws RangeError for a mode or a length that there isn't. */
  setMode(mode: PanelMode, days = 7): void {
    const fitted = modes.filter(mode => this.#build.capabilities[mode])
    if (!fitted.includes(mode))
      throw new RangeError(`There is no mode ${JSON.stringify(mode)}; there are ${fitted.join(', ')}.`)
    if (!(Number.isInteger(days) && days >= 1 && days <= 99))
      throw new RangeError('A vacation takes a whole number of days from 1 to 99.')
    this.#life.changeAndTell(appliance => withMachine(appliance, asked(appliance.machine, chooseMode, mode, days)))
  }

  /** @param celsius in half degrees. @throws RangeError for what the panel doesn't reach. */
  setTemperature(celsius: number): void {
    const lowest = this.#life.appliance.machine.controller.settings.minimumOperation
    const highest = Math.min(setpointRange.highest, this.#build.highestSetpoint)
    if (!(Number.isInteger(celsius * 2) && celsius >= lowest && celsius <= highest))
      throw new RangeError(`The temperature goes from ${lowest} to ${highest} °C in half degrees.`)
    this.#life.changeAndTell(appliance => setTemperature(appliance, celsius, this.#build))
  }

  /** On, in the mode from before, or off. */
  power(on: boolean): void {
    const write = on ? powerOn : powerOff
    this.#life.changeAndTell(appliance => withMachine(appliance, asked(appliance.machine, write)))
  }

  /** Another weekly schedule, as somebody else's app would write it. Nobody is told. */
  setReservations(reservations: ReservationSchedule): void {
    this.#life.changeAndTell(appliance => ({ ...appliance, reservations }))
  }

  /** Another time-of-use plan. Nobody is told. */
  setTou(schedule: TouSchedule): void {
    this.#life.changeAndTell(appliance => ({ ...appliance, tou: { ...appliance.tou, schedule } }))
  }

  /** Another schedule of the recirculation pump. Nobody is told. @throws RangeError where there is no pump. */
  setRecirculation(schedule: RecirculationSchedule): void {
    this.#life.changeAndTell(appliance => {
      const { recirculation } = appliance
      if (recirculation === undefined) throw new RangeError('This heater has no recirculation pump.')
      return { ...appliance, recirculation: { ...recirculation, schedule } }
    })
  }
}
