/** The story of an incident: notes, journal, calls and messages as one list, newest last. Pure. */
import type { CallView, IncidentView, JournalEntry, PageView } from '../lib/types'

export type Tone = 'note' | 'call' | 'unit' | 'page' | 'plain' | 'bad'
export interface Line { id: string; at: string; tone: Tone; kind: string; values: Record<string, string>; who: string; text: string; struck?: boolean; struckBy?: string; struckWhy?: string }

/** Too small to tell: a desk that rang, a unit that moved. */
const QUIET = new Set(['CallOffered', 'UnitMoved', 'DeskSeen', 'PersonSeen', 'NarrativeAdded', 'NarrativeStruck', 'AddressNoteSeen', 'RecordingPlayed', 'CallActionRequested', 'LegAsked', 'CallSorted', 'RecordingCompressed', 'RecordingPutAway', 'UnitStatusChanged', 'LegReleased'])

function toneOf(kind: string): Tone {
  if (kind === 'TimerRaised' || kind === 'TimerEscalated') return 'bad'
  if (kind === 'PageFailed' || kind === 'CallActionFailed' || kind === 'RecordingSkipped') return 'bad'
  if (kind.startsWith('Call') || kind.startsWith('Leg') || kind.startsWith('Silent') || kind.startsWith('Outbound') || kind.startsWith('Recording')) return 'call'
  if (kind.startsWith('Page')) return 'page'
  if (kind.startsWith('Unit') || kind.startsWith('Assignment')) return 'unit'
  return 'plain'
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export function fromJournal(entry: JournalEntry, names: { unit: (id: string) => string; page: (id: string) => string; user: (id: string) => string; desk: (id: string) => string; agency?: (id: string) => string }): Line | null {
  if (QUIET.has(entry.kind)) return null
  const data = entry.data ?? {}
  const unit = text(data.call_sign) || names.unit(text(data.unit_id) || (entry.subject?.type === 'unit' ? entry.subject.id : '')) || (entry.kind.startsWith('Page') ? names.page(text(data.page_id) || (entry.subject?.id ?? '')) : '')
  return {
    id: `j${entry.position}`, at: entry.occurred_at, tone: toneOf(entry.kind), kind: entry.kind,
    values: { unit, status: text(data.status) || text(data.step), about: text(data.about), told: text(data.told), level: text(data.level), agency: names.agency?.(text(data.to_agency_id)) ?? '', desk: names.desk(text(data.desk_id) || (entry.desk_id ?? '')), action: text(data.action), name: text(data.name) || names.desk(text(data.desk) || text(data.desk_id) || (entry.desk_id ?? '')) },
    who: entry.actor ? names.user(entry.actor) : '', text: text(data.error) || text(data.note) || text(data.reason),
  }
}

/** When the journal cannot be asked, the views still tell most of it. */
export function fromViews(incident: IncidentView, calls: CallView[], pages: PageView[]): Line[] {
  const lines: Line[] = [line('opened', incident.opened_at, 'plain', 'IncidentOpened', {}, incident.opened_by ?? '')]
  for (const call of calls) {
    lines.push(line(`${call.id}r`, call.received_at, 'call', 'CallReceived', {}))
    if (call.answered_at) lines.push(line(`${call.id}a`, call.answered_at, 'call', 'CallAnswered', { desk: call.desk_id ?? '' }, call.user_name ?? ''))
    if (call.ended_at) lines.push(line(`${call.id}e`, call.ended_at, 'call', 'CallEnded', {}))
  }
  for (const row of incident.assignments) {
    lines.push(line(`${row.id}d`, row.dispatched_at, 'unit', 'UnitDispatched', { unit: row.call_sign }))
    for (const status of ['acknowledged', 'en_route', 'on_scene', 'cleared'] as const) {
      const at = row[`${status}_at`]
      if (at) lines.push(line(`${row.id}${status}`, at, 'unit', 'AssignmentStatusChanged', { unit: row.call_sign, status }))
    }
  }
  for (const page of pages) {
    if (page.sent_at) lines.push(line(`${page.id}s`, page.sent_at, 'page', 'PageSent', { unit: page.call_sign ?? '' }))
    if (page.delivered_at) lines.push(line(`${page.id}d`, page.delivered_at, 'page', 'PageDelivered', { unit: page.call_sign ?? '' }))
    if (page.state === 'failed') lines.push({ ...line(`${page.id}f`, page.sent_at ?? page.created_at, 'bad', 'PageFailed', { unit: page.call_sign ?? '' }), text: page.error ?? '' })
  }
  if (incident.closed_at) lines.push(line('closed', incident.closed_at, 'plain', 'IncidentClosed', {}))
  return lines
}

export function notes(incident: IncidentView): Line[] {
  return incident.narrative.map((n) => ({ id: n.id, at: n.at, tone: 'note', kind: 'NarrativeAdded', values: {}, who: n.user_name ?? '', text: n.text, struck: n.struck, struckBy: n.struck_by ?? '', struckWhy: n.struck_reason ?? '' }))
}

export const inOrder = (lines: Line[]): Line[] => [...lines].sort((a, b) => a.at.localeCompare(b.at))

function line(id: string, at: string, tone: Tone, kind: string, values: Record<string, string>, who = ''): Line {
  return { id, at, tone, kind, values: { unit: '', status: '', desk: '', ...values }, who, text: '' }
}
