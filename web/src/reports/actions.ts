/** Merging, splitting and the way back: each says what was done and offers its undo. */
import { hand } from '../incidents/hand.svelte'
import { post } from '../lib/http'
import { newId } from '../lib/ids'
import { notices } from '../lib/notices.svelte'
import type { IncidentView } from '../lib/types'
import { store } from '../live/store.svelte'
import { t } from '../texts'

interface Named { id: string; number: number; version?: number }

export async function merge(into: Named, source: Named): Promise<void> {
  const whole = await post<IncidentView>(`/api/incidents/${into.id}/merge`, { source_id: source.id, into_version: into.version ?? null, source_version: source.version ?? null })
  store.saw(whole)
  hand.incident(into.id)
  notices.say(t('merge.done', { source: source.number, into: into.number }), { label: t('incident.undo'), run: () => void unmerge(into, source) })
}

export async function unmerge(into: Named, source: Named): Promise<void> {
  try {
    const back = await post<IncidentView>(`/api/incidents/${into.id}/split`, { to_incident_id: source.id })
    store.saw(back)
    notices.say(t('merge.undone', { source: source.number }))
  } catch (error) {
    notices.wrong(error)
  }
}

export interface Split { reports: string[]; units: string[]; to: string | null; type: string }

export async function split(from: IncidentView, wish: Split): Promise<void> {
  const made = await post<IncidentView>(`/api/incidents/${from.id}/split`, {
    report_ids: wish.reports, assignment_ids: wish.units, to_incident_id: wish.to, version: from.version,
    type_code: wish.to ? null : wish.type || null, new_incident_id: wish.to ? null : newId(),
  })
  store.saw(made)
  hand.incident(made.id)
  notices.say(t('split.done', { count: wish.reports.length, n: made.number }), { label: t('incident.undo'), run: () => void takeBack(from, made, wish) })
}

/** A new incident goes back as a whole; out of one that was there before, only what went there. */
async function takeBack(from: IncidentView, made: IncidentView, wish: Split): Promise<void> {
  try {
    if (wish.to) await post(`/api/incidents/${made.id}/split`, { report_ids: wish.reports, assignment_ids: wish.units, to_incident_id: from.id })
    else await post(`/api/incidents/${from.id}/merge`, { source_id: made.id })
    hand.incident(from.id)
  } catch (error) {
    notices.wrong(error)
  }
}
