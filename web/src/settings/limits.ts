/** What is wrong in the time limits, by field. Pure; the API decides again. */
import type { TimerRule } from '../lib/types.lifecycle'
import type { Problems } from './problems'

export interface Limits { version: number; rules: TimerRule[]; duty_phones: Record<string, string> }
type Say = (key: 'limits.bad' | 'limits.bad.step' | 'limits.bad.order') => string

const DAY_S = 86_400
const within = (value: number, least: number): boolean => Number.isInteger(value) && value >= least && value <= DAY_S

export function problemsInLimits(value: Limits, say: Say): Problems {
  const found: Problems = {}
  value.rules.forEach((rule, n) => {
    if (!within(rule.after_s, 10)) found[`rules.${n}.after_s`] = say('limits.bad')
    for (const name of ['supervisor_s', 'sms_s'] as const) if (!within(rule[name], 0)) found[`rules.${n}.${name}`] = say('limits.bad.step')
    if (rule.sms_s && rule.supervisor_s && rule.sms_s < rule.supervisor_s) found[`rules.${n}.sms_s`] = say('limits.bad.order')
  })
  return found
}
