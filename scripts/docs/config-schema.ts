/** docs/config.schema.json: what an editor needs to help with a navilink.yaml. */
import { configJsonSchema } from '../../src/station/config/config-schema.ts'

const widest = 120

/** As the formatter of this repository has it: an object line by line, a list of plain values on one line where it fits. */
function written(value: unknown, indent: string, before: number): string {
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const flat = JSON.stringify(value, null, 1)
      .replaceAll(/\n\s*/g, ' ')
      .replaceAll(/\[ | (?=\])/g, found => found.trim())
    if (!flat.includes('{') && before + flat.length < widest) return flat
    return `[\n${value.map(each => deeper + written(each, deeper, deeper.length)).join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, each]) => {
    const head = `${deeper}${JSON.stringify(key)}: `
    return head + written(each, deeper, head.length)
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}

export const configSchemaText = (): string => `${written(JSON.parse(JSON.stringify(configJsonSchema())), '', 0)}\n`
