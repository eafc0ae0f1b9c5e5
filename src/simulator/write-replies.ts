/** How a heater answers what it is told: a control with a status, a schedule with what it understood. */

import { encode } from '#schema/codec'
import { type ControlName, controlNames, type WriteName } from '#schema/commands'
import { downloadedFirmwareFields } from '#schema/downloaded-firmware'
import { ProtocolError } from '#schema/errors'
import { readRecirculation, recirculationFields } from '#schema/recirculation'
import { readReservations, reservationFields } from '#schema/reservation'
import { mostTouPeriods, readTou, touFields } from '#schema/tou'
import { requestTopic } from '#wire/topics'
import type { Appliance } from './appliance.ts'
import { controlled } from './applied-control.ts'
import type { HeardRequest } from './heard-request.ts'
import { controllerVersionOf } from './identity.ts'
import type { Answer, Reply, Speaker } from './speaker.ts'

/** `failCode` of a control that came too soon after another. */
const tooSoon = 2

type Fields = Readonly<Record<string, unknown>>

/** A list that was understood: what the heater repeats of it, and what it makes of it. */
interface Written {
  readonly echo: Fields
  store(appliance: Appliance): Appliance
}

/** @param controlGap controls closer together than this are refused, ms of the heater's time; 0 takes them all. */
export function writeReplies(heater: Speaker, answer: Answer, controlGap: number): Readonly<Record<WriteName, Reply>> {
  let lastControl = Number.NEGATIVE_INFINITY

  const refuse = (heard: HeardRequest, failCode: number) =>
    answer(heard, requestTopic(heater.identity, 'res/ctrl-fail'), {
      swVersion: controllerVersionOf(heater.identity),
      failCode,
    })

  /** Whether a fault already took it. */
  const spoilt = (heard: HeardRequest): boolean => {
    if (heater.strike('heater-drops')) return true
    const refused = heater.strike('heater-refuses')
    if (refused) refuse(heard, refused.code ?? tooSoon)
    return refused !== undefined
  }

  const control =
    (name: ControlName): Reply =>
    heard => {
      if (spoilt(heard)) return
      const now = heater.now()
      if (now - lastControl < controlGap) return refuse(heard, tooSoon)
      lastControl = now
      if (!heater.strike('heater-ignores'))
        heater.change(appliance => controlled(appliance, name, heard.param, heater.identity.build))
      answer(heard, heard.responseTopic, { status: heater.statusFrame(heard.command) })
    }

  const list =
    (understand: (fields: Fields) => Written | undefined): Reply =>
    heard => {
      if (spoilt(heard)) return
      const written = understood(() => understand(heard.fields))
      if (written === undefined) return
      // It was seen that a list is answered and lost.
      const lost = heater.strike('heater-ignores') ?? heater.strike('heater-loses-write')
      if (!lost) heater.change(written.store)
      answer(heard, heard.responseTopic, written.echo)
    }

  return {
    ...(Object.fromEntries(controlNames.map(name => [name, control(name)])) as Record<ControlName, Reply>),
    writeReservations: list(fields => {
      const reservations = readReservations(fields)
      return { echo: { ...reservationFields(reservations) }, store: appliance => ({ ...appliance, reservations }) }
    }),
    writeTou: list(fields => {
      const { controllerSerialNumber } = heater.identity
      if (fields.controllerSerialNumber !== controllerSerialNumber) return undefined
      const all = readTou(fields)
      const schedule = { ...all, periods: all.periods.slice(0, mostTouPeriods) }
      return {
        echo: { controllerSerialNumber, ...touFields(schedule) },
        store: appliance => ({ ...appliance, tou: { ...appliance.tou, schedule } }),
      }
    }),
    writeRecirculation: list(fields => {
      const schedule = readRecirculation(fields)
      const store = (appliance: Appliance): Appliance => {
        const { recirculation } = appliance
        return recirculation ? { ...appliance, recirculation: { ...recirculation, schedule } } : appliance
      }
      return { echo: { ...recirculationFields(schedule) }, store }
    }),
    commitFirmware: heard => {
      if (spoilt(heard)) return
      const { swCode, swVersion } = (heard.fields.commitOta ?? {}) as Fields
      const waiting = heater.downloadedFirmware.find(one => {
        const wire = encode(downloadedFirmwareFields, { values: one })
        return wire.swCode === swCode && wire.swVersion === swVersion
      })
      // What it says then nobody has told.
      if (waiting === undefined) return
      answer(heard, heard.responseTopic, { commitOta: { swCode, swVersion } })
      if (!heater.strike('heater-ignores')) heater.install(waiting)
    },
  }
}

/** A body that is no schedule gets no answer, and is never stored as an empty one: so a write without its list is met. */
function understood(understand: () => Written | undefined): Written | undefined {
  try {
    return understand()
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
