import { describe, expect, it } from 'vitest'
import { EMPTY, type Fields } from '../incidents/draft.svelte'
import type { PlaceHit, WhereView } from '../lib/types.places'
import { contradicts, firstTaken, kelurahanToSet, NOTHING, pointToSet } from './choice'

const where: WhereView = { kelurahan_code: '13.74.01.1001', kelurahan: 'Ganting', kecamatan: 'Timur', city: '', near_border: false, other: '', border_m: null, response_areas: {}, unsure: [], method: 'polygon' }
const hit: PlaceHit = { kind: 'landmark', name: 'Pasar', detail: '', lat: -0.46071234, lon: 100.41771234, score: 1, source: 'demo', where }
const typed = (more: Partial<Fields>): Fields => ({ ...EMPTY, text: 'pasar', ...more })

describe('a place that is chosen', () => {
  it('sets the point when there is none', () => {
    expect(pointToSet(typed({}), hit, NOTHING)).toEqual({ lat: -0.460712, lon: 100.417712 })
  })
  it('leaves a point that somebody put', () => {
    expect(pointToSet(typed({ lat: -0.5, lon: 100.5 }), hit, NOTHING)).toBeNull()
  })
  it('replaces the point of the choice before', () => {
    const filled = { point: { lat: -0.5, lon: 100.5 }, kelurahan: '' }
    expect(pointToSet(typed({ lat: -0.5, lon: 100.5 }), hit, filled)).not.toBeNull()
  })
  it('is taken by Enter at once only when its name fits', () => {
    expect(firstTaken([hit])).toBe(0)
    expect(firstTaken([{ ...hit, score: 0.6 }])).toBe(-1)
    expect(firstTaken([])).toBe(-1)
  })
})

describe('the kelurahan of a point', () => {
  it('fills in what is empty, or what a point before had filled in', () => {
    expect(kelurahanToSet(typed({}), where, NOTHING)).toBe('13.74.01.1001')
    expect(kelurahanToSet(typed({ kelurahan_code: 'x' }), where, { point: null, kelurahan: 'x' })).toBe('13.74.01.1001')
  })
  it('never replaces one that was chosen by hand, and says that they contradict', () => {
    const chosen = typed({ kelurahan_code: '13.74.02.1004' })
    expect(kelurahanToSet(chosen, where, NOTHING)).toBe('')
    expect(contradicts(chosen, where)).toBe(true)
    expect(contradicts(typed({}), where)).toBe(false)
  })
  it('leaves what is there when the point is in none', () => {
    expect(kelurahanToSet(typed({ kelurahan_code: 'x' }), { ...where, kelurahan_code: '' }, { point: null, kelurahan: 'x' })).toBe('')
  })
})
