/** What routes work with beside the station. */
import type { Access } from './access.ts'
import type { EventHub } from './events/event-hub.ts'
import type { JointQuestions } from './joint-questions.ts'
import type { MetricsPage } from './metrics/metrics-page.ts'
import type { Sessions } from './sessions.ts'
import type { TokenBook } from './token-book.ts'

export interface Api {
  readonly access: Access
  readonly tokens: TokenBook
  readonly sessions: Sessions
  readonly events: EventHub
  readonly metrics: MetricsPage
  readonly questions: JointQuestions
  /** The OpenAPI document, as JSON. */
  document(): string
}
