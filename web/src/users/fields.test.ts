import { describe, expect, it } from 'vitest'
import { bodyOf, kecamatanOf, missing, NEW_USER } from './fields'

describe('a user', () => {
  it('keeps only what belongs to the role', () => {
    const filled = { ...NEW_USER, username: 'rina', name: ' Rina ', agency_id: 'agency-fire', unit_id: 'unit-1', areas: ['13.74.01'] }
    expect(bodyOf(filled, true)).toEqual({ username: 'rina', name: 'Rina', role: 'dispatcher', agency_id: null, unit_id: null, areas: ['13.74.01'] })
    expect(bodyOf({ ...filled, role: 'responder' }, false)).toEqual({ name: 'Rina', role: 'responder', agency_id: null, unit_id: 'unit-1', areas: [] })
  })
  it('of an agency needs the agency, in the field the unit', () => {
    expect(missing({ ...NEW_USER, username: 'a', name: '' }, true)).toEqual(['username', 'name'])
    expect(missing({ ...NEW_USER, name: 'A', role: 'agency_dispatcher' }, false)).toEqual(['agency_id'])
    expect(missing({ ...NEW_USER, name: 'A', role: 'responder' }, false)).toEqual(['unit_id'])
  })
  it('is limited to kecamatan by the first three parts of their kelurahan', () => {
    expect(kecamatanOf([{ code: '13.74.01.1001', kecamatan: 'Timur' }, { code: '13.74.01.1002', kecamatan: 'Timur' }, { code: '13.74.02.1001', kecamatan: 'Barat' }]))
      .toEqual([{ code: '13.74.01', name: 'Timur' }, { code: '13.74.02', name: 'Barat' }])
  })
})
