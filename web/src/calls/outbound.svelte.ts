/** Calls that start here: the desk's own phone is rung and picks up by itself, then the number is dialled. */
import { ApiError, post } from '../lib/http'
import { notices, sentenceOf } from '../lib/notices.svelte'
import type { AbandonedView, CallView, JournalEntry } from '../lib/types'
import { store } from '../live/store.svelte'
import { failureText, reasonOf } from './control.svelte'
import { t } from '../texts'

const STARTING_MS = 20_000

class Outbound {
  /** What was asked for, until this desk's phone has picked up. */
  starting = $state<{ name: string; at: number } | null>(null)
  /** Why a callback is refused for now, per abandoned caller. */
  refused = $state.raw<Record<string, string>>({})
  #names = new Map<string, string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  async number(number: string, name: string, incidentId: string | null = null): Promise<boolean> {
    return await this.#start(name, () => post<CallView>('/api/calls/outbound', { number, incident_id: incidentId }), (error) => notices.wrong(error))
  }

  async callback(row: AbandonedView, name: string): Promise<boolean> {
    const { [row.id]: _, ...others } = this.refused
    this.refused = others
    return await this.#start(name, () => post<CallView>(`/api/abandoned/${row.id}/callback`), (error) => {
      if (!(error instanceof ApiError) || error.status !== 409) { notices.wrong(error); return }
      this.refused = { ...this.refused, [row.id]: error.errorId === 'callbacks_limited' ? t('abandoned.limited') : sentenceOf(error) }
    })
  }

  /** The exchange could not call whom we asked for. */
  failed(entry: JournalEntry): void {
    const name = this.#names.get(entry.subject.id)
    if (name === undefined || entry.data.action !== 'outbound') return
    this.#names.delete(entry.subject.id)
    this.over()
    notices.wrong(new Error(failureText({ action: 'outbound', label: name, why: reasonOf(entry.data) })))
  }

  /** The phone has picked up, or nothing came of it. */
  over(): void {
    clearTimeout(this.#timer)
    this.starting = null
  }

  async #start(name: string, run: () => Promise<CallView>, wrong: (error: unknown) => void): Promise<boolean> {
    if (this.starting) return false
    this.starting = { name, at: Date.now() }
    this.#timer = setTimeout(() => this.over(), STARTING_MS)
    try {
      const call = await run()
      this.#names.set(call.id, name)
      store.sawCall(call)
      return true
    } catch (error) {
      this.over()
      wrong(error)
      return false
    }
  }
}

export const outbound = new Outbound()
