/** What can be said to a heater: the number, the topic it goes to, and the suffix of the topic on which it is answered. */

/** The Wi-Fi module of an NWP500; other numbers are other products of the family. */
export const nwp500DeviceType = 52

export interface Command {
  readonly code: number
  /** After `cmd/{deviceType}/navilink-{mac}/`. */
  readonly topic: string
  /** After the reply topic; empty when it is answered on the bare one. */
  readonly reply: string
  /** The text beside the number in controls. The heater goes by the number. */
  readonly mode?: string
  /** What an answer brings; nothing where none was ever seen. */
  readonly answer?: 'status' | 'device-info'
}

export const commands = {
  deviceInfo: { code: 0x1000001, topic: 'st/did', reply: 'did', answer: 'device-info' },
  end: { code: 0x1000002, topic: 'st/end', reply: 'end' },
  status: { code: 0x1000003, topic: 'st', reply: '', answer: 'status' },
  powerOff: { code: 0x2000001, topic: 'ctrl', reply: '', mode: 'power-off', answer: 'status' },
  powerOn: { code: 0x2000002, topic: 'ctrl', reply: '', mode: 'power-on', answer: 'status' },
  dhwMode: { code: 0x2000005, topic: 'ctrl', reply: '', mode: 'dhw-mode', answer: 'status' },
  dhwTemperature: { code: 0x2000020, topic: 'ctrl', reply: '', mode: 'dhw-temperature', answer: 'status' },
} as const satisfies Record<string, Command>

/** The `command` of a status that the heater sends on its own. */
export const pushCodes = {
  /** The copy that follows each answer to a status request. */
  afterRequest: 0,
  demandChanged: 0x4000004,
  activityChanged: 0x4000013,
  heatSourceSwitched: 0x400001c,
} as const
