/** Prints the rows of a run of the model as comma-separated values. */
import type { CommandContext } from '../command-context.ts'
import type { PlannedRun } from '../modelling/model-run.ts'
import { csvLine } from './csv-text.ts'
import { momentText, rowNames, rowTexts } from './model-record.ts'
import { type ModelReport, silence } from './model-report.ts'

/** @param comparing puts first which run a row is of. */
export function csvReport({ print }: Pick<CommandContext, 'print'>, comparing: boolean): ModelReport {
  let run: PlannedRun['name'] = 'alone'
  let headed = false
  return {
    begin: silence,
    async beginRun({ name }) {
      run = name
    },
    async rows(rows) {
      const lines = rows.map(row => {
        // What isn't told is an empty cell.
        const values = rowTexts(row).join()
        return `${comparing ? `${run},` : ''}${momentText(row.from)},${momentText(row.to)},${values}\n`
      })
      const [first] = rows
      if (first !== undefined && !headed) {
        lines.unshift(csvLine([...(comparing ? ['run'] : []), 'from', 'to', ...rowNames(first)]))
        headed = true
      }
      await print(lines.join(''))
    },
    endRun: silence,
    end: silence,
  }
}
