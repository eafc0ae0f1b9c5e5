/** The plan of a station as a config that says the same, each line with where it was said; secrets are left out. */
import type { Path } from '#schema/findings'
import { isRecord } from '#schema/wire-entry'
import { spanText } from '#station/alerts/alerts-config'
import { listedRules } from '#station/alerts/rule-setting'
import { configJsonSchema } from '#station/config/config-schema'
import { listenText } from '#station/config/listen-address'
import { isSecret } from '#station/config/schemas-at'
import type { ConfigFile } from './config-file.ts'
import type { StationPlan } from './station-plan.ts'

const hidden = '‹secret›'

/** @param file the config, for what the alerts are told as. */
export function planConfig(plan: StationPlan, file: ConfigFile | undefined): Readonly<Record<string, unknown>> {
  const { accounts, interval, store, api, log, readOnly } = plan
  const config = {
    accounts: accounts.map(({ heaters, passwordReadBy: _, ...account }) => ({
      ...account,
      ...(heaters && {
        heaters: heaters.map(each => ({ ...each, interval: each.interval && spanText(each.interval) })),
      }),
    })),
    interval: spanText(interval),
    store,
    api: api === undefined ? { listen: 'off' } : { ...api, listen: listenText(api.listen) },
    alerts: toldAlerts(plan, file),
    log: { ...log, size: log.size && `${log.size}B` },
    readOnly,
  }
  return veiled(JSON.parse(JSON.stringify(config)), [], configJsonSchema()) as Record<string, unknown>
}

/** As the config has it, with every rule as it is in force; what it says by `enabled` only where the config does. */
function toldAlerts({ alerts }: StationPlan, file: ConfigFile | undefined): Readonly<Record<string, unknown>> {
  const given = givenAlerts(file)
  const rules = listedRules(alerts).map(({ name, severity, threshold, hold, repeat }) => {
    const usual = { severity, threshold, hold: spanText(hold), repeat: repeat ? spanText(repeat) : 'never' }
    return [name, { ...usual, ...given.rules?.[name] }]
  })
  return { ...given, rules: Object.fromEntries(rules) }
}

const givenAlerts = (file: ConfigFile | undefined) =>
  (file?.given.alerts ?? {}) as { readonly rules?: Readonly<Record<string, object>> }

/** YAML with where each value was said behind it. */
export async function planText(plan: StationPlan, file: ConfigFile | undefined): Promise<string> {
  const { Document, isCollection, isMap, isNode, isScalar } = await import('yaml')
  const document = new Document(planConfig(plan, file))
  for (const [name, origin] of plan.origins) {
    const path = name.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))
    const above = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
    const pair = isMap(above) ? above.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined
    if (pair === undefined || !isNode(pair.key) || !isNode(pair.value)) continue
    if (isCollection(pair.value)) pair.key.commentBefore = ` ${origin}`
    else pair.value.comment = ` ${origin}`
  }
  const off = listedRules(plan.alerts).flatMap(({ name, enabled }) => (enabled ? [] : [name]))
  const rules = document.getIn(['alerts', 'rules'], true)
  for (const { key, value } of isMap(rules) ? rules.items : []) {
    if (!isMap(value) || !isScalar(key)) continue
    value.flow = true
    const name = String(key.value)
    const said = givenAlerts(file).rules?.[name] !== undefined
    const origin = said && file ? `${file.name}, line ${file.line(['alerts', 'rules', name])}` : 'by default'
    value.comment = ` ${origin}${off.includes(name) ? '; it is off' : ''}`
  }
  document.commentBefore = ` ${plan.file === undefined ? 'There is no config file.' : `The config is ${plan.file}.`}`
  return document.toString({ lineWidth: 0 })
}

function veiled(value: unknown, path: Path, schema: object): unknown {
  if (Array.isArray(value)) return value.map((each, i) => veiled(each, [...path, i], schema))
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, veiled(each, [...path, key], schema)]))
  return typeof value === 'string' && isSecret(schema, path) ? hidden : value
}
