import type { Iso, Priority } from './types'

export type Grade = 'sure' | 'likely' | 'possible'
export interface DuplicateView {
  incident_id: string
  number: number
  type_code: string
  type_name_id: string
  type_name_en: string
  priority: Priority
  state: 'open' | 'closed'
  place_text: string
  what: string
  opened_at: Iso
  score: number
  grade: Grade
  distance_m: number | null
  same_caller: boolean
  reasons_id: string[]
  reasons_en: string[]
}
export interface ReportView {
  id: string
  kind: 'call' | 'camera' | 'partner' | 'citizen'
  at: Iso
  call_id: string | null
  text: string
  source: string
  number: string | null
  withheld?: boolean | null
  outcome?: string | null
  answered_by?: string | null
  from_number: number | null
}
export interface MergedView {
  id: string
  number: number
  type_name_id: string
  type_name_en: string
  merged_at: Iso
  merged_by: string | null
  reports: number
  units: number
}
export interface ReportsAnswer { reports: ReportView[]; merged: MergedView[] }
