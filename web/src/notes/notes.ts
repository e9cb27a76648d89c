/** Which place is asked about, and which notes are about a person. Pure. */
import type { NoteKind } from '../lib/types.lifecycle'

export interface Spot { text: string; kelurahan_code: string; lat: number | null; lon: number | null; radius_m?: number | null }

export const KINDS: NoteKind[] = ['dog', 'gate', 'hydrant', 'access', 'hazard', 'violent', 'medical', 'other']
export const ABOUT_A_PERSON: NoteKind[] = ['violent', 'medical']

/** What is asked of the API; empty while there is no place. Long words and far digits change nothing about a house. */
export function queryOf(spot: Spot, incidentId = ''): string {
  const query = new URLSearchParams()
  if (spot.lat !== null && spot.lon !== null) {
    query.set('lat', spot.lat.toFixed(6))
    query.set('lon', spot.lon.toFixed(6))
    if (spot.radius_m) query.set('radius_m', String(Math.round(spot.radius_m)))
  }
  if (spot.text.trim()) query.set('text', spot.text.trim().slice(0, 200))
  if (spot.kelurahan_code) query.set('kelurahan_code', spot.kelurahan_code)
  if (![...query.keys()].length) return ''
  if (incidentId) query.set('incident_id', incidentId)
  return query.toString()
}
