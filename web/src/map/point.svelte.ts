/** Between form and map: where the form's point is, and who takes the next click. */
type Taker = (lat: number, lon: number) => void

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
    this.#taker?.(Math.round(lat * 1e6) / 1e6, Math.round(lon * 1e6) / 1e6)
  }
}

export const mapPoint = new MapPoint()
