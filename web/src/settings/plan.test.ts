import { describe, expect, it } from 'vitest'
import type { QueuePlan } from '../lib/types'
import { clockOf, codeOf, isNumber, pieces, problemsIn, timeline, warningsIn } from './plan'

const say = (key: string): string => key
function plan(over: Partial<QueuePlan> = {}): QueuePlan {
  return {
    version: 3, ring_seconds: 20, ring_all_after_s: 30, ring_all_waiting: 0, wrap_up_s: 30, overflow_after_s: 60, overflow_waiting: 5, overflow_desks: ['desk-04'], outside: [{ name: 'Bukittinggi', number: '0752 21112' }],
    outside_after_s: 120, night: { mode: 'off', from: '22:00', to: '06:00' }, skills: [{ code: 'medical', name_id: 'Medis', name_en: 'Medical' }], dialled: [{ number: '119', skill: 'medical' }], announce_every_s: 30, ...over,
  }
}

describe('what a caller lives through', () => {
  it('is in the order in which it happens and never ends in a hang-up', () => {
    expect(timeline(plan(), (id) => `Meja ${id.slice(-1)}`).map((s) => [s.at, s.kind, ...s.names])).toEqual([
      [0, 'connected'], [0, 'one'], [30, 'all'], [60, 'group', 'Meja 4'], [120, 'outside', 'Bukittinggi'], [null, 'stays'],
    ])
  })
  it('follows the times, not the order of the form', () => {
    expect(timeline(plan({ outside_after_s: 45 })).map((s) => s.kind)).toEqual(['connected', 'one', 'all', 'outside', 'group', 'stays'])
  })
  it('at night the second group joins at once, and the numbers outside soon', () => {
    expect(timeline(plan(), undefined, true).map((s) => [s.at, s.kind])).toEqual([[0, 'connected'], [0, 'all'], [0, 'group'], [15, 'outside'], [null, 'stays']])
  })
  it('rings all from the start when that would begin within the first ring', () => {
    expect(timeline(plan({ ring_all_after_s: 1 })).map((s) => s.kind)).toEqual(['connected', 'all', 'group', 'outside', 'stays'])
  })
  it('leaves out what is off or has nobody in it', () => {
    expect(timeline(plan({ ring_all_after_s: 0, overflow_desks: [], outside: [] })).map((s) => s.kind)).toEqual(['connected', 'one', 'stays'])
  })
})

describe('what stands wrong', () => {
  it('is nothing in a sound plan', () => expect(problemsIn(plan(), say)).toEqual({}))
  it('is named by its field, a row by its place', () => {
    const wrong = plan({ ring_seconds: Number.NaN, outside: [{ name: '', number: 'abc' }], dialled: [{ number: '119', skill: 'gone' }], night: { mode: 'schedule', from: '25:00', to: '06:00' } })
    expect(Object.keys(problemsIn(wrong, say)).sort()).toEqual(['dialled.0.skill', 'night.from', 'outside.0.name', 'outside.0.number', 'ring_seconds'])
  })
  it('an announcement that never ends is refused', () => expect(problemsIn(plan({ announce_every_s: 5 }), say)).toEqual({ announce_every_s: 'plan.bad.announce' }))
  it('two skills of one code are one too many', () => {
    const skill = { code: 'medical', name_id: 'Medis', name_en: '' }
    expect(problemsIn(plan({ skills: [skill, skill] }), say)).toEqual({ 'skills.1.code': 'set.bad.twice' })
  })
  it('what is only odd is a warning', () => {
    expect(warningsIn(plan({ outside_after_s: 10 }))).toEqual(['set.warn.outsidefirst'])
    expect(warningsIn(plan({ overflow_desks: [], outside: [] }))).toEqual(['set.warn.nofallback'])
    expect(warningsIn(plan())).toEqual([])
  })
})

describe('small things', () => {
  it('a code is made of a name', () => expect(codeOf(' Bahasa Minang 2')).toBe('bahasa_minang_2'))
  it('a time is read as people write it', () => {
    expect(['2200', '22.00', '6', '6:30', '22:00', 'malam'].map(clockOf)).toEqual(['22:00', '22:00', '06:00', '06:30', '22:00', 'malam'])
  })
  it('numbers are told from words', () => {
    expect(['112', '0752-81112', '+62 812 3456 7890'].every(isNumber)).toBe(true)
    expect(['', '12', 'pusat', '081-ab'].some(isNumber)).toBe(false)
  })
  it('a sentence is cut at its fields', () => {
    expect(pieces('Setelah {x} detik')).toEqual([{ text: 'Setelah ', field: '' }, { text: '', field: 'x' }, { text: ' detik', field: '' }])
  })
})
