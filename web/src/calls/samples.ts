/** Calls and callers for the unit tests. */
import type { AbandonedView, CallView, Party } from '../lib/types'

export function aCall(over: Partial<CallView> = {}): CallView {
  return {
    id: 'c1', pbx_id: 'pbx', uniqueid: '1.1', number: '081200000001', number_e164: '+6281200000001', withheld: false, state: 'talking', outcome: 'answered', received_at: '2026-11-21T07:00:00Z',
    answered_at: '2026-11-21T07:00:05Z', ended_at: null, desk_id: 'desk-01', user_id: 'u1', user_name: 'Dina', offered_to: [], returned: 0, incident_id: null, recording_id: null, exercise: false, caller: null,
    direction: 'in', parties: [], parked_at: null, park_label: '', skill: '', overflow: '', priority: 0, silent: '', test: false, disposition: '',
    nuisance: { score: 0, calls: 1, nuisance_calls: 0, lowered_until: null }, abandoned_id: null, callback_of: null, notice_of: null, locations: [], ...over,
  }
}

export function aParty(over: Partial<Party> = {}): Party {
  return { leg: '2.2', kind: 'party', role: 'talk', name: '', desk_id: null, user_name: null, state: 'talking', since: null, ...over }
}

export function aLostCaller(id: string, over: Partial<AbandonedView> = {}): AbandonedView {
  return {
    id, number: '081200000001', withheld: false, kind: 'before_answer', calls: 1, call_ids: [], first_at: '2026-11-21T07:00:00Z', last_at: '2026-11-21T07:00:00Z', waited_s: 9, caller: null, place: null,
    state: 'open', claimed_by: null, attempts: 0, last_attempt_at: null, note: '', ...over,
  }
}
