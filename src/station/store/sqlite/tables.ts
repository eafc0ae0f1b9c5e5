/** All tables of a store, and how a batch goes into them. */
import type { JournalEntry } from '../../journal/journal-entry.ts'
import type { Batch, NewBlock } from '../store.ts'
import { AlertTable } from './alert-table.ts'
import { BlockTable } from './block-table.ts'
import { DirtyHourTable } from './dirty-hour-table.ts'
import { EnergyTable } from './energy-table.ts'
import type { Database } from './engine.ts'
import { GapTable } from './gap-table.ts'
import { HeaterTable } from './heater-table.ts'
import { JournalTable } from './journal-table.ts'
import { MemoryTable } from './memory-table.ts'
import { RollupTable } from './rollup-table.ts'
import { RunTable } from './run-table.ts'
import { SampleTable } from './sample-table.ts'
import { ShapeTable } from './shape-table.ts'
import { TallyTable } from './tally-table.ts'
import { TokenTable } from './token-table.ts'

export class Tables {
  readonly heaters: HeaterTable
  readonly samples: SampleTable
  readonly blocks: BlockTable
  readonly rollups: RollupTable
  readonly dirtyHours: DirtyHourTable
  readonly gaps: GapTable
  readonly energy: EnergyTable
  readonly journal: JournalTable
  readonly alerts: AlertTable
  readonly tokens: TokenTable
  readonly runs: RunTable
  readonly memory: MemoryTable
  readonly tally: TallyTable
  readonly #shapes: ShapeTable

  constructor(db: Database) {
    this.#shapes = new ShapeTable(db)
    this.heaters = new HeaterTable(db)
    this.samples = new SampleTable(db, this.heaters, this.#shapes)
    this.blocks = new BlockTable(db, this.heaters)
    this.rollups = new RollupTable(db, this.heaters)
    this.dirtyHours = new DirtyHourTable(db, this.heaters)
    this.gaps = new GapTable(db, this.heaters)
    this.energy = new EnergyTable(db, this.heaters)
    this.journal = new JournalTable(db, this.heaters)
    this.alerts = new AlertTable(db, this.heaters)
    this.tokens = new TokenTable(db)
    this.runs = new RunTable(db)
    this.memory = new MemoryTable(db)
    this.tally = new TallyTable(db)
  }

  /** What takes away goes first, so that it takes nothing that comes with it. */
  put(batch: Batch): readonly JournalEntry[] {
    for (const heater of batch.heaters ?? []) this.heaters.put(heater)
    for (const block of batch.blocks ?? []) this.#pack(block)
    for (const hour of batch.clean ?? []) this.dirtyHours.remove(hour)
    for (const id of batch.removedTokens ?? []) this.tokens.remove(id)
    for (const line of batch.removedEnergy ?? []) this.energy.remove(line)
    let added = 0
    for (const sample of batch.samples ?? []) if (this.samples.add(sample)) added++
    this.tally.add('samples', added)
    if (batch.dirty?.length) {
      const mark = this.tally.add('marks', 1)
      for (const hour of batch.dirty) this.dirtyHours.put(hour, mark)
    }
    for (const rollup of batch.rollups ?? []) this.rollups.put(rollup)
    for (const gap of batch.gaps ?? []) this.gaps.put(gap)
    for (const line of batch.energy ?? []) this.energy.put(line)
    for (const alert of batch.alerts ?? []) this.alerts.put(alert)
    for (const token of batch.tokens ?? []) this.tokens.put(token)
    for (const run of batch.runs ?? []) this.runs.put(run)
    for (const [key, value] of Object.entries(batch.memory ?? {})) this.memory.put(key, value)
    return (batch.journal ?? []).map(entry => this.journal.put(entry))
  }

  #pack(block: NewBlock): void {
    const heater = this.heaters.keyFor(block.heater)
    this.tally.add('packed', this.blocks.put(block))
    let removed = 0
    for (const at of block.raw) if (this.samples.remove(heater, at)) removed++
    this.tally.add('samples', -removed)
  }

  /** What was learnt in a transaction that was taken back. */
  forget(): void {
    this.heaters.forget()
    this.#shapes.forget()
    this.samples.forget()
  }
}
