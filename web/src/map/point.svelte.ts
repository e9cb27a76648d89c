import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'

/** Between form and map: where the form's point is, and who takes the next click. */
/** `text` is an address in words: it may fill an empty field, never change a full one. */
type Taker = (lat: number | null, lon: number | null, text?: string) => void
export interface Around { lat: number; lon: number; radius_m: number | null; best: boolean }

class MapPoint {
  shown = $state.raw<{ lat: number; lon: number } | null>(null)
  kelurahan = $state('')
  wanted = $state(false)
  #taker: Taker | null = null

  take(taker: Taker): () => void {
    this.#taker = taker
    this.wanted = true
    return () => {
      if (this.#taker !== taker) return
      this.#taker = null
      this.wanted = false
      this.shown = null
      this.kelurahan = ''
    }
  }

  clicked(lat: number, lon: number): void {
    this.#taker?.(six(lat), six(lon))
  }

  /** A caller's location goes into the form in hand. */
  use(lat: number | null, lon: number | null, text = ''): void {
    this.#taker?.(lat === null ? null : six(lat), lon === null ? null : six(lon), text)
  }

  #circles = new SvelteMap<string, Around[]>()
  circles = $derived([...this.#circles.values()].flat())

  /** The circles of one call, as long as somebody looks at it. */
  around(key: string, circles: Around[]): () => void {
    untrack(() => this.#circles.set(key, circles))
    return () => { this.#circles.delete(key) }
  }
}

const six = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

export const mapPoint = new MapPoint()
