import { describe, expect, it } from 'vitest'
import { conflicts, Draft, EMPTY, patchOf } from './draft.svelte'

describe('a draft', () => {
  it('holds only what differs from the record', () => {
    const draft = new Draft('t1')
    const record = { ...EMPTY, what: 'asap' }
    draft.set('what', 'asap tebal', record, 4)
    expect(draft.merged(record).what).toBe('asap tebal')
    expect(draft.version).toBe(4)
    draft.set('what', 'asap', record, 4)
    expect(draft.dirty).toBe(false)
  })

  it('merges by itself when others changed other fields', () => {
    expect(conflicts(EMPTY, { what: 'x' }, { ...EMPTY, text: 'Jl. Sudirman' })).toEqual([])
  })

  it('names the fields that both changed', () => {
    expect(conflicts(EMPTY, { what: 'x', text: 'a' }, { ...EMPTY, what: 'y', text: 'a' })).toEqual(['what'])
  })

  it('sends the place as a whole', () => {
    const record = { ...EMPTY, text: 'Pasar', kelurahan_code: '13' }
    expect(patchOf({ lat: 1, lon: 2 }, record)).toEqual({
      place: { text: 'Pasar', kelurahan_code: '13', lat: 1, lon: 2, source: 'dispatcher' },
    })
    expect(patchOf({ priority: 1 }, record)).toEqual({ priority: 1 })
  })
})
