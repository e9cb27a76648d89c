/** What the triage page counts and chooses: plain functions of the live store's rows. */
import type { AgencyView, IncidentView, StationView, UnitView } from '../lib/types'

export interface AgencyCount { id: string; name: string; free: number; busy: number; out: number; bare: string[] }

/** Free, busy and out of each agency; its stations that have units, none of them free. */
export function agencyCounts(agencies: AgencyView[], stations: StationView[], units: UnitView[]): AgencyCount[] {
  return agencies.map((agency) => {
    const own = units.filter((u) => u.agency_id === agency.id)
    const free = own.filter((u) => u.status === 'available')
    const out = own.filter((u) => u.status === 'out_of_service')
    const bare = stations.filter((s) => s.agency_id === agency.id && own.some((u) => u.station_name === s.name) && !free.some((u) => u.station_name === s.name)).map((s) => s.name)
    return { id: agency.id, name: agency.name, free: free.length, busy: own.length - free.length - out.length, out: out.length, bare }
  }).filter((a) => a.free + a.busy + a.out > 0)
}

export const goingThere = (incident: IncidentView): number => incident.assignments.filter((a) => !['cancelled', 'cleared', 'available'].includes(a.status)).length

export function matches(incident: IncidentView, asked: string): boolean {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  const text = [incident.number, incident.type_name_id, incident.type_name_en, incident.what, incident.place?.text, incident.place?.kelurahan_name, incident.major_number].join(' ').toLowerCase()
  return words.every((w) => text.includes(w))
}

/** The chosen ones after a key: Space turns one, Shift with an arrow takes the one come to along. */
export function toggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
export function extended(chosen: ReadonlySet<string>, ids: string[], from: number, to: number): Set<string> {
  const next = new Set(chosen)
  for (const id of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(id)
  return next
}

export type Former = { incident_ids: string[] } & Record<string, unknown>

/** What puts these back to what they are now: one request for each value that occurs. */
export function former(rows: IncidentView[], name: 'major_incident_id' | 'priority', blank: unknown): Former[] {
  const groups = new Map<unknown, string[]>()
  for (const row of rows) groups.set(row[name] ?? blank, [...(groups.get(row[name] ?? blank) ?? []), row.id])
  return [...groups].map(([value, incident_ids]) => ({ incident_ids, [name]: value }))
}

/** `14:05` today, or yesterday when that would lie ahead: a sheet is entered after it was written. */
export function momentOf(told: string, now: Date): string | null {
  const found = /^(\d{1,2})[:.](\d{2})$/.exec(told.trim())
  if (!found) return null
  const at = new Date(now)
  at.setHours(Number(found[1]), Number(found[2]), 0, 0)
  if (Number(found[1]) > 23 || Number(found[2]) > 59) return null
  if (at > now) at.setDate(at.getDate() - 1)
  return at.toISOString()
}
