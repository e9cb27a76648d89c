/** What a dispatcher does to incidents and units: each says what happened and offers the way back. */
import { ApiError, get, patch, post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { AssignmentView, IncidentView } from '../lib/types'
import { store } from '../live/store.svelte'
import { t } from '../texts'
import { conflicts, fieldsOf, patchOf, placeOf, type Draft, type FieldName, type Fields } from './draft.svelte'
import { hand } from './hand.svelte'

const incidentOf = (answer: unknown): IncidentView => {
  const row = answer as { incident?: IncidentView } & IncidentView
  return row.incident ?? row
}

/** The id is made here and kept with the draft: a request sent twice opens one incident. */
export async function openIncident(draft: Draft, callId: string | null): Promise<IncidentView> {
  const fields = draft.merged({ type_code: '', priority: null, what: '', text: '', kelurahan_code: '', lat: null, lon: null })
  const incident = incidentOf(await post('/api/incidents', {
    type_code: fields.type_code, priority: fields.priority, what: fields.what, place: placeOf(fields), call_id: callId && store.calls.has(callId) ? callId : null, id: draft.id,
    type_version: store.types.find((x) => x.code === fields.type_code)?.version ?? null, answers: draft.givenAnswers(),
  }))
  draft.clear()
  store.saw(incident)
  hand.incident(incident.id)
  return incident
}

export interface Conflict { theirs: IncidentView; fields: FieldName[] }

/** Saves; when someone was faster, merges what merges and gives back what a person must choose. */
export async function saveIncident(incident: IncidentView, draft: Draft): Promise<Conflict | null> {
  const changes = { ...draft.changes }
  try {
    store.saw(incidentOf(await patch(`/api/incidents/${incident.id}`, { version: draft.version, ...patchOf(changes, fieldsOf(incident)) })))
    draft.clear()
    return null
  } catch (error) {
    if (!(error instanceof ApiError) || error.errorId !== 'incident_changed') throw error
    const theirs = incidentOf(await get(`/api/incidents/${incident.id}`))
    store.saw(theirs)
    const both = conflicts(draft.base, changes, fieldsOf(theirs))
    if (both.length) return { theirs, fields: both }
    draft.rebase(fieldsOf(theirs), theirs.version)
    store.saw(incidentOf(await patch(`/api/incidents/${incident.id}`, { version: theirs.version, ...patchOf(changes, fieldsOf(theirs)) })))
    draft.clear()
    return null
  }
}

export function settle(draft: Draft, theirs: IncidentView, keepMine: Partial<Fields>): void {
  draft.rebase(fieldsOf(theirs), theirs.version)
  draft.restore(keepMine)
}

export async function attachCall(incident: IncidentView, callId: string): Promise<void> {
  await post(`/api/incidents/${incident.id}/calls`, { call_id: callId })
  hand.incident(incident.id)
  notices.say(t('pop.attached', { n: incident.number }))
}

/** `unit_busy` comes back to the caller of this, who asks for a reason. `minutes`: the travel time that was shown. */
export async function dispatchUnit(incident: IncidentView, unitId: string, reason = '', minutes: number | null = null): Promise<void> {
  const answer = await post<unknown>(`/api/incidents/${incident.id}/assignments`, { unit_id: unitId, override_reason: reason, eta_s: minutes === null ? null : Math.round(minutes * 60) })
  const row = answer as { assignment?: AssignmentView } & AssignmentView
  const assignment = row.assignment ?? row
  const unit = store.units.get(unitId)?.call_sign ?? assignment.call_sign ?? ''
  notices.say(t('unit.dispatched', { unit, n: incident.number }), assignment.id
    ? { label: t('incident.undo'), run: () => void cancelAssignment(assignment.id, unit) }
    : undefined)
}

export async function cancelAssignment(id: string, unit: string): Promise<void> {
  try {
    await post(`/api/assignments/${id}/status`, { status: 'cancelled' })
    notices.say(t('unit.cancelled', { unit }))
  } catch (error) {
    notices.wrong(error)
  }
}

export async function advance(id: string, status: string): Promise<void> {
  try {
    await post(`/api/assignments/${id}/status`, { status })
  } catch (error) {
    notices.wrong(error)
  }
}
