/** Life cycles, timers and notes of places, as the API writes them. */
import type { Iso } from './types'

export type TimerKind = 'not_acknowledged' | 'not_en_route' | 'overdue_on_scene' | 'crew_check' | 'no_unit' | 'hand_over'

/** `level`: 1 the dispatcher was told, 2 the supervisor, 3 the agency's officer on duty by SMS. */
export interface TimerView {
  id: string
  kind: TimerKind
  incident_id: string
  incident_number: number
  priority: number
  assignment_id: string | null
  unit_id: string | null
  call_sign: string | null
  agency_name: string | null
  started_at: Iso
  due_at: Iso
  state: 'running' | 'raised' | 'acknowledged' | 'stopped'
  level: number
  raised_at: Iso | null
  acknowledged_at: Iso | null
  acknowledged_by: string | null
}

export interface HandOverShort {
  id: string
  to_agency_id: string
  to_agency_name: string
  state: 'pending' | 'accepted' | 'refused' | 'expired'
  reason: string
  asked_at: Iso
  note: string
}

export interface TimerRule {
  kind: TimerKind
  group: string
  agency: string
  priority: number
  on: boolean
  after_s: number
  supervisor_s: number
  sms_s: number
  eta_share: number
  why_id: string
  why_en: string
}

export type NoteKind = 'dog' | 'gate' | 'hydrant' | 'violent' | 'hazard' | 'access' | 'medical' | 'other'

export interface AddressNote {
  id: string
  kind: NoteKind
  text: string
  place_text: string
  kelurahan_code: string
  kelurahan_name: string | null
  lat: number | null
  lon: number | null
  radius_m: number
  sensitive: boolean
  reason: string
  created_at: Iso
  author: string | null
  expires_at: Iso | null
  expired: boolean
  reviewed_at: Iso | null
  reviewed_by: string | null
}
