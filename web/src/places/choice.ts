/** What choosing a place, or a point, fills in: only what is empty, or what a choice before had filled in. */
import type { Fields } from '../incidents/draft.svelte'
import type { PlaceHit, WhereView } from '../lib/types.places'

export interface Spot { lat: number; lon: number }
/** What was filled in by a choice: it may give way to the next one. */
export interface Filled { point: Spot | null; kelurahan: string }
export const NOTHING: Filled = { point: null, kelurahan: '' }

/** From here on Enter takes the first hit by itself; a mistyped name has to be chosen with the arrows. */
export const SURE = 0.8

const same = (a: Spot | null, b: Spot | null): boolean => a === b || (a !== null && b !== null && a.lat === b.lat && a.lon === b.lon)
export const pointOf = (fields: Fields): Spot | null => (fields.lat === null || fields.lon === null ? null : { lat: fields.lat, lon: fields.lon })
export const spotOf = (hit: PlaceHit): Spot => ({ lat: Math.round(hit.lat * 1e6) / 1e6, lon: Math.round(hit.lon * 1e6) / 1e6 })

/** The point that may be set, or null when the dispatcher (or the caller's phone) has put another one. */
export function pointToSet(fields: Fields, hit: PlaceHit, filled: Filled): Spot | null {
  const now = pointOf(fields)
  return now === null || same(now, filled.point) ? spotOf(hit) : null
}

/** The kelurahan that may be set for this point; empty when another one was chosen by hand, or none is known. */
export function kelurahanToSet(fields: Fields, where: WhereView, filled: Filled): string {
  const free = fields.kelurahan_code === '' || fields.kelurahan_code === filled.kelurahan
  return free && where.kelurahan_code !== fields.kelurahan_code ? where.kelurahan_code : ''
}

/** Whether the point and the kelurahan that was chosen contradict each other. */
export const contradicts = (fields: Fields, where: WhereView): boolean =>
  where.kelurahan_code !== '' && fields.kelurahan_code !== '' && where.kelurahan_code !== fields.kelurahan_code

/** Which hit Enter takes before any arrow was pressed: -1 none. */
export const firstTaken = (hits: readonly PlaceHit[]): number => (hits[0] && hits[0].score >= SURE ? 0 : -1)
