/** The routing plan: what a caller lives through, and what stands wrong in it. Pure. */
import type { QueuePlan } from '../lib/types'
import type { Problems } from './problems'
import type { SettingsKey } from './words'

export type PlanProblem = SettingsKey

export interface Step {
  /** Seconds after the caller was connected; null: for as long as it takes. */
  at: number | null
  kind: 'connected' | 'one' | 'all' | 'group' | 'outside' | 'stays'
  /** Named: desks of the second group or numbers outside, in order. */
  names: string[]
}

/** dialplans/queue.conf OUTSIDE_SOON_S: at night and with nobody signed on, the numbers outside do not wait longer. */
export const OUTSIDE_SOON_S = 15

/** In the order in which it happens. What is off (0 seconds, nobody in it) does not happen. */
export function timeline(plan: QueuePlan, label: (desk: string) => string = (id) => id, night = false): Step[] {
  const atOnce = ringsAllAtOnce(plan)
  const group = { kind: 'group' as const, names: plan.overflow_desks.map(label) }
  const outside = { kind: 'outside' as const, names: plan.outside.map((o) => o.name || o.number) }
  const steps: Step[] = [{ at: 0, kind: 'connected', names: [] }, { at: 0, kind: atOnce || (night && group.names.length) ? 'all' : 'one', names: [] }]
  const later: Step[] = []
  if (plan.ring_all_after_s > 0 && steps[1]?.kind === 'one') later.push({ at: plan.ring_all_after_s, kind: 'all', names: [] })
  const groupAt = night ? 0 : plan.overflow_after_s || null
  if (group.names.length && groupAt !== null) later.push({ ...group, at: groupAt })
  const outsideAt = night ? Math.min(plan.outside_after_s || OUTSIDE_SOON_S, OUTSIDE_SOON_S) : plan.outside_after_s || null
  if (outside.names.length && outsideAt !== null) later.push({ ...outside, at: outsideAt })
  later.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  return [...steps, ...later, { at: null, kind: 'stays', names: [] }]
}

/** A ring is never cut short: ringing all before the first one has ended is ringing all from the start. */
export const ringsAllAtOnce = (plan: QueuePlan): boolean => plan.ring_all_after_s > 0 && plan.ring_all_after_s < plan.ring_seconds

/** Bounds as the API has them: [least, most]. */
export const BOUNDS = {
  ring_seconds: [5, 120], ring_all_after_s: [0, 600], ring_all_waiting: [0, 500], wrap_up_s: [0, 600], overflow_after_s: [0, 3600], overflow_waiting: [0, 500], outside_after_s: [0, 3600], announce_every_s: [0, 600],
} as const satisfies Partial<Record<keyof QueuePlan, readonly [number, number]>>
/** An announcement takes some 6 s. */
const SHORTEST_ANNOUNCED_S = 10
export type NumberField = keyof typeof BOUNDS

const NUMBER = /^\+?[\d\s().-]{3,24}$/
export const isNumber = (text: string): boolean => NUMBER.test(text.trim()) && text.replace(/\D/g, '').length >= 3
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** What people write for a time of day: 2200, 22.00, 6 -> 22:00, 22:00, 06:00. What is none stays as it is. */
export function clockOf(typed: string): string {
  const match = /^(\d{1,2})[:.]?(\d{2})?$/.exec(typed.trim())
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}` : typed.trim()
}

const CODE = /^[a-z][a-z0-9_]{0,31}$/

/** `say` turns a key of the dictionary into a sentence. */
export function problemsIn(plan: QueuePlan, say: (key: PlanProblem, values?: Record<string, string | number>) => string): Problems {
  const found: Problems = {}
  for (const [name, [least, most]] of Object.entries(BOUNDS) as [NumberField, readonly [number, number]][]) {
    const value = plan[name]
    if (!Number.isInteger(value) || value < least || value > most) found[name] = say('set.bad.range', { least, most })
  }
  if (plan.announce_every_s > 0 && plan.announce_every_s < SHORTEST_ANNOUNCED_S) found.announce_every_s = say('plan.bad.announce', { least: SHORTEST_ANNOUNCED_S })
  plan.outside.forEach((row, n) => {
    if (!isNumber(row.number)) found[`outside.${n}.number`] = say('set.bad.number')
    if (!row.name.trim()) found[`outside.${n}.name`] = say('set.bad.name')
  })
  plan.dialled.forEach((row, n) => {
    if (!isNumber(row.number)) found[`dialled.${n}.number`] = say('set.bad.number')
    if (!plan.skills.some((s) => s.code === row.skill)) found[`dialled.${n}.skill`] = say('set.bad.skill')
  })
  plan.skills.forEach((row, n) => {
    if (!row.name_id.trim()) found[`skills.${n}.name_id`] = say('set.bad.name')
    if (!CODE.test(row.code)) found[`skills.${n}.code`] = say('set.bad.code')
    else if (plan.skills.findIndex((s) => s.code === row.code) !== n) found[`skills.${n}.code`] = say('set.bad.twice')
  })
  if (plan.night.mode === 'schedule') {
    for (const name of ['from', 'to'] as const) if (!CLOCK.test(plan.night[name])) found[`night.${name}`] = say('set.bad.clock')
    if (!found['night.from'] && plan.night.from === plan.night.to) found['night.to'] = say('set.bad.sameclock')
  }
  return found
}

/** Allowed, but probably not meant: said, and never in the way of saving. */
export function warningsIn(plan: QueuePlan): PlanProblem[] {
  const found: PlanProblem[] = []
  if (plan.outside.length && plan.outside_after_s > 0 && plan.overflow_desks.length && plan.outside_after_s < plan.overflow_after_s) found.push('set.warn.outsidefirst')
  if (plan.outside.length && plan.outside_after_s === 0) found.push('set.warn.outsidenever')
  if (plan.overflow_desks.length && plan.overflow_after_s === 0 && plan.overflow_waiting === 0) found.push('set.warn.groupnever')
  if (!plan.outside.length && !plan.overflow_desks.length) found.push('set.warn.nofallback')
  return found
}

/** A code from a name, so that nobody has to invent one: "Bahasa Minang" -> bahasa_minang. */
export function codeOf(name: string): string {
  return name.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '_').replace(/^[_\d]+|_+$/g, '').slice(0, 32)
}

/** "Setelah {x} detik ..." in pieces: text, field, text. */
export function pieces(sentence: string): { text: string; field: string }[] {
  return sentence.split(/(\{\w+\})/).filter(Boolean).map((part) => (/^\{\w+\}$/.test(part) ? { text: '', field: part.slice(1, -1) } : { text: part, field: '' }))
}
