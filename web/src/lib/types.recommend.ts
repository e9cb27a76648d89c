import type { Iso, Recommendation } from './types'

/** A need of the run card: `sent` are on their way, `chosen` would fill the rest, `missing` cannot come in time. */
export interface Need {
  name_id: string
  name_en: string
  any_of: string[]
  agency: string
  required: boolean
  count: number
  sent: number
  chosen: string[]
  missing: number
}
export interface Shortfall { need: number; missing: number; text_id: string; text_en: string }
export interface MoveUp { unit_id: string; call_sign: string; from_station: string; to_station: string; text_id: string; text_en: string }
export interface Advice { units: (Recommendation & { need: number | null })[]; needs: Need[]; shortfalls: Shortfall[]; move_ups: MoveUp[] }

/** `factor` null: closed; 3: it takes three times as long. */
export interface ClosureView {
  id: string
  what: string
  lat: number
  lon: number
  radius_m: number
  factor: number | null
  since: Iso
  until: Iso | null
  made_by: string | null
  lifted_at: Iso | null
}
