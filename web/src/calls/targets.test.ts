import { describe, expect, it } from 'vitest'
import type { DeskView } from '../lib/types'
import { agencyTarget, deskTarget, findTargets, skillTarget, typedNumber } from './targets'

const desk = (id: string, over: Partial<DeskView> = {}): DeskView => ({ id, label: id, user_id: 'u', user_name: `Orang ${id}`, state: 'ready', reason: '', since: null, registered: true, call_id: null, skipped: 0, wrap_up_until: null, skills: [], ...over })
const all = [
  agencyTarget({ id: 'fire', name: 'Dinas Pemadam Kebakaran', kind: 'fire', phone: '075282110' }),
  agencyTarget({ id: 'dishub', name: 'Dinas Perhubungan', kind: 'dishub', phone: null }),
  skillTarget({ code: 'minang', name_id: 'Bahasa Minang', name_en: 'Minang' }),
  deskTarget(desk('desk-02', { call_id: 'c9' }), 'desk-01'),
  deskTarget(desk('desk-03'), 'desk-01'),
  deskTarget(desk('desk-04', { registered: false }), 'desk-01'),
]

describe('whom a call may go to', () => {
  it('free colleagues first, then busy ones, then queues and agencies; who cannot be called comes last', () => {
    expect(findTargets(all, '').map((x) => x.key)).toEqual(['desk.desk-03', 'desk.desk-02', 'skill.minang', 'agency.fire', 'desk.desk-04', 'agency.dishub'])
    expect(findTargets(all, '').filter((x) => !x.usable).map((x) => x.key)).toEqual(['desk.desk-04', 'agency.dishub'])
  })
  it('is found by any words of name or state', () => {
    expect(findTargets(all, 'pemadam').map((x) => x.to)).toEqual([{ kind: 'agency', id: 'fire' }])
    expect(findTargets(all, 'sedang bicara').map((x) => x.key)).toEqual(['desk.desk-02'])
  })
  it('a typed number stands first, as it was meant, and is read as people write it', () => {
    expect(findTargets(all, '0812 3456-789')[0]?.to).toEqual({ kind: 'number', number: '08123456789' })
    expect(typedNumber('+62 812 3456 789')).toBe('+628123456789')
    expect(typedNumber('12')).toBe('')
    expect(typedNumber('0812x')).toBe('')
  })
})
