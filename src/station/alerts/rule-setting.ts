/** A rule as it is set for one heater: what the config says of that heater, else of the rule, else of all; else its default. */
import { hours } from '#time/duration'
import type { AlertRule, Rule, RuleSetting } from './alert-rule.ts'
import type { AlertsConfig, RuleConfig } from './alerts-config.ts'
import { allRules, type RuleName } from './rules.ts'

/** @param heater absent for the station. A heater goes by its id or its name. */
export function ruleSetting(
  config: AlertsConfig,
  rule: Rule<never>,
  heater?: { readonly id: string; readonly name: string },
): RuleSetting {
  const general = config.rules?.[rule.name as RuleName]
  const heaters = general?.heaters ?? {}
  const own = heater && (heaters[heater.id] ?? heaters[heater.name])
  const said: RuleConfig = { ...general, ...given(own) }
  const { options = {} } = rule
  const repeat = said.repeat ?? rule.repeat
  return {
    enabled: said.enabled ?? true,
    insisted: said.enabled === true,
    severity: said.severity ?? rule.severity,
    threshold: said.threshold ?? rule.limit?.at ?? 0,
    hold: said.hold ?? rule.hold,
    repeat: repeat === 'never' ? undefined : repeat,
    quiet: quietOf(config, said),
    channels: said.channels,
    by: said.by,
    temperature: said.temperature ?? options.temperature,
    window: said.window ?? options.window ?? hours(1),
  }
}

const given = (config: RuleConfig = {}): RuleConfig =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined))

function quietOf(config: AlertsConfig, { quietHours }: RuleConfig): RuleSetting['quiet'] {
  if (quietHours === 'none') return undefined
  if (quietHours !== undefined) return { hours: quietHours, own: true }
  return config.quietHours && { hours: config.quietHours, own: false }
}

/** The settings of all rules, each worked out once. */
export class RuleSettings {
  readonly #config: AlertsConfig
  readonly #known = new Map<Rule<never>, Map<string, RuleSetting>>()

  constructor(config: AlertsConfig) {
    this.#config = config
  }

  of(rule: Rule<never>, heater?: { readonly id: string; readonly name: string }): RuleSetting {
    const known = this.#known.get(rule) ?? new Map<string, RuleSetting>()
    this.#known.set(rule, known)
    const key = heater ? `${heater.id} ${heater.name}` : ''
    const setting = known.get(key) ?? ruleSetting(this.#config, rule, heater)
    known.set(key, setting)
    return setting
  }
}

/** All rules as they are set, for those who list them. */
export const listedRules = (config: AlertsConfig): readonly AlertRule[] =>
  allRules.map((each): AlertRule => {
    const rule: Rule<never> = each
    const { enabled, severity, threshold, hold, repeat, by } = ruleSetting(config, rule)
    const { name, title, looksAt, advice, limit, options = {} } = rule
    return {
      name,
      title,
      severity,
      enabled: enabled && !('by' in options && by === undefined),
      looksAt,
      advice,
      ...(limit && { is: limit.is, threshold, unit: limit.unit }),
      hold,
      repeat,
    }
  })
