/** How a heater answers what is asked of it. */
import { pushCodes, type QueryName } from '#schema/commands'
import { countersBody, packedCountersBody } from '#schema/counters'
import { downloadedFirmwareBody } from '#schema/downloaded-firmware'
import { mostRecirculationEvents, recirculationFields, recirculationHex } from '#schema/recirculation'
import { mostReservations, reservationFields, reservationHex } from '#schema/reservation'
import { requestTopic } from '#wire/topics'
import type { HeardRequest } from './heard-request.ts'
import type { Answer, Reply, Speaker } from './speaker.ts'

/** The reply topics of the vendor's app, whatever its two numbers. The cloud spells the counters out for these only. */
const formOfApp = /^cmd\/\d+\/\d+\/\d+\/[^/]+\/res\/td\/rd$/

export const queryReplies = (heater: Speaker, answer: Answer): Readonly<Record<QueryName, Reply>> => ({
  deviceInfo: heard => answer(heard, heard.responseTopic, { feature: heater.deviceInfoFrame() }),
  // Nothing ever came back.
  end: heard => heater.leave(heard.clientID),
  status: heard => {
    answer(heard, heard.responseTopic, { status: heater.statusFrame(heard.command) })
    heater.push(pushCodes.afterRequest)
  },
  reservations: heard => {
    const { reservations } = heater.appliance
    twice(answer, heard, reservationFields(reservations), reservationHex(reservations, mostReservations))
  },
  dailyEnergy: heard => {
    const { year, month } = heard.fields
    answer(heard, heard.responseTopic, heater.energy.daily(yearsIn(year)[0] ?? 0, wholeIn(month)))
  },
  monthlyEnergy: heard => answer(heard, heard.responseTopic, heater.energy.monthly(yearsIn(heard.fields.year))),
  downloadedFirmware: heard =>
    answer(heard, requestTopic(heater.identity, 'res/dl-sw-info'), downloadedFirmwareBody(heater.downloadedFirmware)),
  counters: heard => {
    const { responseTopic: topic } = heard
    if (formOfApp.test(topic)) answer(heard, topic, countersBody(heater.counters()))
    else answer(heard, topic.replace(/(\/td)?\/rd$/, '/td'), packedCountersBody(heater.counters()))
  },
  recirculationSchedule: heard => {
    const { recirculation } = heater.appliance
    if (recirculation === undefined) return
    const { schedule } = recirculation
    twice(answer, heard, recirculationFields(schedule), recirculationHex(schedule, mostRecirculationEvents))
  },
})

/** A schedule comes as a list, and once more packed. */
function twice(answer: Answer, heard: HeardRequest, list: object, reservation: string): void {
  answer(heard, heard.responseTopic, { ...list })
  answer(heard, heard.responseTopic.replace(/\/rd$/, ''), { ...list, reservation })
}

/** The whole numbers of a list, or the one that stands in place of it. */
const wholeIn = (given: unknown): readonly number[] =>
  [...new Set(Array.isArray(given) ? given : [given])].filter(one => Number.isInteger(one))

const yearsIn = (given: unknown) => wholeIn(given).filter(year => year >= 2000 && year < 2100)
