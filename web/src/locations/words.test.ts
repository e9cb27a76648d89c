import { describe, expect, it } from 'vitest'
import { aCall } from '../calls/samples'
import type { LocationView } from '../lib/types.locations'
import { ago, isAt, line, wordFor } from './words'

const NOW = Date.parse('2026-03-01T07:05:24Z')
const fix = (over: Partial<LocationView> = {}): LocationView => ({
  id: 'f1', source: 'aml_sms', method: 'wifi', lat: -0.46425, lon: 100.3992, radius_m: 20, confidence: 68, altitude_m: null,
  at: '2026-03-01T07:05:10Z', received_at: '2026-03-01T07:05:12Z', address: '', civic: {}, kind: 'aml_sms_v1', notes: [], ...over,
})

describe('a location in one line', () => {
  it('says source, radius and age', () => expect(line(fix(), NOW)).toBe('AML, 20 m, 14 dtk lalu'))
  it('says when the source does not say how sure it is', () => expect(line(fix({ radius_m: null }), NOW)).toBe('AML, ketelitian tidak disebut, 14 dtk lalu'))
  it('says when the phone found nothing', () => expect(line(fix({ lat: null, lon: null }), NOW)).toBe('AML, ponsel tidak menemukan lokasinya, 14 dtk lalu'))
  it('names the fixed line, which has no age', () => expect(line(fix({ source: 'ali', name: 'Hotel A', at: null, received_at: null }), NOW)).toBe('Telepon tetap, Hotel A'))
  it('counts in the unit that fits', () => expect([ago(59), ago(60), ago(7200), ago(200_000)]).toEqual(['59 dtk lalu', '1 mnt lalu', '2 jam lalu', '2 hari lalu']))
})

describe('whose word a point is', () => {
  const calls = [aCall({ locations: [fix({ lat: -0.4642504 }), fix({ id: 'f2', lat: null, lon: null })] })]
  it('keeps source and radius of a fix that was taken over', () => expect(wordFor(-0.46425, 100.3992, calls)).toEqual({ source: 'aml', radius_m: 20 }))
  it('is the dispatcher\'s when the point is another', () => expect(wordFor(-0.46, 100.3992, calls)).toEqual({ source: 'dispatcher' }))
  it('matches nothing where there is no point', () => expect(isAt(fix({ lat: null, lon: null }), null, null)).toBe(false))
})
