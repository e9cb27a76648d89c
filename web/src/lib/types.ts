/** The views of the API, as the contract writes them. One file, so that a change of the contract is one diff. */

import type { LocationView } from './types.locations'
import type { GivenAnswer, Tick } from './types.protocols'

import type { HandOverShort } from './types.lifecycle'

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
export type Role = 'dispatcher' | 'agency_dispatcher' | 'supervisor' | 'administrator' | 'auditor' | 'responder'

export interface User {
  id: string
  username: string
  name: string
  role?: Role
  roles?: Role[]
  agency_id?: string | null
  areas?: string[]
  unit_id?: string | null
  must_change_password?: boolean
}

export interface CallerHistory {
  calls: number
  last_at: Iso | null
  incidents: { id: string; number: number; type_name: string; opened_at: Iso }[]
}

export type Disposition = '' | 'genuine' | 'prank' | 'silent' | 'test' | 'wrong_number' | 'information' | 'pocket_dial'

/** One channel in the room of a call, beside the caller's own. */
export interface Party {
  leg: string
  kind: 'desk' | 'party' | 'supervisor'
  role: 'talk' | 'consult' | 'listen' | 'whisper' | 'barge'
  name: string
  desk_id: string | null
  user_name: string | null
  state: 'ringing' | 'talking' | 'held'
  since: Iso | null
}

/** What is known of a number's earlier calls; 100 would be: never once genuine. */
export interface Nuisance { score: number; calls: number; nuisance_calls: number; lowered_until: Iso | null }

export type CallAction =
  | 'hold' | 'resume' | 'hang_up' | 'transfer' | 'consult' | 'complete' | 'cancel_consult' | 'conference' | 'drop'
  | 'park' | 'take' | 'listen' | 'whisper' | 'barge' | 'stop' | 'ask_silent'
export interface CallTarget { kind: 'desk' | 'agency' | 'number' | 'skill'; id?: string; number?: string }

export interface CallView {
  id: string
  pbx_id: string
  uniqueid: string
  number: string
  number_e164: string
  withheld: boolean
  state: CallState
  outcome: null | 'answered' | 'abandoned' | 'broken' | 'unanswered' | 'test'
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
  direction: 'in' | 'out'
  parties: Party[]
  parked_at: Iso | null
  park_label: string
  skill: string
  overflow: '' | 'group' | 'outside'
  /** Below 0: lowered (nuisance). Above 0: put in front. */
  priority: number
  silent: '' | 'asked' | 'pressed'
  test: boolean
  disposition: Disposition
  nuisance: Nuisance
  /** Of an incoming call: the entry of lost callers that it belongs to. */
  abandoned_id: string | null
  /** Of a call out: the lost call that it answers. */
  callback_of: string | null
  /** The incident whose notice the caller heard. */
  notice_of: string | null
  /** Where the caller is, best first. */
  locations: LocationView[]
}

/** A caller who gave up before anybody answered, or was cut off: somebody calls back. */
export interface AbandonedView {
  id: string
  number: string
  withheld: boolean
  kind: 'before_answer' | 'cut_off'
  calls: number
  call_ids: string[]
  first_at: Iso
  last_at: Iso
  waited_s: number | null
  caller: CallerHistory | null
  place: Place | null
  state: 'open' | 'calling' | 'reached' | 'struck' | 'dismissed'
  claimed_by: string | null
  attempts: number
  last_attempt_at: Iso | null
  note: string
  /** The call that this caller is in right now. */
  on_the_line?: string | null
  number_e164?: string
  /** Whether there is a number to call back. */
  callable?: boolean
  /** Why it was struck off: got_through, aged_out (24 h), erased. */
  reason?: '' | 'got_through' | 'aged_out' | 'withdrawn' | 'erased'
  claimed_by_id?: string | null
  callback_call_id?: string | null
  closed_at?: Iso | null
}

export interface AlarmView {
  key: string
  severity: 'warning' | 'critical'
  text_id: string
  text_en: string
  source: string
  raised_at: Iso
  acknowledged_at: Iso | null
  acknowledged_by: string | null
  /** Only in what the live channel says when it is over. */
  cleared_at?: Iso | null
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
  transporting_at?: Iso | null
  at_hospital_at?: Iso | null
  returning_at?: Iso | null
  /** Where it may go from here. */
  steps?: string[]
  /** When the last step was recorded: within a minute it may be taken back. */
  stepped_at?: Iso | null
  crew_ok_at?: Iso | null
  cancel_reason?: string
  eta_s?: number | null
}

export interface Narrative {
  id: string
  at: Iso
  user_name: string | null
  text: string
  struck: boolean
  struck_at?: Iso | null
  struck_by?: string | null
  struck_reason?: string
}

export interface IncidentView {
  id: string
  number: number
  type_code: string
  /** The protocol's that it was taken under. */
  type_version?: number
  answers?: GivenAnswer[]
  ticks?: Tick[]
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
  alarm_level?: number
  reopened_at?: Iso | null
  lead_agency_id?: string | null
  lead_agency_name?: string | null
  hand_over?: HandOverShort | null
  /** Waiting callers hear that this incident is known. */
  notice?: boolean
  /** Many call about it: time to think of a notice. */
  notice_suggested?: boolean
  report_count?: number
  merged_into?: string | null
  merged_number?: number | null
  major_incident_id?: string | null
  major_number?: number | null
  member_count?: number
  /** Typed afterwards from paper, with its true times. */
  entered_late?: boolean
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
  /** Rings in a row that nobody answered here. */
  skipped: number
  wrap_up_until: Iso | null
  skills: string[]
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
  state: 'recording' | 'ready' | 'damaged' | 'missing' | 'removed'
  note: string
  bytes: number | null
  sha256: string | null
  plays: number | Play[]
  format: 'wav' | 'opus'
  /** It lies on the second storage; playing it takes a moment longer. */
  away: boolean
  keep_until: Iso | null
  /** Kept whatever the rules say: its incident is open, or a supervisor holds it. */
  locked?: boolean
  locked_because?: '' | 'incident' | 'supervisor'
  lock_reason?: string
  locked_by?: string | null
  removed_at?: Iso | null
  /** What was recorded; `sha256` is that of the file as it is kept now. */
  wav_sha256?: string | null
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
  /** A wider type, or empty right under the group. */
  parent?: string
  /** Of its protocol; 0 when none was published. */
  version?: number
  active?: boolean
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
  abandoned?: AbandonedView[]
  alarms?: AlarmView[]
}

export interface Changed {
  calls?: CallView[]
  incidents?: IncidentView[]
  units?: UnitView[]
  desks?: DeskView[]
  pages?: PageView[]
  recordings?: RecordingView[]
  abandoned?: AbandonedView[]
  alarms?: AlarmView[]
  types?: TypeView[]
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

/** What has left the scope of who sits here: list -> ids. */
export interface Gone { type: 'gone'; position: number; gone: Partial<Record<'abandoned' | 'calls' | 'incidents' | 'pages' | 'recordings' | 'units', string[]>> }

export type LiveMessage =
  | { type: 'hello'; position: number }
  | LiveEntry
  | { type: 'ping'; at: Iso }
  | { type: 'reload' }
  | Gone

export interface Recommendation {
  unit_id: string
  call_sign: string
  agency_kind: AgencyKind
  distance_m: number | null
  minutes: number | null
  method: string
  fits: boolean
  need?: number | null
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

export interface Skill { code: string; name_id: string; name_en: string }
export interface QueuePlan {
  version: number
  ring_seconds: number
  ring_all_after_s: number
  ring_all_waiting: number
  wrap_up_s: number
  overflow_after_s: number
  overflow_waiting: number
  overflow_desks: string[]
  outside: { name: string; number: string }[]
  outside_after_s: number
  night: { mode: 'off' | 'on' | 'schedule'; from: string; to: string }
  skills: Skill[]
  dialled: { number: string; skill: string }[]
  announce_every_s: number
}
export interface QueueMember { desk_id: string; state: string; skipped: number; paused_reason: string }
export interface QueueStatus {
  queues: { name: string; waiting: number; longest_s: number | null; members: QueueMember[] }[]
  night: boolean
  overflow: boolean
}
export interface PersonView { id: string; username: string; name: string; role?: Role; roles?: Role[]; skills?: string[] }

export interface TrunkView {
  id: string
  name: string
  host: string
  port: number
  transport: 'udp' | 'tcp' | 'tls'
  username: string
  /** Whether one is kept; the secret itself is written, never read back. */
  has_secret?: boolean
  registers: boolean
  srtp: 'off' | 'optional' | 'required'
  priority: number
  enabled: boolean
  peers: string[]
  state: 'up' | 'down' | 'unregistered' | 'unknown'
  latency_ms: number | null
  since: Iso | null
  calls_in: number
  calls_out: number
  failures: number
}
export interface TrunksRefused {
  since: Iso | null
  total: number
  by_reason: Record<string, number>
  /** `address` empty: all the others of that moment together. */
  last: { at: Iso; address: string; reason: string; count?: number }[]
}

export interface RecordingRules {
  keep_days: number
  compress_after_h: number
  away_after_d: number
  away_kind: '' | 'folder' | 's3'
  away_folder: string
  s3_endpoint: string
  s3_bucket: string
  s3_region: string
  /** The access key's name; the secret is written, never read back. */
  s3_key?: string
  s3_secret?: string
  s3_secret_set?: boolean
}
export interface RecordingAudit {
  checked_at: Iso | null
  /** POST the same path starts one; `done` of `total` calls while it is running. */
  state?: 'none' | 'asked' | 'running' | 'done'
  done?: number
  total?: number
  repaired?: number
  calls_without: { call_id: string; uniqueid: string; received_at: Iso | null; why: 'never_recorded' | 'missing' | 'file_gone' }[]
  recordings_without: { file: string; bytes: number; modified_at: Iso }[]
  one_sided: { recording_id: string; call_id: string; note: 'silent_caller' | 'silent_desk'; started_at: Iso; desk_id: string | null; user_name: string | null }[]
}

export interface KnownNotice { on: boolean; incident_id: string | null; text_id: string; until: Iso | null }
export interface VoicesView { test_numbers: string[]; notice: KnownNotice | null; silent_prompt: unknown }
export interface NuisanceRow {
  number: string
  e164key: string
  score: number
  calls: number
  nuisance_calls: number
  prio: number
  expires_at: Iso | null
  by: string | null
  reason: string
  call_id: string | null
}
