/** The OpenAPI 3.1 document of the API, made from the same routes and schemas that validate. */
import { z } from 'zod'
import { type RefusalStatus, refusals } from './api-error.ts'
import { paramNames, type Route, refusalsOf } from './route.ts'

type Json = Readonly<Record<string, unknown>>

export const errorAnswer = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(refusals) as [string, ...string[]]).describe('For programs: it keeps its meaning.'),
      message: z.string().describe('One sentence for people.'),
    }),
  })
  .meta({ id: 'Error', description: 'Why not.' })

const paramDocs: Readonly<Record<string, string>> = { id: 'The id, as a list tells it.' }

/** Collects the schemas that have a name. */
class Components {
  readonly schemas: Record<string, unknown> = {}

  schema(type: z.ZodType, io: 'input' | 'output'): Json {
    // Under a name of its own a schema is a reference wherever it stands.
    const { id } = z.globalRegistry.get(type) ?? {}
    const wrapped = z.toJSONSchema(z.strictObject({ it: type }), { io, unrepresentable: 'any' }) as unknown as {
      properties: { it: Json }
      $defs?: Record<string, Json>
    }
    for (const [name, schema] of Object.entries(wrapped.$defs ?? {})) this.schemas[name] = placed(schema)
    return id === undefined ? placed(wrapped.properties.it) : { $ref: `#/components/schemas/${id}` }
  }
}

/** With references to where the schemas lie here. */
const placed = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))

export function openApiDocument(routes: readonly Route[], version: string): Json {
  const components = new Components()
  const error = components.schema(errorAnswer, 'output')
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const operations = paths[route.path] ?? {}
    operations[route.method] = operationOf(route, components, error)
    paths[route.path] = operations
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'navilink station',
      version,
      description:
        'Everything that a station knows of its heaters, and what can be said to them. All moments are those of the heaters’ clock unless said otherwise; °C, K, W, Wh, L and L/min throughout.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }, { session: [] }],
    tags: [...new Set(routes.map(({ group }) => group))].map(name => ({ name })),
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token made by `navilink token add`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'navilink',
          description: 'From POST /api/v1/session; its name ends in the port.',
        },
      },
    },
  }
}

function operationOf(route: Route, components: Components, error: Json): Json {
  const { name, group, summary, scope, path, query, body, answer, media = {} } = route
  const content = {
    ...(answer && { 'application/json': { schema: components.schema(answer, 'output') } }),
    ...Object.fromEntries(
      Object.keys(media).map(type => [
        type,
        { schema: type === 'application/json' ? { type: 'object' } : { type: 'string' } },
      ]),
    ),
  }
  const description = Object.values(media).join(' ') || 'Done.'
  return {
    operationId: name,
    tags: [group],
    summary,
    ...(scope === 'none' && { security: [] }),
    ...(scope !== 'none' && { 'x-scope': scope }),
    parameters: [
      ...paramNames(path).map(param => ({
        name: param,
        in: 'path',
        required: true,
        description: paramDocs[param] ?? '',
        schema: { type: 'string' },
      })),
      ...(query ? queryParameters(components.schema(query, 'input')) : []),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: components.schema(body, 'input') } },
      },
    }),
    responses: { 200: { description, content }, ...refusalResponses(route, error) },
  }
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: readonly string[]
}

const queryParameters = ({ properties = {}, required = [] }: ObjectSchema): readonly Json[] =>
  Object.entries(properties).map(([name, { description = '', ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description,
    schema,
  }))

function refusalResponses(route: Route, error: Json): Record<string, Json> {
  const byStatus = new Map<RefusalStatus, string[]>()
  for (const code of refusalsOf(route)) {
    const [status, meaning] = refusals[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${meaning}`])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.join(' '), content: { 'application/json': { schema: error } } },
    ]),
  )
}
