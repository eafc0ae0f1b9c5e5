/** The world around a heater during a step of time. */

export interface Conditions {
  /** Air around tank and intake, °C. */
  readonly air: number
  /** Relative humidity of that air, %. */
  readonly humidity: number
  /** Cold water, °C. */
  readonly inlet: number
  /** Hot water drawn during the step straight from the tank, L. */
  readonly litres: number
  /** Water drawn during the step at taps that mix it with cold to a comfortable warmth, L. The tank gives what that takes. */
  readonly tapLitres: number
}
