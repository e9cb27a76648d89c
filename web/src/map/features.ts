/** What stands on the map, as GeoJSON. Pure. */
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { CameraView, IncidentView, KelurahanView, UnitView } from '../lib/types'
import type { Around } from './point.svelte'

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })
const point = (lon: number, lat: number, properties: Record<string, unknown>): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties })
const polygon = (ring: [number, number][], properties: Record<string, unknown>): Feature => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] } as Geometry, properties })

const METRES_A_DEGREE = 111_320
export function offset(lat: number, lon: number, metres: number, bearing: number): [number, number] {
  const a = (bearing * Math.PI) / 180
  return [lon + (metres * Math.sin(a)) / (METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)), lat + (metres * Math.cos(a)) / METRES_A_DEGREE]
}

/** Where an incident is known to be: its point, or its kelurahan's. */
export function whereOf(incident: IncidentView, kelurahan: KelurahanView[]): { lat: number; lon: number; exact: boolean } | null {
  const { place } = incident
  if (place && place.lat !== null && place.lon !== null) return { lat: place.lat, lon: place.lon, exact: place.source !== 'kelurahan' }
  const k = kelurahan.find((x) => x.code === place?.kelurahan_code)
  return k ? { lat: k.lat, lon: k.lon, exact: false } : null
}

export function incidents(rows: IncidentView[], kelurahan: KelurahanView[], chosen: string | null): FeatureCollection {
  const features: Feature[] = []
  for (const row of rows) {
    const at = whereOf(row, kelurahan)
    if (at) features.push(point(at.lon, at.lat, { id: row.id, icon: `p${row.priority}`, order: 5 - row.priority, label: String(row.number), chosen: row.id === chosen }))
  }
  return collection(features)
}

const RESTING = new Set(['available', 'out_of_service'])
export function units(rows: UnitView[]): FeatureCollection {
  // several units of one station stand side by side, not on top of each other
  const taken = new Map<string, number>()
  const features: Feature[] = []
  for (const row of rows) {
    if (row.lat === null || row.lon === null || row.status === 'out_of_service') continue
    const key = `${row.lat.toFixed(4)} ${row.lon.toFixed(4)}`
    const nth = taken.get(key) ?? 0
    taken.set(key, nth + 1)
    const busy = !RESTING.has(row.status)
    features.push(point(row.lon, row.lat, { id: row.id, icon: `unit-${row.agency_kind}${busy ? '-busy' : ''}`, label: busy ? row.call_sign : '', call_sign: row.call_sign, order: busy ? 1 : 0, shift: [nth * 16, 0] }))
  }
  return collection(features)
}

export function kelurahanPoints(rows: KelurahanView[], chosen: string): FeatureCollection {
  return collection(rows.map((k) => point(k.lon, k.lat, { name: k.name, chosen: k.code === chosen })))
}

const WEDGE_M = 160
export function cameras(rows: CameraView[]): FeatureCollection {
  const features: Feature[] = []
  for (const row of rows) {
    features.push(point(row.lon, row.lat, { id: row.id, name: row.name }))
    if (row.heading === null || row.heading === undefined) continue
    const fov = row.fov ?? 60
    const ring: [number, number][] = [[row.lon, row.lat]]
    for (let step = 0; step <= 8; step += 1) ring.push(offset(row.lat, row.lon, WEDGE_M, row.heading - fov / 2 + (fov * step) / 8))
    ring.push([row.lon, row.lat])
    features.push(polygon(ring, { wedge: true }))
  }
  return collection(features)
}

/** Where a caller's telephone says it is: a circle as large as it is unsure, and its middle. */
export function callers(rows: Around[]): FeatureCollection {
  const features: Feature[] = []
  for (const row of rows) {
    features.push(point(row.lon, row.lat, { best: row.best }))
    if (row.radius_m === null || row.radius_m <= 0) continue
    const ring: [number, number][] = []
    for (let step = 0; step <= 72; step += 1) ring.push(offset(row.lat, row.lon, row.radius_m, step * 5))
    features.push(polygon(ring, { best: row.best }))
  }
  return collection(features)
}

export const RINGS_M = [500, 1000, 2000]
export function rings(at: { lat: number; lon: number } | null): FeatureCollection {
  if (!at) return collection([])
  const features: Feature[] = []
  for (const metres of RINGS_M) {
    const ring: [number, number][] = []
    for (let step = 0; step <= 72; step += 1) ring.push(offset(at.lat, at.lon, metres, step * 5))
    features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: ring }, properties: {} })
    const [lon, lat] = offset(at.lat, at.lon, metres, 45)
    features.push(point(lon, lat, { label: metres < 1000 ? `${metres} m` : `${metres / 1000} km` }))
  }
  return collection(features)
}

/** Lines each minute of arc (about 1.85 km), so that the quiet ground still has a scale. */
export function graticule(rows: KelurahanView[]): FeatureCollection {
  if (!rows.length) return collection([])
  const step = 1 / 60
  const [west, south, east, north] = bounds(rows, 0.25)
  const features: Feature[] = []
  const add = (coordinates: [number, number][]): void => { features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} }) }
  for (let lon = Math.ceil(west / step) * step; lon <= east; lon += step) add([[lon, south], [lon, north]])
  for (let lat = Math.ceil(south / step) * step; lat <= north; lat += step) add([[west, lat], [east, lat]])
  return collection(features)
}

export function bounds(rows: { lat: number; lon: number }[], margin = 0.008): [number, number, number, number] {
  const lons = rows.map((r) => r.lon)
  const lats = rows.map((r) => r.lat)
  return [Math.min(...lons) - margin, Math.min(...lats) - margin, Math.max(...lons) + margin, Math.max(...lats) + margin]
}

/** From a unit on its way to where it goes, as the crow flies. */
export function ways(rows: UnitView[], find: (id: string) => IncidentView | undefined, kelurahan: KelurahanView[]): FeatureCollection {
  const features: Feature[] = []
  for (const row of rows) {
    const incident = row.incident_id && ['dispatched', 'acknowledged', 'en_route'].includes(row.status) ? find(row.incident_id) : undefined
    const to = incident ? whereOf(incident, kelurahan) : null
    if (!to || row.lat === null || row.lon === null) continue
    features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: [[row.lon, row.lat], [to.lon, to.lat]] }, properties: {} })
  }
  return collection(features)
}
