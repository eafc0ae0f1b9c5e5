/** A simulated cloud of many accounts that its parent sends faults to. It ends with its parent, however that ends. */
import type { FaultName, FaultSettings } from '#simulator/fault-kinds'
import { startSimulator } from '#simulator/index'
import { seconds } from '#time/duration'
import { accountsOf } from './fleet.ts'

const simulator = await startSimulator({ accounts: accountsOf(Number(process.argv[2])), heaterTick: seconds(10) })
process.on('disconnect', () => process.exit())
process.on('message', (faults: readonly (readonly [FaultName, FaultSettings?])[]) => {
  const at = Date.now()
  for (const [name, settings] of faults) simulator.faults.on(name, settings)
  process.send?.(at)
})
process.send?.(simulator.url)
