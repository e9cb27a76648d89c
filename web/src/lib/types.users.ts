/** Users as an administrator manages them, and looks at records of persons. */
import type { Iso, Role } from './types'

export interface ManagedUser {
  id: string
  username: string
  name: string
  role: Role
  agency_id: string | null
  agency_name: string | null
  areas: string[]
  unit_id: string | null
  call_sign: string | null
  active: boolean
  must_change: boolean
  created_at: Iso
  last_sign_in_at: Iso | null
  open_sessions: { since: Iso; address: string; agent: string }[]
  refused_today: number
  desk_label: string | null
  locked_s: number
}

export interface Look {
  id: string
  at: Iso
  last_at: Iso
  times: number
  user_id: string
  user_name: string
  role: Role
  kind: string
  subject_id: string
  person_id: string | null
  number: string
  outcome: 'seen' | 'refused' | 'missing'
  reason: string
  address: string
}

export interface Looks {
  known: boolean
  looks: Look[]
  refused: { user_id: string; user_name: string; times: number; last_at: Iso }[]
  kept_days: number
}
