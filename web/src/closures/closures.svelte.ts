import { get, post } from '../lib/http'
import type { ClosureView } from '../lib/types.recommend'

export interface NewClosure { what: string; lat: number; lon: number; radius_m: number; factor: number | null; until: string | null }

/** What is closed, as it was last read; `version` grows with each change made here. */
class Closures {
  rows = $state.raw<ClosureView[]>([])
  version = $state(0)
  /** The next click on the map is the place of a closure. */
  picking = $state(false)
  point = $state.raw<{ lat: number; lon: number } | null>(null)

  picked(lat: number, lon: number): void {
    this.picking = false
    this.point = { lat, lon }
  }

  async read(): Promise<void> {
    this.rows = await get<ClosureView[]>('/api/closures')
  }

  async close(made: NewClosure, id: string): Promise<ClosureView> {
    const view = await post<ClosureView>('/api/closures', { ...made, id })
    await this.#changed()
    return view
  }

  async lift(id: string): Promise<void> {
    await post(`/api/closures/${id}/lift`)
    await this.#changed()
  }

  async #changed(): Promise<void> {
    this.version += 1
    await this.read()
  }
}

export const closures = new Closures()
