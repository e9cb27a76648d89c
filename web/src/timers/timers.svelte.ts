/** The timers that run or are late: read again a moment after the journal tells of something that moves them. */
import { ApiError, get, post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { TimerView } from '../lib/types.lifecycle'
import { sounds } from '../phone/sounds'
import { store } from '../live/store.svelte'
import { movesTimers, together, wanting } from './due'

/** The runner needs a moment after the change; and it is looked at again now and then, in case a word was lost. */
const AFTER_MS = 600
const EVERY_MS = 15_000

class Timers {
  list = $state.raw<TimerView[]>([])
  busy = $state('')
  late = $derived(wanting(this.list))

  #heard = new Set<string>()
  #loaded = false

  /** For as long as a screen shows them; gives back how it ends. */
  watch(): () => void {
    let seen = store.position
    let soon = 0
    void this.load()
    const every = window.setInterval(() => void this.load(), EVERY_MS)
    const stop = $effect.root(() => {
      $effect(() => {
        const fresh = store.recent.filter((entry) => entry.position > seen)
        seen = store.position
        if (!fresh.some((entry) => movesTimers(entry.kind))) return
        window.clearTimeout(soon)
        soon = window.setTimeout(() => void this.load(), AFTER_MS)
      })
    })
    return () => { stop(); window.clearInterval(every); window.clearTimeout(soon) }
  }

  async load(): Promise<void> {
    try {
      this.list = await get<TimerView[]>('/api/timers')
      this.#sound()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }

  async acknowledge(timer: TimerView): Promise<void> {
    this.busy = timer.id
    try {
      for (const late of together(this.list, timer)) {
        const seen = await post<TimerView>(`/api/timers/${late.id}/acknowledge`, {})
        this.list = this.list.map((row) => (row.id === seen.id ? seen : row))
      }
    } catch (error) {
      notices.wrong(error)
      void this.load()
    } finally {
      this.busy = ''
    }
  }

  /** Once for each step of the ladder, and never for what was late before this screen was opened. */
  #sound(): void {
    const now = this.late.map((timer) => `${timer.id}.${timer.level}`)
    if (this.#loaded && now.some((key) => !this.#heard.has(key))) sounds.play('returned')
    now.forEach((key) => this.#heard.add(key))
    this.#loaded = true
  }
}

export const timers = new Timers()
