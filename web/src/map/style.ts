/** The whole style is here: a quiet ground without tiles, sprites or glyph files. */
import type { StyleSpecification } from 'maplibre-gl'
import type { Palette } from './symbols'

const NOTHING = { type: 'FeatureCollection', features: [] } as const
const source = { type: 'geojson' as const, data: NOTHING as never }
const FONT = ['Inter Variable']

export function styleOf(p: Palette): StyleSpecification {
  const halo = { 'text-halo-color': p.land, 'text-halo-width': 1.5 }
  return {
    version: 8,
    sources: { graticule: source, kelurahan: source, rings: source, ways: source, cameras: source, units: source, incidents: source, callers: source, pin: source },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': p.land } },
      { id: 'graticule', type: 'line', source: 'graticule', paint: { 'line-color': p.line, 'line-width': 1 } },
      { id: 'rings', type: 'line', source: 'rings', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': p.mark, 'line-width': 1, 'line-dasharray': [3, 3], 'line-opacity': 0.75 } },
      { id: 'ring-labels', type: 'symbol', source: 'rings', filter: ['==', ['geometry-type'], 'Point'], layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 11, 'text-allow-overlap': true }, paint: { 'text-color': p.soft, ...halo } },
      { id: 'ways', type: 'line', source: 'ways', paint: { 'line-color': p.soft, 'line-width': 1.2, 'line-dasharray': [1, 2] } },
      { id: 'caller-areas', type: 'fill', source: 'callers', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['get', 'best']], paint: { 'fill-color': p.accent, 'fill-opacity': 0.14 } },
      { id: 'caller-edges', type: 'line', source: 'callers', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'line-color': p.accent, 'line-width': ['case', ['get', 'best'], 2, 1], 'line-opacity': ['case', ['get', 'best'], 1, 0.5] } },
      { id: 'caller-dots', type: 'circle', source: 'callers', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': ['case', ['get', 'best'], 5, 3], 'circle-color': p.accent, 'circle-stroke-color': p.land, 'circle-stroke-width': 1.5 } },
      { id: 'kelurahan-dots', type: 'circle', source: 'kelurahan', paint: { 'circle-radius': 2, 'circle-color': p.mark } },
      { id: 'wedges', type: 'fill', source: 'cameras', filter: ['has', 'wedge'], paint: { 'fill-color': p.accent, 'fill-opacity': 0.16 } },
      { id: 'cameras', type: 'symbol', source: 'cameras', filter: ['has', 'id'], layout: { 'icon-image': 'camera', 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
      {
        id: 'kelurahan-labels', type: 'symbol', source: 'kelurahan',
        layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': ['case', ['get', 'chosen'], 14, 12], 'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': 0.5, 'text-max-width': 8 },
        paint: { 'text-color': ['case', ['get', 'chosen'], p.text, p.label], ...halo },
      },
      {
        id: 'unit-labels', type: 'symbol', source: 'units', filter: ['!=', ['get', 'label'], ''],
        layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 11, 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 1.2 },
        paint: { 'text-color': p.text, ...halo },
      },
      {
        id: 'incident-labels', type: 'symbol', source: 'incidents',
        layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-variable-anchor': ['right', 'left', 'bottom', 'top'], 'text-radial-offset': 1.3 },
        paint: { 'text-color': p.text, ...halo },
      },
      // symbols are placed from the top layer down: these stand, and every label goes where they leave room
      {
        id: 'units', type: 'symbol', source: 'units',
        layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-offset': ['get', 'shift'] as never, 'symbol-sort-key': ['get', 'order'] },
      },
      { id: 'chosen', type: 'circle', source: 'incidents', filter: ['get', 'chosen'], paint: { 'circle-radius': 18, 'circle-color': 'transparent', 'circle-stroke-color': p.accent, 'circle-stroke-width': 2 } },
      { id: 'incidents', type: 'symbol', source: 'incidents', layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'symbol-sort-key': ['get', 'order'] } },
      { id: 'pin', type: 'symbol', source: 'pin', layout: { 'icon-image': 'pin', 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
    ],
  }
}
