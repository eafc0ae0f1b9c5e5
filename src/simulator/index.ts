/** `navilink/simulator`: a cloud with heaters, on this machine. */
export type { HouseholdProfile } from '#physics/household'
export type { TankSize } from '#physics/tank'
export type { TokenLifetimes } from './credentials.ts'
export type { SimulatedHeater } from './heater.ts'
export type { HeaterOptions, SimulatorOptions } from './options.ts'
export { type SimulatedConnection, type Simulator, startSimulator } from './simulator.ts'
