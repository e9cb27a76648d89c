import { describe, expect, it } from 'vitest'
import type { IncidentView, UnitView } from '../lib/types'
import { agencyCounts, extended, former, matches, momentOf, toggled } from './triage'

const unit = (id: string, status: string, station: string): UnitView => ({ id, agency_id: 'bpbd', status, station_name: station }) as UnitView

describe('agencies at a glance', () => {
  it('counts free, busy and out, and names stations that are bare', () => {
    const [bpbd] = agencyCounts(
      [{ id: 'bpbd', name: 'BPBD', kind: 'bpbd', phone: null }, { id: 'none', name: 'X', kind: 'fire', phone: null }] as never,
      [{ id: 'a', name: 'A', agency_id: 'bpbd', lat: null, lon: null }, { id: 'b', name: 'B', agency_id: 'bpbd', lat: null, lon: null }, { id: 'c', name: 'C', agency_id: 'bpbd', lat: null, lon: null }],
      [unit('1', 'available', 'A'), unit('2', 'on_scene', 'B'), unit('3', 'out_of_service', 'B'), unit('4', 'en_route', 'A')],
    )
    expect(bpbd).toMatchObject({ free: 1, busy: 2, out: 1, bare: ['B'] })
  })
})

describe('choosing', () => {
  it('turns one and takes a range along', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b'])
    expect([...toggled(new Set(['a']), 'a')]).toEqual([])
    expect([...extended(new Set(['a']), ['a', 'b', 'c', 'd'], 3, 1)]).toEqual(['a', 'b', 'c', 'd'])
  })
  it('finds by all words', () => {
    const flood = { number: 12, type_name_id: 'Banjir', type_name_en: 'Flood', what: '', place: { text: 'Jl. Hamka' } } as IncidentView
    expect(matches(flood, 'hamka ban')).toBe(true)
    expect(matches(flood, 'hamka api')).toBe(false)
  })
})

describe('the way back', () => {
  it('asks once for each value that there was', () => {
    const rows = [{ id: 'a', priority: 1 }, { id: 'b', priority: 2, major_incident_id: 'm' }, { id: 'c', priority: 1 }] as IncidentView[]
    expect(former(rows, 'priority', 3)).toEqual([{ incident_ids: ['a', 'c'], priority: 1 }, { incident_ids: ['b'], priority: 2 }])
    expect(former(rows, 'major_incident_id', null)).toEqual([{ incident_ids: ['a', 'c'], major_incident_id: null }, { incident_ids: ['b'], major_incident_id: 'm' }])
  })
})

describe('times on paper', () => {
  const now = new Date(2026, 10, 21, 14, 10)
  it('are of today, or of yesterday when they would lie ahead', () => {
    expect(momentOf('14:05', now)).toBe(new Date(2026, 10, 21, 14, 5).toISOString())
    expect(momentOf('23.50', now)).toBe(new Date(2026, 10, 20, 23, 50).toISOString())
  })
  it('are nothing when they are no time', () => {
    for (const told of ['', '25:00', '12:77', 'pagi']) expect(momentOf(told, now)).toBeNull()
  })
})
