/** The center's switch: asked for once, and again whenever the journal tells that it was turned. */
import { ApiError, get, post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { DisasterView } from '../lib/types.disaster'

const OFF: DisasterView = { on: false, reason: '', began_at: null, began_by: null, ended_at: null, ended_by: null }
export const TURNS = ['DisasterBegan', 'DisasterEnded']

class Mode {
  now = $state.raw<DisasterView>(OFF)
  busy = $state(false)

  async load(): Promise<void> {
    try {
      this.now = await get<DisasterView>('/api/disaster')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // what was known stays; the live channel's state is shown elsewhere
    }
  }

  begin(reason: string): Promise<void> { return this.#turn('begin', { reason }) }
  end(): Promise<void> { return this.#turn('end', {}) }

  async #turn(how: string, body: unknown): Promise<void> {
    this.busy = true
    try {
      this.now = await post<DisasterView>(`/api/disaster/${how}`, body)
    } catch (error) {
      notices.wrong(error)
    } finally {
      this.busy = false
    }
  }
}

export const mode = new Mode()
