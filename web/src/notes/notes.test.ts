import { describe, expect, it } from 'vitest'
import { queryOf } from './notes'

const nowhere = { text: ' ', kelurahan_code: '', lat: null, lon: null }

describe('notes of a place', () => {
  it('asks nothing while there is no place', () => {
    expect(queryOf(nowhere, 'i')).toBe('')
  })

  it('asks by point, words and kelurahan', () => {
    expect(queryOf({ text: ' Jl. Sudirman 12 ', kelurahan_code: '13', lat: -0.4653001, lon: 100.4, radius_m: 12.6 }, 'i'))
      .toBe('lat=-0.465300&lon=100.400000&radius_m=13&text=Jl.+Sudirman+12&kelurahan_code=13&incident_id=i')
  })
})
