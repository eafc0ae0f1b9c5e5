/** The codes of the wire and the names they have here. A code that is missing survives as `unknown-N`. */
import { oneOf, type Seen } from './field.ts'

/** How the cloud's list tells whether it can reach a device. */
export const DeviceConnection = { 1: 'offline', 2: 'online' } as const

/** What a reservation switches to. Older clients wrote 5 for vacation and 6 for off. */
export const ReservationMode = {
  0: 'unused',
  1: 'heat-pump',
  2: 'electric',
  3: 'energy-saver',
  4: 'high-demand',
  5: 'off',
} as const

/** Which part a firmware belongs to. */
export const FirmwarePart = {
  1: 'controller',
  2: 'panel',
  3: 'room-controller',
  4: 'wifi-module',
  5: 'valve',
  6: 'second-room-controller',
} as const

/** 2 on, 1 off. 0 is "the heater doesn't say" and must never be shown as off. */
export const OnOff = { 0: 'unknown', 1: 'off', 2: 'on' } as const

/** A capability of the unit. 1 and 0 both mean that it hasn't got it. */
export const Capability = { 0: 'not-fitted', 1: 'no', 2: 'yes' } as const

/** What the user chose. 0 is reported by some units and never sent. */
export const DhwOperationSetting = {
  0: 'standby',
  1: 'heat-pump',
  2: 'electric',
  3: 'energy-saver',
  4: 'high-demand',
  5: 'vacation',
  6: 'off',
} as const

/** What the heater does now. 64 was seen under electric only, 96 under high demand and energy saver. */
export const CurrentOperationMode = {
  0: 'standby',
  32: 'heat-pump',
  64: 'hybrid-efficiency',
  96: 'hybrid-boost',
} as const

/** What the chosen mode *may* use. What really runs is told by power and relays: see `heating()`. */
export const HeatSource = { 0: 'none', 1: 'heat-pump', 2: 'element', 3: 'heat-pump-and-element' } as const

/** What the grid asks of the heater at the moment. */
export const DREvent = {
  0: 'none',
  1: 'run-normal',
  2: 'shed',
  3: 'load-up',
  4: 'advanced-load-up',
  5: 'critical-peak',
  6: 'grid-emergency',
} as const

/** When the recirculation pump runs. */
export const RecirculationMode = { 0: 'unknown', 1: 'always', 2: 'schedule', 3: 'hot-button', 4: 'none' } as const

/** The unit that the panel shows. The wire stays in °C. */
export const TemperatureType = { 1: 'celsius', 2: 'fahrenheit' } as const

/** How the panel rounds °F: see `panelFahrenheit()`. */
export const TempFormulaType = { 0: 'asymmetric', 1: 'nearest' } as const

/** Whether and in which steps the setpoint can be changed. */
export const SetpointStep = { 1: 'not-settable', 2: 'half-degree', 3: 'one-degree', 4: 'three-stages' } as const

/** The rate in force. `mid-peak` was never seen. */
export const TouRate = { 0: 'tou-off', 1: 'off-peak', 2: 'mid-peak', 3: 'on-peak' } as const

/** Inverted on the wire: 1 is the override. */
export const TouOverride = { 0: 'unknown', 1: 'overridden', 2: 'followed' } as const

/** The tank's size on its label: 189.2, 246.0 and 302.8 L. */
export const VolumeCode = { 1: '50-gal', 2: '65-gal', 3: '80-gal' } as const

export const onOff = (seen: Seen, doc: string) => oneOf(OnOff, seen, doc)
export const capability = (seen: Seen, doc: string) => oneOf(Capability, seen, doc)
