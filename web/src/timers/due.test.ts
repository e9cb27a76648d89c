import { describe, expect, it } from 'vitest'
import type { TimerView } from '../lib/types.lifecycle'
import { limits, movesTimers, nextOf, together, wanting } from './due'

const timer = (more: Partial<TimerView>): TimerView => ({
  id: 't', kind: 'no_unit', incident_id: 'i', incident_number: 1, priority: 1, assignment_id: null, unit_id: null, call_sign: null, agency_name: null,
  started_at: '2026-11-21T12:00:00Z', due_at: '2026-11-21T12:01:00Z', state: 'raised', level: 1, raised_at: null, acknowledged_at: null, acknowledged_by: null, ...more,
})

describe('timers', () => {
  it('shows who is late and unattended, the furthest escalated first', () => {
    const rows = [timer({ id: 'a', priority: 3 }), timer({ id: 'b', level: 2, priority: 4 }), timer({ id: 'c', state: 'acknowledged' }), timer({ id: 'd' }), timer({ id: 'e', state: 'running', level: 0 })]
    expect(wanting(rows).map((row) => row.id)).toEqual(['b', 'd', 'a'])
  })

  it('makes one line of a unit that is late with everything, seen to together', () => {
    const rows = [timer({ id: 'a', assignment_id: 'x' }), timer({ id: 'b', assignment_id: 'x', level: 2 }), timer({ id: 'c', assignment_id: 'y' }), timer({ id: 'd', assignment_id: 'x', state: 'running' })]
    const [first, second] = wanting(rows)
    expect([first?.id, second?.id, wanting(rows).length]).toEqual(['b', 'c', 2])
    expect(together(rows, rows[0]!).map((row) => row.id)).toEqual(['a', 'b'])
    expect(together(rows, timer({ id: 'n' }))).toEqual([])
  })

  it('turns the age of a unit before its first limit', () => {
    const rows = [timer({ id: 'far', assignment_id: 'x', due_at: '2026-11-21T12:03:00Z', state: 'running' }), timer({ id: 'near', assignment_id: 'x', state: 'running' })]
    expect(nextOf(rows, 'x')?.id).toBe('near')
    expect(limits(nextOf(rows, 'x'))).toEqual({ warn: 45, bad: 60 })
    expect(limits(nextOf(rows, 'y'))).toEqual({ warn: Infinity, bad: Infinity })
  })

  it('reads timers again when something moved them, and not for each position of a unit', () => {
    expect(['TimerRaised', 'AssignmentStatusChanged', 'IncidentClosed', 'UnitMoved', 'CallOffered'].map(movesTimers)).toEqual([true, true, true, false, false])
  })
})
