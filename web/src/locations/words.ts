/** A location in one line: source, how sure, how old. Pure but for the words. */
import type { CallView } from '../lib/types'
import type { LocationView } from '../lib/types.locations'
import { t } from '../texts'

/** Older than this it is grey: the caller may have moved. */
export const STALE_S = 300
const SOURCES = { aml_https: 'aml', aml_sms: 'aml', pidf_lo: 'pidf', ali: 'ali' } as const

export type PlaceSource = (typeof SOURCES)[keyof typeof SOURCES]
export const sourceOf = (location: LocationView): PlaceSource => SOURCES[location.source] ?? 'aml'
export const timeOf = (location: LocationView): string | null => location.at ?? location.received_at

export function secondsOld(location: LocationView, nowMs: number): number | null {
  const time = timeOf(location)
  return time ? Math.max(0, Math.floor((nowMs - Date.parse(time)) / 1000)) : null
}

export function ago(seconds: number): string {
  if (seconds < 60) return t('loc.ago.s', { n: seconds })
  if (seconds < 3600) return t('loc.ago.min', { n: Math.floor(seconds / 60) })
  return seconds < 172_800 ? t('loc.ago.h', { n: Math.floor(seconds / 3600) }) : t('loc.ago.d', { n: Math.floor(seconds / 86_400) })
}

/** `20 m`, `2,4 km` in the user's own numbers. */
export function radius(metres: number): string {
  if (metres < 950) return `${metres < 10 ? Math.ceil(metres) : Math.round(metres)} m`
  return `${(metres / 1000).toFixed(1)} km`
}

/** `AML, 20 m, 14 dtk lalu` */
export function line(location: LocationView, nowMs: number): string {
  const parts = [t(`loc.source.${sourceOf(location)}`)]
  if (location.name) parts.push(location.name)
  if (location.lat !== null && location.source !== 'ali') parts.push(location.radius_m === null ? t('loc.noradius') : radius(location.radius_m))
  else if (location.lat === null && !location.address) parts.push(t('loc.null'))
  const old = secondsOld(location, nowMs)
  if (old !== null) parts.push(ago(old))
  return parts.join(', ')
}

/** A form keeps points to six digits (0.1 m), as the map gives them. */
export const six = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
export const isAt = (location: LocationView, lat: number | null, lon: number | null): boolean =>
  location.lat !== null && location.lon !== null && lat !== null && lon !== null && six(location.lat) === six(lat) && six(location.lon) === six(lon)

/** Whose word a point is: a point that is exactly a caller's fix keeps its source and radius, any other is the dispatcher's. */
export function wordFor(lat: number | null, lon: number | null, calls: Iterable<CallView>): { source: string; radius_m?: number | null } {
  for (const call of calls) {
    const fix = call.locations.find((one) => isAt(one, lat, lon))
    if (fix) return { source: sourceOf(fix), radius_m: fix.radius_m }
  }
  return { source: 'dispatcher' }
}
