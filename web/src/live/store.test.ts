import { describe, expect, it } from 'vitest'
import { aLostCaller } from '../calls/samples'
import type { CallView, IncidentView, LiveEntry, Snapshot } from '../lib/types'
import { boardOrder, LiveStore, processList, queueOrder } from './store.svelte'

function call(id: string, over: Partial<CallView> = {}): CallView {
  return {
    id, pbx_id: 'pbx', uniqueid: id, number: '081200000001', number_e164: '+6281200000001', withheld: false,
    state: 'waiting', outcome: null, received_at: '2026-11-21T07:00:00Z', answered_at: null, ended_at: null,
    desk_id: null, user_id: null, user_name: null, offered_to: [], returned: 0, incident_id: null,
    recording_id: null, exercise: false, caller: null, direction: 'in', parties: [], parked_at: null, park_label: '', skill: '', overflow: '',
    priority: 0, silent: '', test: false, disposition: '', nuisance: { score: 0, calls: 1, nuisance_calls: 0, lowered_until: null }, abandoned_id: null, callback_of: null, notice_of: null, locations: [], ...over,
  }
}

function incident(id: string, over: Partial<IncidentView> = {}): IncidentView {
  return {
    id, number: 1, type_code: 'fire', type_name_id: 'Kebakaran', type_name_en: 'Fire', priority: 2, state: 'open', what: '',
    place: { text: '', kelurahan_code: '', lat: null, lon: null, source: 'dispatcher', radius_m: null },
    opened_at: '2026-11-21T07:00:00Z', opened_by: 'dina', closed_at: null, disposition: null, call_ids: [], assignments: [],
    narrative: [], version: 1, exercise: false, ...over,
  }
}

function snapshot(position: number, calls: CallView[] = []): Snapshot {
  return {
    position, center: { id: 'c', name: 'Padang Panjang', timezone: 'Asia/Jakarta' }, user: { id: 'u1', username: 'dina', name: 'Dina' },
    calls, incidents: [], units: [], desks: [], agencies: [], stations: [], types: [], kelurahan: [], cameras: [], pages: [], processes: [],
  }
}

function entry(position: number, changed: LiveEntry['changed']): LiveEntry {
  return {
    type: 'entry', position, kind: 'CallAnswered', occurred_at: '', recorded_at: '', source: 'ari', actor: null,
    desk_id: null, subject: { type: 'call', id: 'a' }, data: {}, changed,
  }
}

describe('the store', () => {
  it('follows the journal from the snapshot on', () => {
    const store = new LiveStore()
    store.load(snapshot(10, [call('a')]))
    expect(store.waiting.map((c) => c.id)).toEqual(['a'])
    store.apply(entry(11, { calls: [call('a', { state: 'talking', desk_id: 'desk-01' })] }))
    expect(store.waiting).toEqual([])
    expect(store.active.map((c) => c.id)).toEqual(['a'])
    expect(store.position).toBe(11)
  })

  it('counts an entry that is repeated after a reconnect once', () => {
    const store = new LiveStore()
    store.load(snapshot(10))
    expect(store.apply(entry(12, { calls: [call('a', { state: 'ended' })] }))).toBe(true)
    expect(store.apply(entry(11, { calls: [call('a', { state: 'waiting' })] }))).toBe(false)
    expect(store.apply(entry(12, { calls: [call('a', { state: 'waiting' })] }))).toBe(false)
    expect(store.calls.get('a')?.state).toBe('ended')
    expect(store.recent).toHaveLength(1)
  })

  it('a reload forgets what the snapshot does not hold', () => {
    const store = new LiveStore()
    store.load(snapshot(10, [call('a')]))
    store.load(snapshot(50, [call('b')]))
    expect([...store.calls.keys()]).toEqual(['b'])
    expect(store.position).toBe(50)
  })

  it('an answer of ours never overwrites a newer version from the live channel', () => {
    const store = new LiveStore()
    store.load(snapshot(10))
    store.apply(entry(11, { incidents: [incident('i', { version: 3, what: 'new' })] }))
    store.saw(incident('i', { version: 2, what: 'old' }))
    expect(store.incidents.get('i')?.what).toBe('new')
  })

  it('finds my desk by my user', () => {
    const store = new LiveStore()
    store.load({ ...snapshot(1), desks: [{ id: 'desk-02', label: 'Meja 2', user_id: 'u1', user_name: 'Dina', state: 'ready', reason: '', since: null, registered: true, call_id: null, skipped: 0, wrap_up_until: null, skills: [] }] })
    expect(store.myDesk?.id).toBe('desk-02')
  })
})

describe('lost callers, parked calls and alarms', () => {
  it('a lost caller is there until called back or dismissed, the latest first', () => {
    const store = new LiveStore()
    store.load({ ...snapshot(1), abandoned: [aLostCaller('a'), aLostCaller('b', { last_at: '2026-11-21T08:00:00Z' })] })
    expect(store.abandonedList.map((r) => r.id)).toEqual(['b', 'a'])
    store.apply(entry(2, { abandoned: [aLostCaller('b', { state: 'calling' })] }))
    expect(store.abandoned.get('b')?.state).toBe('calling')
    store.apply(entry(3, { abandoned: [aLostCaller('b', { state: 'reached' }), aLostCaller('a', { state: 'dismissed' })] }))
    expect(store.abandonedList).toEqual([])
  })

  it('a cleared alarm goes, a critical one stands first', () => {
    const store = new LiveStore()
    const alarm = (key: string, over = {}) => ({ key, severity: 'warning' as const, text_id: key, text_en: key, source: 's', raised_at: '2026-11-21T07:00:00Z', acknowledged_at: null, acknowledged_by: null, ...over })
    store.load({ ...snapshot(1), alarms: [alarm('w'), alarm('c', { severity: 'critical' })] })
    expect(store.alarmList.map((a) => a.key)).toEqual(['c', 'w'])
    store.apply(entry(2, { alarms: [alarm('c', { severity: 'critical', cleared_at: '2026-11-21T07:05:00Z' })] }))
    expect(store.alarmList.map((a) => a.key)).toEqual(['w'])
  })

  it('a parked caller is neither waiting nor in talk, and a call out is not waiting for anybody', () => {
    const store = new LiveStore()
    store.load(snapshot(1, [call('p', { state: 'held', parked_at: '2026-11-21T07:01:00Z' }), call('o', { direction: 'out' }), call('w')]))
    expect(store.parked.map((c) => c.id)).toEqual(['p'])
    expect(store.waiting.map((c) => c.id)).toEqual(['w'])
    expect(store.active.map((c) => c.id)).toEqual(['o'])
  })

  it('a server that knows none of the newer fields is still shown', () => {
    const store = new LiveStore()
    const { parties, nuisance, parked_at, direction, ...older } = call('a')
    store.load(snapshot(1, [older as CallView]))
    expect(store.calls.get('a')).toMatchObject({ parties, nuisance: { ...nuisance, calls: 0 }, parked_at, direction })
  })
})

describe('orders', () => {
  it('a caller who was put back stands first, then who waits longest', () => {
    const rows = [
      call('late', { received_at: '2026-11-21T07:05:00Z' }),
      call('early', { received_at: '2026-11-21T07:01:00Z' }),
      call('back', { received_at: '2026-11-21T07:09:00Z', returned: 1 }),
    ]
    expect(rows.sort(queueOrder).map((c) => c.id)).toEqual(['back', 'early', 'late'])
  })
  it('the gravest incident first, then the oldest', () => {
    const rows = [
      incident('p3', { priority: 3 }),
      incident('p1b', { priority: 1, opened_at: '2026-11-21T08:00:00Z' }),
      incident('p1a', { priority: 1 }),
    ]
    expect(rows.sort(boardOrder).map((i) => i.id)).toEqual(['p1a', 'p1b', 'p3'])
  })
  it('processes are read as rows or as an object', () => {
    expect(processList({ api: { state: 'ready' } })).toEqual([{ name: 'api', state: 'ready' }])
    expect(processList([{ name: 'api', state: 'ready' }])).toHaveLength(1)
  })
})
