/** Where a caller is, as the API shows it (api/schemas/locations.py). */
import type { Iso } from './types'

export interface LocationView {
  id: string
  source: 'aml_https' | 'aml_sms' | 'pidf_lo' | 'ali'
  method: string
  lat: number | null
  lon: number | null
  radius_m: number | null
  confidence: number | null
  altitude_m: number | null
  at: Iso | null
  received_at: Iso | null
  /** A civic address in words; empty when there is none. */
  address: string
  civic: Record<string, string>
  kind: string
  notes: string[]
  /** Whose line it is (ali). */
  name?: string
}
