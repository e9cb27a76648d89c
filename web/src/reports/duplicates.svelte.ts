/** Likely duplicates of what is being typed: asked again a moment after the last change, the newest answer wins. */
import { ApiError, get, query } from '../lib/http'
import type { DuplicateView } from '../lib/types.reports'

const PAUSE_MS = 250

export interface Asked {
  type_code: string
  lat: number | null
  lon: number | null
  kelurahan_code: string
  text: string
  call_id: string | null
  incident_id: string | null
}

/** Nothing is known yet that anything could be like. */
export function saysNothing(asked: Asked): boolean {
  return !asked.type_code && !asked.call_id && asked.lat === null && !asked.kelurahan_code && asked.text.trim().length < 4
}

export class Duplicates {
  list = $state.raw<DuplicateView[]>([])
  #timer = 0
  #turn = 0

  ask(asked: Asked): () => void {
    window.clearTimeout(this.#timer)
    if (saysNothing(asked)) {
      this.list = []
      return () => undefined
    }
    this.#timer = window.setTimeout(() => void this.#fetch(asked), PAUSE_MS)
    return () => window.clearTimeout(this.#timer)
  }

  async #fetch(asked: Asked): Promise<void> {
    const turn = ++this.#turn
    try {
      const found = await get<DuplicateView[]>(`/api/incidents/duplicates${query({ ...asked })}`)
      if (turn === this.#turn) this.list = found
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // a hint that does not come is no error to show
    }
  }
}
