/** What can be asked of the station itself, and changed in it. */
import { z } from 'zod'
import type { LogLevel } from '#wire/logger'
import { accountAnswer, accountOf, sinkAnswer, sinkOf } from '../answers/station-answer.ts'
import { recorderAnswer, recorderOf, storeAnswer, storeOf } from '../answers/store-answer.ts'
import { inSeconds, moment, momentText } from '../moment.ts'
import { stationEntry } from '../noted.ts'
import { type Route, route } from '../route.ts'

const group = 'Station'
const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[]
const logLevel = z.strictObject({ level: z.enum(logLevels) })

export const stationRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/station',
    name: 'getStation',
    group,
    summary: 'Tells how the station fares: accounts and their links, sinks, and the store.',
    scope: 'read',
    answer: z
      .strictObject({
        version: z.string(),
        readOnly: z.boolean(),
        started: moment,
        now: moment.describe('By the heaters’ clock: what is shown should go by this, not by the machine’s.'),
        uptime: z.number().describe('Seconds by the heaters’ clock.'),
        heaters: z.number(),
        listeners: z.number().describe('Who listens to the stream of changes.'),
        accounts: z.array(accountAnswer),
        sinks: z.array(sinkAnswer),
        recorder: recorderAnswer,
        store: storeAnswer,
      })
      .meta({ id: 'Station', description: 'How the station fares.' }),
    async work({ station, api }) {
      const { version, readOnly, started, heaters, accounts, sinks, store, clock } = station
      const now = clock.now()
      return {
        version,
        readOnly,
        started: momentText(started.getTime()),
        now: momentText(now),
        uptime: inSeconds(Math.max(0, now - started.getTime())),
        heaters: heaters.length,
        listeners: api.events.readers,
        accounts: accounts.map(accountOf),
        sinks: sinks.map(sinkOf),
        recorder: recorderOf(station),
        store: await storeOf(store),
      }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/log-level',
    name: 'getLogLevel',
    group,
    summary: 'Tells how much the log says.',
    scope: 'read',
    answer: logLevel,
    work: ({ station }) => ({ level: station.logLevel }),
  }),
  route({
    method: 'put',
    path: '/api/v1/log-level',
    name: 'setLogLevel',
    group,
    summary: 'Changes how much the log says, until the station is started again.',
    scope: 'write',
    body: logLevel,
    answer: logLevel,
    refusals: ['not-supported'],
    work({ station, body, caller }) {
      station.logLevel = body.level
      const entry = stationEntry(station, caller, `The log says ${body.level} and above from now on.`, { ...body })
      station.journal.note(entry)
      return { level: station.logLevel }
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/store/vacuum',
    name: 'vacuumStore',
    group,
    summary: 'Gives space that the record doesn’t need back to the disk.',
    scope: 'write',
    answer: storeAnswer,
    refusals: ['store-unavailable'],
    async work({ station, caller }) {
      await station.store.vacuum()
      const entry = stationEntry(station, caller, 'The record gave space back to the disk.')
      station.journal.note(entry)
      return storeOf(station.store)
    },
  }),
]
