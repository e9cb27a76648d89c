/** What was asked of the exchange about a call: under way until the live channel shows that something happened, or failed. */
import { post } from '../lib/http'
import { notices, sentenceOf } from '../lib/notices.svelte'
import type { CallAction, CallTarget, CallView, JournalEntry } from '../lib/types'
import { store } from '../live/store.svelte'
import { t, word } from '../texts'

export interface Told { target?: CallTarget; leg?: string; label?: string }
interface Ask extends Told { id: number; callId: string; action: CallAction; before: string; at: number }
export interface Failure { callId: string; action: string; label: string; why: string; again: (() => void) | null }

const LATE_MS = 12_000
const REMEMBERED_MS = 60_000

/** All of a call that an action may change; as long as this is the same, nothing has happened. */
export function shape(call: CallView | undefined): string {
  if (!call) return ''
  return JSON.stringify([call.state, call.desk_id, call.parked_at, call.silent, call.parties.map((p) => [p.leg, p.role, p.state])])
}

/** The exchange's reason as a sentence: one of ours, one that came along, or the raw word. */
export function reasonOf(data: Record<string, unknown>): string {
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const raw = text('reason')
  return text('sentence') || word('failwhy', raw) || t('ask.failed.nowhy')
}

export class Control {
  asks = $state.raw<Ask[]>([])
  failures = $state.raw<Failure[]>([])
  /** The call in hand: its failures stand beside it; those of another call are said once. */
  inHand: () => string | undefined = () => undefined
  #next = 1
  /** What was asked lately, also after it was seen to begin: a transfer may still fail when nobody answers. */
  #asked: Ask[] = []

  open = $derived(this.asks.filter((a) => shape(store.calls.get(a.callId)) === a.before))

  pending(callId: string | undefined, action?: CallAction, leg?: string): boolean {
    return this.open.some((a) => a.callId === callId && (!action || a.action === action) && (!leg || a.leg === leg))
  }

  failuresOf(callId: string | undefined): Failure[] {
    return this.failures.filter((f) => f.callId === callId)
  }

  /** True when it was accepted; whether it happened, the live channel says. */
  async ask(call: CallView, action: CallAction, told: Told = {}): Promise<boolean> {
    if (this.pending(call.id, action, told.leg)) return false
    const { label: _, ...body } = told
    const ask: Ask = { ...told, id: this.#next++, callId: call.id, action, before: shape(store.calls.get(call.id)), at: Date.now() }
    this.asks = [...this.asks, ask]
    this.#asked = [...this.#asked.filter((a) => Date.now() - a.at < REMEMBERED_MS), ask]
    this.dismiss(call.id)
    try {
      await post(`/api/calls/${call.id}/actions`, { action, ...body })
    } catch (error) {
      this.#gone(ask)
      this.#asked = this.#asked.filter((a) => a !== ask)
      this.#fail(ask, sentenceOf(error))
      return false
    }
    setTimeout(() => this.#late(ask), LATE_MS)
    return true
  }

  /** The exchange could not do what was asked: whoever pressed the button is told. */
  failed(entry: JournalEntry): void {
    const action = String(entry.data.action ?? '')
    const ask = [...this.#asked].reverse().find((a) => a.callId === entry.subject.id && a.action === action)
    if (!ask) return
    this.#gone(ask)
    this.#asked = this.#asked.filter((a) => a !== ask)
    this.#fail(ask, reasonOf(entry.data))
  }

  /** We asked for this call to go elsewhere: that our own leg ends is what was wanted. */
  gaveAway(callId: string): boolean {
    return this.#asked.some((a) => a.callId === callId && (a.action === 'transfer' || a.action === 'complete' || a.action === 'park') && Date.now() - a.at < REMEMBERED_MS)
  }

  dismiss(callId: string): void {
    this.failures = this.failures.filter((f) => f.callId !== callId)
  }

  #late(ask: Ask): void {
    const waiting = this.open.includes(ask)
    this.#gone(ask)
    const call = store.calls.get(ask.callId)
    if (waiting && call && call.state !== 'ended') this.#fail(ask, t('ask.failed.late'))
  }

  #gone(ask: Ask): void {
    this.asks = this.asks.filter((a) => a !== ask)
  }

  #fail(ask: Ask, why: string): void {
    const label = ask.label ?? ''
    const call = store.calls.get(ask.callId)
    const failure: Failure = {
      callId: ask.callId, action: ask.action, label, why,
      again: call ? () => void this.ask(store.calls.get(ask.callId) ?? call, ask.action, { target: ask.target, leg: ask.leg, label }) : null,
    }
    if (this.inHand() === ask.callId) this.failures = [...this.failures.filter((f) => f.callId !== ask.callId), failure]
    else notices.wrong(new Error(failureText(failure)))
  }
}

export function failureText(failure: Pick<Failure, 'action' | 'label' | 'why'>): string {
  const what = [word('action', failure.action), failure.label].filter(Boolean).join(' ')
  return t('ask.failed', { action: what, why: failure.why })
}

export const control = new Control()
