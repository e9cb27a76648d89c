/** The views of the API, as the contract writes them. One file, so that a change of the contract is one diff. */

export type Iso = string
export type Priority = 1 | 2 | 3 | 4
export type CallState = 'waiting' | 'talking' | 'held' | 'ended'
export type UnitStatus =
  | 'available' | 'dispatched' | 'acknowledged' | 'en_route' | 'on_scene'
  | 'transporting' | 'at_hospital' | 'returning' | 'out_of_service'
export type AssignmentStatus =
  | 'dispatched' | 'acknowledged' | 'en_route' | 'on_scene' | 'transporting'
  | 'at_hospital' | 'returning' | 'available' | 'cleared' | 'cancelled'
export type AgencyKind = 'police' | 'fire' | 'health' | 'bpbd' | 'dishub' | 'satpol'
export type PageState = 'queued' | 'sent' | 'delivered' | 'failed'
export type DeskState = 'off' | 'ready' | 'paused' | 'wrap_up'
export type Role = 'dispatcher' | 'supervisor' | 'administrator' | 'auditor' | 'responder'

export interface User {
  id: string
  username: string
  name: string
  role?: Role
  roles?: Role[]
}

export interface CallerHistory {
  calls: number
  last_at: Iso | null
  incidents: { id: string; number: number; type_name: string; opened_at: Iso }[]
}

export interface CallView {
  id: string
  pbx_id: string
  uniqueid: string
  number: string
  number_e164: string
  withheld: boolean
  state: CallState
  outcome: null | 'answered' | 'abandoned' | 'broken'
  received_at: Iso
  answered_at: Iso | null
  ended_at: Iso | null
  desk_id: string | null
  user_id: string | null
  user_name: string | null
  offered_to: string[]
  returned: number
  incident_id: string | null
  recording_id: string | null
  exercise: boolean
  caller: CallerHistory | null
}

export interface Place {
  text: string
  kelurahan_code: string
  kelurahan_name?: string | null
  lat: number | null
  lon: number | null
  source: string
  radius_m: number | null
}

export interface AssignmentView {
  id: string
  incident_id: string
  unit_id: string
  call_sign: string
  status: AssignmentStatus
  dispatched_at: Iso
  acknowledged_at: Iso | null
  en_route_at: Iso | null
  on_scene_at: Iso | null
  cleared_at: Iso | null
  page_id: string | null
  page_state: PageState | null
}

export interface Narrative {
  id: string
  at: Iso
  user_name: string | null
  text: string
  struck: boolean
}

export interface IncidentView {
  id: string
  number: number
  type_code: string
  type_name_id: string
  type_name_en: string
  priority: Priority
  state: 'open' | 'closed'
  what: string
  place: Place
  opened_at: Iso
  opened_by: string | null
  closed_at: Iso | null
  disposition: string | null
  call_ids: string[]
  assignments: AssignmentView[]
  narrative: Narrative[]
  version: number
  exercise: boolean
}

export interface UnitView {
  id: string
  call_sign: string
  agency_id: string
  agency_name: string
  agency_kind: AgencyKind
  kind: string
  capabilities: string[]
  crew: number | string | null
  status: UnitStatus
  status_since: Iso | null
  lat: number | null
  lon: number | null
  position_at: Iso | null
  station_name: string | null
  incident_id: string | null
}

export interface DeskView {
  id: string
  label: string
  user_id: string | null
  user_name: string | null
  state: DeskState
  reason: string
  since: Iso | null
  registered: boolean
  call_id: string | null
}

export interface PageView {
  id: string
  incident_id: string | null
  incident_number: number | null
  assignment_id: string | null
  unit_id: string | null
  call_sign: string | null
  to: string
  body: string
  state: PageState
  attempts: number
  error: string | null
  created_at: Iso
  sent_at: Iso | null
  delivered_at: Iso | null
}

export interface RecordingView {
  id: string
  call_id: string
  number: string
  user_name: string | null
  incident_id: string | null
  incident_number: number | null
  started_at: Iso
  duration_s: number | null
  state: 'recording' | 'ready' | 'damaged' | 'missing'
  note: string
  bytes: number | null
  sha256: string | null
  plays: number | Play[]
}

export interface Play {
  user_name: string | null
  at: Iso
  kind: 'listened' | 'downloaded'
}

export interface AgencyView { id: string; name: string; kind: AgencyKind; phone: string | null }
export interface StationView { id: string; name: string; agency_id: string; lat: number | null; lon: number | null }
export interface TypeView {
  code: string
  name_id: string
  name_en: string
  group: string
  priority: Priority
  agencies: AgencyKind[]
  capabilities: string[]
}
export interface KelurahanView { code: string; name: string; kecamatan: string; lat: number; lon: number }
export interface CameraView {
  id: string
  name: string
  lat: number
  lon: number
  heading: number | null
  fov: number | null
  state: string
}

export interface Center { id: string; name: string; timezone: string }
export interface ProcessView { name: string; state: string; at?: Iso }

export interface Snapshot {
  position: number
  center: Center
  user: User
  calls: CallView[]
  incidents: IncidentView[]
  units: UnitView[]
  desks: DeskView[]
  agencies: AgencyView[]
  stations: StationView[]
  types: TypeView[]
  kelurahan: KelurahanView[]
  cameras: CameraView[]
  pages: PageView[]
  processes: ProcessView[] | Record<string, unknown>
}

export interface Changed {
  calls?: CallView[]
  incidents?: IncidentView[]
  units?: UnitView[]
  desks?: DeskView[]
  pages?: PageView[]
  recordings?: RecordingView[]
}

export interface JournalEntry {
  position: number
  kind: string
  occurred_at: Iso
  recorded_at: Iso
  source: string
  actor: string | null
  desk_id: string | null
  subject: { type: string; id: string }
  data: Record<string, unknown>
}

export interface LiveEntry extends JournalEntry {
  type: 'entry'
  changed?: Changed
}

export type LiveMessage =
  | { type: 'hello'; position: number }
  | LiveEntry
  | { type: 'ping'; at: Iso }
  | { type: 'reload' }

export interface Recommendation {
  unit_id: string
  call_sign: string
  agency_kind: AgencyKind
  distance_m: number | null
  minutes: number | null
  method: string
  fits: boolean
  reasons_id: string[]
  reasons_en: string[]
}

export interface SipAccount { uri: string; ws_url: string; username: string; password: string; realm: string }
export interface DeskSignOn { desk: DeskView; sip: SipAccount }

export interface Figures {
  waiting: number
  longest_wait_s: number | null
  answered_today: number
  answered_within_15s: number
  abandoned_today: number
  open_by_priority: Record<string, number>
}

export interface ResponderView {
  assignment_id: string
  order: string
  call_sign: string
  status: AssignmentStatus
  over: boolean
  type_name_id: string
  type_name_en: string
  priority: Priority
  what: string
  place: { text: string; kelurahan_name: string | null; kecamatan: string | null; lat: number | null; lon: number | null; radius_m: number | null }
  exercise: boolean
  dispatched_at: Iso
  steps: { status: string; at: Iso | null; next: boolean }[]
  others: string[]
  center_name: string
  outcome: 'seen' | 'taken' | 'already'
}
