/** Everything that can be said to a heater: a method for each setting, the same by the name of its row, and what no row has. */
import { encodeValue } from '#schema/codec'
import { type ControlName, commands, type DhwMode, type QueryName, type RecirculationChoice } from '#schema/commands'
import { type DownloadedFirmware, downloadedFirmwareFields } from '#schema/downloaded-firmware'
import type { Temperature } from '#schema/temperature'
import type { CallOptions } from './heater-events.ts'
import { type Dangerous, type DrawnUp, type Line, mustMeanIt, type RawRequest } from './line.ts'
import type { GivenValue } from './order.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import { ReadingDetails } from './reading.ts'
import { RegisteredHeater } from './registered-heater.ts'

/** A command always resolves with its outcome, see {@link CommandOutcome}; what this heater can't do is thrown before. */
type Outcome = Promise<CommandOutcome>

export abstract class Controllable extends RegisteredHeater {
  /**
   * Does what a row of the command table says.
   * @throws UnsupportedError when the heater told that it hasn't got it, or the client only reads.
   * @throws RangeError for a value that it doesn't take.
   */
  abstract control<Name extends ControlName>(name: Name, value: GivenValue<Name>, options?: CommandOptions): Outcome

  /** Switches the heater on again. In which mode it then heats, its status tells. */
  powerOn(options?: CommandOptions): Outcome {
    return this.control('powerOn', undefined, options)
  }

  /** Switches the heater off: no hot water is made until it is switched on again, by hand or by a reservation. */
  powerOff(options?: CommandOptions): Outcome {
    return this.control('powerOff', undefined, options)
  }

  /** Chooses a mode. In a time-of-use window the heater may keep it back: `held`. */
  setMode(mode: DhwMode, options?: CommandOptions): Outcome {
    return this.control('dhwMode', mode, options)
  }

  /**
   * Sets the setpoint.
   * @param temperature °C, or `{ fahrenheit: 125 }`; rounded to the heater's step.
   * @throws RangeError outside of 35–65.5 °C, or of the range that the heater's device info told.
   */
  setTemperature(temperature: Temperature, options?: CommandOptions): Outcome {
    return this.control('dhwTemperature', temperature, options)
  }

  /** Goes on vacation for 1 to 99 days. It heats again nine hours before they end. */
  startVacation(days: number, options?: CommandOptions): Outcome {
    return this.control('vacation', days, options)
  }

  /** Changes the length of a vacation, 1 to 99 days, and leaves the mode alone. */
  setVacationDays(days: number, options?: CommandOptions): Outcome {
    return this.control('vacationDays', days, options)
  }

  /**
   * Ends a vacation by choosing a mode; the heater has no other word for it.
   * @param mode the one from before where this client saw it, else energy saver, the factory's choice.
   */
  endVacation(mode: DhwMode = this.modeBefore ?? 'energy-saver', options?: CommandOptions): Outcome {
    return this.control('dhwMode', mode, options)
  }

  /** Heats to 60 °C once in 1 to 30 days, against legionella. */
  antiLegionellaOn(days: number, options?: CommandOptions): Outcome {
    return this.control('antiLegionellaOn', days, options)
  }

  /** Leaves the anti-legionella cycle out from now on. */
  antiLegionellaOff(options?: CommandOptions): Outcome {
    return this.control('antiLegionellaOff', undefined, options)
  }

  /** Takes part in the demand response of the grid. */
  demandResponseOn(options?: CommandOptions): Outcome {
    return this.control('demandResponseOn', undefined, options)
  }

  /** Takes no part in the demand response of the grid. */
  demandResponseOff(options?: CommandOptions): Outcome {
    return this.control('demandResponseOff', undefined, options)
  }

  /** Heeds the time-of-use plan that it holds. */
  touOn(options?: CommandOptions): Outcome {
    return this.control('touOn', undefined, options)
  }

  /** Takes no notice of the time-of-use plan that it holds. */
  touOff(options?: CommandOptions): Outcome {
    return this.control('touOff', undefined, options)
  }

  /** Chooses when the recirculation pump runs. */
  setRecirculationMode(mode: RecirculationChoice, options?: CommandOptions): Outcome {
    return this.control('recirculationMode', mode, options)
  }

  /** Presses the hot button, for a run of the recirculation pump. Nobody has shown what a heater makes of it. */
  pressHotButton(options?: CommandOptions): Outcome {
    return this.control('hotButton', undefined, options)
  }

  /** Begins the hours of the air filter anew, after it was cleaned. */
  resetAirFilter(options?: CommandOptions): Outcome {
    return this.control('airFilterReset', undefined, options)
  }

  /** After how many fan hours it reminds of its air filter: 1000 to 10,000 in steps of 500, or 0 for never. */
  setAirFilterLife(hours: number, options?: CommandOptions): Outcome {
    return this.control('airFilterLife', hours, options)
  }

  /** Clears a condenser fault. */
  resetCondenserFault(options?: CommandOptions): Outcome {
    return this.control('condenserFaultReset', undefined, options)
  }

  /** Lets the heater make its own schedule. What that does to an NWP500 nobody has told. */
  intelligentSchedulingOn(options?: CommandOptions): Outcome {
    return this.control('intelligentOn', undefined, options)
  }

  /** Ends what `intelligentSchedulingOn` began. */
  intelligentSchedulingOff(options?: CommandOptions): Outcome {
    return this.control('intelligentOff', undefined, options)
  }

  /** Goes over to the water program. Nobody has told what it does to an NWP500. */
  startWaterProgram(options?: CommandOptions): Outcome {
    return this.control('waterProgram', undefined, options)
  }

  /** The message that a control would send, after the same checks; nothing is sent but a question for its device info. */
  async drawUp<Name extends ControlName>(
    name: Name,
    value: GivenValue<Name>,
    { signal }: CallOptions = {},
  ): Promise<DrawnUp> {
    this.mustBeSupported()
    return this.line.drawUp(name, value, signal)
  }

  /**
   * Installs a firmware that was downloaded. The heater restarts; nobody has tried it from here, and there is no way back.
   * @param options `danger: true` says that you know that.
   */
  async commitFirmware(
    { swCode, swVersion }: Pick<DownloadedFirmware, 'swCode' | 'swVersion'>,
    { danger, ...options }: CommandOptions & Dangerous,
  ): Promise<CommandOutcome> {
    this.mustBeSupported()
    mustMeanIt(danger, commands.commitFirmware.danger)
    const commitOta = { swCode: encodeValue(downloadedFirmwareFields.swCode, swCode), swVersion }
    return this.line.write('commitFirmware', { commitOta }, options)
  }

  /** Asks a query of the command table by its name, and resolves with the body of the answer as it came. */
  async ask(
    name: QueryName,
    { fields, signal }: CallOptions & { readonly fields?: Readonly<Record<string, unknown>> | undefined } = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    this.mustBeSupported()
    const told = await this.line.ask(name, fields, signal)
    return told.about instanceof ReadingDetails ? told.about.raw : told
  }

  /**
   * Sends what the command table doesn't have. What the vendor's app never sends may do anything: `wifi-reset` (33554447)
   * would forget the Wi-Fi, and somebody had to walk to the heater.
   * @param request as protocol.md of the docs has it: `{ code, topic: 'ctrl', reply: '', fields: { mode, param, paramStr } }`.
   * @param options `danger: true` says that you know that.
   * @returns the body of the answer as it came.
   */
  async raw(
    { fields = {}, ...command }: RawRequest,
    { danger, signal }: CallOptions & Dangerous,
  ): Promise<Readonly<Record<string, unknown>>> {
    this.mustBeSupported()
    mustMeanIt(danger, 'What the vendor’s app never sends may do anything.')
    return this.line.raw(command, fields, signal)
  }

  /** The message that `raw` would send, checked by nobody. */
  async drawUpRaw(request: RawRequest, { signal }: CallOptions = {}): Promise<DrawnUp> {
    this.mustBeSupported()
    return this.line.drawUpRaw(request, signal)
  }

  protected abstract get line(): Line

  /** The mode in which it last heated, as far as this client heard. */
  protected abstract get modeBefore(): DhwMode | undefined
}
