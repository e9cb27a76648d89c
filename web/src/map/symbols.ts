/** Our own symbols, drawn on a canvas in the theme's colours: no sprite file, no request. */
import type { Map as MapLibre } from 'maplibre-gl'

export interface Palette {
  land: string; line: string; label: string; text: string; soft: string; raised: string; mark: string; accent: string; pane: string
  p1: string; p2: string; p3: string; p4: string
}

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    land: read('map-land'), line: read('map-line'), label: read('map-label'), text: read('text'), soft: read('soft'), raised: read('raised'),
    mark: read('mark'), accent: read('accent'), pane: read('pane'), p1: read('p1'), p2: read('p2'), p3: read('p3'), p4: read('p4'),
  }
}

const RATIO = 2
type Draw = (c: CanvasRenderingContext2D, s: number) => void

function image(size: number, draw: Draw): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * RATIO
  const context = canvas.getContext('2d')
  if (!context) throw new Error('canvas')
  context.scale(RATIO, RATIO)
  draw(context, size)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

function polygon(c: CanvasRenderingContext2D, points: [number, number][], fill: string, edge: string): void {
  c.beginPath()
  points.forEach(([x, y], n) => (n ? c.lineTo(x, y) : c.moveTo(x, y)))
  c.closePath()
  c.lineWidth = 3
  c.lineJoin = 'round'
  c.strokeStyle = edge
  c.stroke()
  c.fillStyle = fill
  c.fill()
}

const LETTERS: Record<string, string> = { police: 'P', fire: 'D', health: 'K', bpbd: 'B', dishub: 'H', satpol: 'S' }

/** Free units are outlines, units at work are filled: the eye goes to what moves. */
function unit(kind: string, busy: boolean, p: Palette): ImageData {
  return image(22, (c) => {
    c.beginPath()
    c.roundRect(3, 3, 16, 16, kind === 'police' ? 8 : 4)
    c.fillStyle = busy ? p.text : p.pane
    c.fill()
    c.lineWidth = 1.5
    c.strokeStyle = busy ? p.pane : p.soft
    c.stroke()
    c.fillStyle = busy ? p.pane : p.text
    c.font = '700 10px "Inter Variable", sans-serif'
    c.textAlign = 'center'
    c.textBaseline = 'middle'
    c.fillText(LETTERS[kind] ?? '·', 11, 11.5)
  })
}

export function addSymbols(map: MapLibre, p: Palette): void {
  const add = (name: string, data: ImageData): void => {
    if (map.hasImage(name)) map.removeImage(name)
    map.addImage(name, data, { pixelRatio: RATIO })
  }
  add('p1', image(26, (c) => polygon(c, [[13, 2], [24, 13], [13, 24], [2, 13]], p.p1, p.pane)))
  add('p2', image(24, (c) => polygon(c, [[12, 3], [22, 21], [2, 21]], p.p2, p.pane)))
  add('p3', image(20, (c) => polygon(c, [[4, 4], [16, 4], [16, 16], [4, 16]], p.p3, p.pane)))
  add('p4', image(16, (c) => { c.beginPath(); c.arc(8, 8, 5, 0, 7); c.lineWidth = 3; c.strokeStyle = p.pane; c.stroke(); c.fillStyle = p.p4; c.fill() }))
  add('camera', image(16, (c) => { c.beginPath(); c.arc(8, 8, 4, 0, 7); c.fillStyle = p.pane; c.fill(); c.lineWidth = 1.5; c.strokeStyle = p.accent; c.stroke(); c.beginPath(); c.arc(8, 8, 1.5, 0, 7); c.fillStyle = p.accent; c.fill() }))
  add('pin', image(30, (c) => { c.strokeStyle = p.accent; c.lineWidth = 2; c.beginPath(); c.arc(15, 15, 8, 0, 7); c.moveTo(15, 1); c.lineTo(15, 11); c.moveTo(15, 19); c.lineTo(15, 29); c.moveTo(1, 15); c.lineTo(11, 15); c.moveTo(19, 15); c.lineTo(29, 15); c.stroke() }))
  for (const kind of Object.keys(LETTERS)) {
    add(`unit-${kind}`, unit(kind, false, p))
    add(`unit-${kind}-busy`, unit(kind, true, p))
  }
}
