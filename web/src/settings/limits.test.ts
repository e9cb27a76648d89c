import { describe, expect, it } from 'vitest'
import type { TimerRule } from '../lib/types.lifecycle'
import { problemsInLimits } from './limits'

const rule = (more: Partial<TimerRule>): TimerRule => ({ kind: 'no_unit', group: '', agency: '', priority: 0, on: true, after_s: 60, supervisor_s: 60, sms_s: 180, eta_share: 0, why_id: '', why_en: '', ...more })
const check = (...rules: TimerRule[]): string[] => Object.keys(problemsInLimits({ version: 0, rules, duty_phones: {} }, (key) => key))

describe('time limits', () => {
  it('holds what makes sense', () => {
    expect(check(rule({}), rule({ sms_s: 0 }), rule({ supervisor_s: 0 }))).toEqual([])
  })

  it('names the field that does not', () => {
    expect(check(rule({ after_s: 5 }), rule({ supervisor_s: Number.NaN }), rule({ supervisor_s: 300, sms_s: 60 })))
      .toEqual(['rules.0.after_s', 'rules.1.supervisor_s', 'rules.2.sms_s'])
  })
})
