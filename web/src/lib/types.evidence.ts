/** Evidence, the journal's state, and lines of found incidents, as the API gives them. */
import type { Iso, Priority } from './types'

export interface EvidenceView {
  id: string
  incident_id: string
  asked_by: string | null
  asked_at: Iso
  reason: string
  numbers: boolean
  state: 'asked' | 'running' | 'ready' | 'failed'
  done: number
  total: number
  bytes: number
  sha256: string
  error: string
}

export interface JournalState {
  head: number
  checked_at: Iso | null
  problems: number | null
  problem: string | null
  seal: number | null
  sealed_at: Iso | null
  unsealed_since: Iso | null
}

export interface FoundIncident {
  id: string
  number: number
  type_code: string
  type_name_id: string
  type_name_en: string
  priority: Priority
  state: 'open' | 'closed'
  what: string
  place_text: string
  kelurahan_name: string | null
  opened_at: Iso
  disposition: string | null
  exercise: boolean
  calls: number
}
