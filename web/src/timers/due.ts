/** Which timers want a person, and how near a limit is. Pure. */
import type { TimerKind, TimerView } from '../lib/types.lifecycle'

/** A limit turns its age amber when so much of it is gone. */
export const NEAR = 0.75

/** Late ones that nobody sees to: the furthest escalated first, then the gravest, then the oldest. A unit that does not
    answer is one line, not three: whoever calls it asks about all. */
export function wanting(timers: readonly TimerView[]): TimerView[] {
  const told = new Set<string>()
  return timers.filter((t) => t.state === 'raised')
    .sort((a, b) => b.level - a.level || a.priority - b.priority || a.due_at.localeCompare(b.due_at))
    .filter((t) => !t.assignment_id || (!told.has(t.assignment_id) && told.add(t.assignment_id)))
}

/** All that is late with the same unit: seen to together. */
export function together(timers: readonly TimerView[], one: TimerView): TimerView[] {
  return timers.filter((t) => t.id === one.id || (one.assignment_id !== null && t.assignment_id === one.assignment_id && t.state === 'raised'))
}

/** The timer that an assignment's row shows: the one that is due first. */
export function nextOf(timers: readonly TimerView[], assignmentId: string): TimerView | null {
  return timers.filter((t) => t.assignment_id === assignmentId && t.state !== 'stopped' && t.state !== 'acknowledged')
    .sort((a, b) => a.due_at.localeCompare(b.due_at))[0] ?? null
}

/** Seconds after its beginning at which a timer's age turns amber and red. */
export function limits(timer: TimerView | null): { warn: number; bad: number } {
  if (!timer) return { warn: Infinity, bad: Infinity }
  const bad = (Date.parse(timer.due_at) - Date.parse(timer.started_at)) / 1000
  return { warn: bad * NEAR, bad }
}

const MOVES_TIMERS = /^(Timer|HandOver|Incident|Assignment|UnitDispatched|CrewChecked|AlarmUpgraded)/
export const movesTimers = (kind: string): boolean => MOVES_TIMERS.test(kind)

export const ORDER: TimerKind[] = ['not_acknowledged', 'not_en_route', 'overdue_on_scene', 'crew_check', 'no_unit', 'hand_over']
