/** How the runs of a scenario are told: as they come, in the form that was asked for. */
import type { ModelTotal, PlannedRun } from '../modelling/model-run.ts'
import type { ModelRow } from '../modelling/row-total.ts'

/** Called in this order: once `begin`, and for each run its own; then `end`. */
export interface ModelReport {
  begin(): Promise<void>
  beginRun(run: PlannedRun): Promise<void>
  rows(rows: readonly ModelRow[]): Promise<void>
  endRun(total: ModelTotal): Promise<void>
  end(): Promise<void>
}

/** Nothing, where a report has nothing to say. */
export const silence = async (): Promise<void> => {}
