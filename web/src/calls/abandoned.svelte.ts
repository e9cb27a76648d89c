/** Callers who gave up: who is called back next, and what was dismissed but can still be taken back. */
import { post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { AbandonedView } from '../lib/types'
import { live } from '../live/channel.svelte'
import { store } from '../live/store.svelte'
import { line } from '../phone/line.svelte'
import { phone } from '../phone/phone.svelte'
import { t } from '../texts'
import { callable, nextToCall } from './callbacks'
import { outbound } from './outbound.svelte'
import { callNumber } from './words'

/** So long a dismissal waits for second thoughts before it is sent. A page that closes meanwhile has dismissed nobody. */
export const UNDO_MS = 7000

class Abandoned {
  /** id -> the reason given, while it can still be taken back. */
  dismissing = $state.raw<Record<string, string>>({})
  #timers = new Map<string, ReturnType<typeof setTimeout>>()

  /** Why nobody can be called back from here now; '' when one can. */
  whyNot = $derived.by(() => {
    if (live.state !== 'live') return t('phone.needdata')
    if (!phone.desk || line.state !== 'registered') return t('parked.take.nodesk')
    return phone.inCall || phone.ringing || outbound.starting ? t('parked.take.busy') : ''
  })

  async callBack(row: AbandonedView | undefined = nextToCall(store.abandonedList)): Promise<void> {
    if (!row || !callable(row) || this.whyNot) return
    this.undo(row.id)
    await outbound.callback(row, callNumber(row))
  }

  dismiss(row: AbandonedView, reason: string): void {
    this.dismissing = { ...this.dismissing, [row.id]: reason }
    this.#timers.set(row.id, setTimeout(() => void this.#send(row.id, reason), UNDO_MS))
  }

  undo(id: string): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    const { [id]: _, ...others } = this.dismissing
    this.dismissing = others
  }

  async #send(id: string, reason: string): Promise<void> {
    try {
      await post(`/api/abandoned/${id}/dismiss`, { reason })
      store.abandoned.delete(id)
    } catch (error) {
      notices.wrong(error)
    } finally {
      this.undo(id)
    }
  }
}

export const abandoned = new Abandoned()
