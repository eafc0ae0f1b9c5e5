/** Tokens, and the sessions that browsers get for one. */
import { z } from 'zod'
import type { ApiToken } from '../../store/store.ts'
import { StoreError } from '../../store/store-error.ts'
import { tokenNeeded } from '../access.ts'
import { ApiError } from '../api-error.ts'
import { moment, momentOrNull, momentText } from '../moment.ts'
import { stationEntry, tellEntries } from '../noted.ts'
import { type Route, route } from '../route.ts'

const group = 'Access'
const scope = z.enum(['read', 'write'])

const tokenAnswer = z
  .strictObject({ id: z.string(), name: z.string(), scope, created: moment, used: moment.nullable() })
  .meta({ id: 'Token', description: 'By which a program or a browser is let in.' })

const tokenOf = ({ id, name, scope, created, used }: ApiToken): z.output<typeof tokenAnswer> => ({
  id,
  name,
  scope,
  created: momentText(created),
  used: momentOrNull(used),
})

const sessionAnswer = z.strictObject({
  name: z.string().describe('As the journal will have it.'),
  scope,
})

export const tokenRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/tokens',
    name: 'listTokens',
    group,
    summary: 'Lists the tokens, without their secrets.',
    scope: 'write',
    answer: z.strictObject({ tokens: z.array(tokenAnswer) }),
    work: ({ api }) => ({ tokens: api.tokens.list.map(tokenOf) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/tokens',
    name: 'createToken',
    group,
    summary: 'Makes a token. Its secret is told this once. From the first one on everybody needs one.',
    scope: 'write',
    evenReadOnly: true,
    body: z.strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .max(64)
        .regex(/^[^\p{C}]*$/u, 'a name without control characters is expected'),
      scope: scope.default('read'),
    }),
    answer: z.strictObject({ token: tokenAnswer, secret: z.string() }),
    refusals: ['name-taken', 'store-unavailable'],
    async work({ api, station, body, caller }) {
      api.access.tokenMade(caller)
      const { token, secret, journal } = await api.tokens.create(body, ({ name, scope }) =>
        stationEntry(station, caller, `The token ${name} was made, to ${scope}.`, { token: name, scope }),
      )
      // Who came without a token listens no more.
      api.events.check()
      tellEntries(station, journal)
      return { token: tokenOf(token), secret }
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/tokens/{id}',
    name: 'removeToken',
    group,
    summary: 'Removes a token: who has it is let in no more, and streams that it opened end.',
    scope: 'write',
    evenReadOnly: true,
    answer: z.strictObject({ tokens: z.array(tokenAnswer) }),
    refusals: ['store-unavailable'],
    async work({ api, station, params, caller }) {
      const known = api.tokens.byId(params.id)
      if (known) {
        const { name } = known
        station.journal.note(stationEntry(station, caller, `The token ${name} was removed.`, { token: name }))
      }
      const removing = api.tokens.remove(params.id)
      api.events.check()
      const token = await removing.catch(error => {
        const message =
          'This token is let in no more, but the record can’t be told at the moment: if the station stops before it can, the token is good again.'
        throw error instanceof StoreError ? new ApiError('store-unavailable', message) : error
      })
      if (token === undefined) throw new ApiError('not-found', 'There is no such token.')
      return { tokens: api.tokens.list.map(tokenOf) }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/session',
    name: 'getSession',
    group,
    summary: 'Tells who one is here, and what one may do.',
    scope: 'read',
    answer: sessionAnswer,
    work: ({ caller: { name, scope } }) => ({ name, scope }),
  }),
  route({
    method: 'post',
    path: '/api/v1/session',
    name: 'openSession',
    group,
    summary: 'Exchanges a token for a cookie that scripts can’t read, for a browser’s EventSource sends no header.',
    scope: 'none',
    body: z.strictObject({ token: z.string().max(200) }),
    answer: sessionAnswer,
    refusals: ['token-needed'],
    work({ api, body, address }) {
      const { name, scope, token } = api.access.bearer(body.token, address)
      if (token === undefined) throw tokenNeeded('The command line’s own token opens no session.')
      return Response.json({ name, scope }, { headers: { 'Set-Cookie': api.sessions.begin(token) } })
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/session',
    name: 'closeSession',
    group,
    summary: 'Ends the session of a browser.',
    scope: 'none',
    answer: z.strictObject({}),
    work({ api, headers }) {
      const cookie = api.sessions.end(headers)
      api.events.check()
      return Response.json({}, { headers: { 'Set-Cookie': cookie } })
    },
  }),
]
