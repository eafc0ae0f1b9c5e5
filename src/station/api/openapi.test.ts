import { describe, expect, it } from 'vitest'
import { controlNames } from '#schema/commands'
import { statusFields } from '#schema/status'
import { openApiDocument } from './openapi.ts'
import { allRoutes } from './routes/all-routes.ts'

type Json = Readonly<Record<string, unknown>>
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Json }>>
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Json }[]
}

const document = openApiDocument(allRoutes, '1.2.3') as unknown as {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: Json }>> }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('the document', () => {
  it('is OpenAPI 3.1 and has every route once, under a name of its own', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(operations).toHaveLength(allRoutes.length)
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
    for (const { operation } of operations) expect(operation.summary).toMatch(/^[A-Z‘“].*\.$/s)
  })

  it('has every control of the command table', () => {
    const paths = Object.keys(document.paths)
    for (const name of controlNames) expect(paths).toContain(`/api/v1/heaters/{id}/commands/${name}`)
  })

  it('says what each path and each answer is', () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter(parameter => parameter.in === 'path').map(({ name }) => name)
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/)
        expect(status).not.toBe('500')
        expect(description).not.toBe('')
        expect(Object.keys(content ?? {})).not.toEqual([])
      }
    }
  })

  it('refers to nothing that isn’t there', () => {
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
    expect(references.length).toBeGreaterThan(100)
    for (const reference of references) {
      const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? []
      expect(document.components.schemas, reference).toHaveProperty(name)
    }
    expect(text).not.toContain('$defs')
  })

  it('has every field of a status with what it means', () => {
    const { properties } = document.components.schemas.Status as { properties: Record<string, { description: string }> }
    expect(Object.keys(properties)).toEqual(Object.keys(statusFields))
    expect(properties.tankUpperTemperature?.description).toMatch(/In °C\.$/)
  })
})
