import { describe, expect, it } from 'vitest'
import { freeId, whole } from './editor.svelte'

describe('a protocol in the editor', () => {
  it('has every field, whatever was left out', () => {
    const one = whole({ code: 'x', group: 'fire', name_id: 'X', priority: 2, questions: [{ id: 'q', text_id: '?', answers: [{ value: 'yes', text_id: 'Ya' }] }] })
    expect(one.questions[0]).toEqual({ id: 'q', text_id: '?', text_en: '', kind: 'yes_no', next: '', answers: [{ value: 'yes', text_id: 'Ya', text_en: '', priority: 0, type_code: '', next: '', at_least: null, at_most: null }] })
    expect([one.active, one.parent, one.run_card.levels]).toEqual([true, '', []])
    expect(whole(one)).toEqual(one)
  })

  it('gives new parts a name nobody has', () => {
    expect(freeId([], 'q')).toBe('q1')
    expect(freeId([{ id: 'q2' }], 'q')).toBe('q3')
    expect(freeId([{ value: 'a1' }, { value: 'a3' }], 'a')).toBe('a4')
  })
})
