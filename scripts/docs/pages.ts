/** The pages that are made, and where they lie. A test compares each to the letter. */
import { alertsPage } from './alerts-page.ts'
import { apiPage } from './api-page.ts'
import { commandsPage } from './commands-page.ts'
import { configSchemaText } from './config-schema.ts'
import { fieldsPage } from './fields-page.ts'
import { indexPage } from './index-page.ts'
import { modelPage } from './model-page.ts'
import { protocolPage } from './protocol-page.ts'

export interface Page {
  /** In docs/. */
  readonly name: string
  /** Its text, anew each time. */
  readonly text: () => string | Promise<string>
}

export const docsFolder = new URL('../../docs/', import.meta.url)

/** The index comes last: it has the titles of the others. */
export const pages: readonly Page[] = [
  { name: 'fields.md', text: fieldsPage },
  { name: 'commands.md', text: commandsPage },
  { name: 'api.md', text: apiPage },
  { name: 'protocol.md', text: protocolPage },
  { name: 'model.md', text: modelPage },
  { name: 'alerts.md', text: alertsPage },
  { name: 'config.schema.json', text: configSchemaText },
  { name: 'README.md', text: indexPage },
]
