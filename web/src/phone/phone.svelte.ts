/** The dispatcher's phone: the SIP line, the desk session and the call as the live channel knows it, together. */
import { ApiError, del, post, put } from '../lib/http'
import { keep, kept } from '../lib/keep'
import { notices, sentenceOf } from '../lib/notices.svelte'
import type { CallView, DeskSignOn, DeskView, JournalEntry } from '../lib/types'
import { live } from '../live/channel.svelte'
import { store } from '../live/store.svelte'
import { t, word } from '../texts'
import { devices } from './devices.svelte'
import { line } from './line.svelte'
import { sounds } from './sounds'

const IN_CALL = 'tanggap.incall'
const LATE_BYE_MS = 3000
const GAP_MS = 4000

class Phone {
  desk = $state<DeskView | null>(null)
  busy = $state(false)
  silenced = $state(false)
  /** An action asked for and not yet seen on the live channel. */
  pending = $state<'hold' | 'resume' | 'hang_up' | null>(null)
  /** The page goes away: the call that ends with it did not end for the caller. */
  #leaving = false
  #rangAt = 0
  #armedUntil = 0
  #pendingTimer = 0
  #answeredId = $state<string | null>(null)

  /** The desk as the live channel shows it; as signed on while that is silent. */
  myDesk = $derived(this.desk ? (store.desks.get(this.desk.id) ?? this.desk) : null)

  /** The call that rings here: known from the live channel, often before the phone itself. */
  offered = $derived.by<CallView | null>(() => {
    const id = this.desk?.id
    if (!id || this.#answeredId) return null
    return store.waiting.find((c) => c.offered_to.includes(id)) ?? null
  })

  /** The call that this desk talks to. */
  mine = $derived.by<CallView | null>(() => {
    const id = this.desk?.id
    if (!id) return null
    const talking = store.active.find((c) => c.desk_id === id)
    if (talking) return talking
    return this.#answeredId && line.leg !== 'none' ? (store.calls.get(this.#answeredId) ?? null) : null
  })

  ringing = $derived(line.leg === 'ringing' || (this.offered !== null && line.leg === 'none' && line.state === 'registered'))
  inCall = $derived(line.leg === 'talking' || line.leg === 'answering')
  canHold = $derived(this.inCall && this.mine !== null && live.state === 'live' && this.pending === null)

  constructor() {
    line.onLegEnded = (byUs) => this.#legEnded(byUs)
    line.onRinging = () => {
      if (Date.now() < this.#armedUntil) window.setTimeout(() => this.answer(), 0)
      this.#armedUntil = 0
    }
    window.addEventListener('pagehide', () => { this.#leaving = true })
    window.addEventListener('pageshow', () => { this.#leaving = false })
  }

  /** After a reload the desk is still ours: take the phone up again without asking. */
  async resume(): Promise<void> {
    if (sessionStorage.getItem(IN_CALL)) {
      sessionStorage.removeItem(IN_CALL)
      notices.say(t('phone.reloaded'))
    }
    const mine = store.myDesk
    if (mine && mine.state !== 'off' && line.state === 'off') await this.#signOn(mine.id)
  }

  async signOn(): Promise<void> {
    if (await this.#signOn(kept<string | null>('desk', null))) await this.ready()
  }

  async ready(): Promise<void> {
    await this.#say(() => put<DeskView>('/api/desk/state', { state: 'ready', reason: '' }))
  }

  async pause(reason: string): Promise<void> {
    await this.#say(() => put<DeskView>('/api/desk/state', { state: 'paused', reason }))
  }

  async signOff(): Promise<void> {
    if (this.inCall) return
    await this.#say(() => del('/api/desk'))
    line.stop()
    devices.close()
    this.desk = null
  }

  /** The user signed out: the line goes with them. */
  close(): void {
    line.stop()
    devices.close()
    this.desk = null
  }

  /** Between two rings of one caller there is a moment without any: F8 pressed then holds for the next ring. */
  answer(): void {
    if (line.leg !== 'ringing') {
      if (line.leg === 'none' && Date.now() - this.#rangAt < GAP_MS) this.#armedUntil = Date.now() + GAP_MS
      return
    }
    this.#answeredId = this.offered?.id ?? null
    sessionStorage.setItem(IN_CALL, '1')
    line.answer()
  }

  silence(): void {
    this.silenced = true
  }

  async toggleHold(): Promise<void> {
    const call = this.mine
    if (!call || !this.canHold) return
    await this.#ask(call, call.state === 'held' ? 'resume' : 'hold')
  }

  toggleMute(): void {
    if (line.leg === 'talking') line.mute(!line.muted)
  }

  /** Our BYE says Tutup; when the line cannot carry it, the server closes the call. */
  async hangUp(): Promise<void> {
    if (!this.inCall) return
    const call = this.mine
    const reachable = line.connected
    line.hangUp()
    if (!reachable && call) await this.#ask(call, 'hang_up')
  }

  /** Called whenever the call changed: the live channel says it is over though no BYE came. */
  reconcile(): void {
    if (this.pending && this.mine && (this.pending === 'hold') === (this.mine.state === 'held')) this.#settled()
    const id = this.#answeredId
    if (!id || line.leg !== 'talking' || store.calls.get(id)?.state !== 'ended') return
    window.setTimeout(() => {
      if (this.#answeredId === id && line.leg === 'talking') line.forget()
    }, LATE_BYE_MS)
  }

  /** The exchange could not do what was asked: whoever pressed the button is told. */
  actionFailed(entry: JournalEntry): void {
    if (!this.pending || entry.subject.id !== this.mine?.id) return
    this.#settled()
    notices.wrong(new Error(t('kind.CallActionFailed', { action: word('action', String(entry.data.action ?? '')) })))
  }

  async #ask(call: CallView, action: 'hold' | 'resume' | 'hang_up'): Promise<void> {
    this.pending = action
    window.clearTimeout(this.#pendingTimer)
    this.#pendingTimer = window.setTimeout(() => this.#settled(), 6000)
    try {
      await post(`/api/calls/${call.id}/actions`, { action })
    } catch (error) {
      this.#settled()
      notices.wrong(error)
    }
  }

  #settled(): void {
    window.clearTimeout(this.#pendingTimer)
    this.pending = null
  }

  async #signOn(deskId: string | null): Promise<boolean> {
    this.busy = true
    try {
      await Promise.all([devices.open(), sounds.wake().catch(() => undefined)])
      const answer = await this.#take(deskId)
      this.desk = answer.desk
      keep('desk', answer.desk.id)
      line.start(answer.sip)
      return true
    } catch (error) {
      notices.wrong(new Error(t('phone.signonfailed', { why: sentenceOf(error) })))
      return false
    } finally {
      this.busy = false
    }
  }

  /** The desk of last time when it is free, otherwise the first free one. */
  async #take(deskId: string | null): Promise<DeskSignOn> {
    try {
      return await post<DeskSignOn>('/api/desk', deskId ? { desk_id: deskId } : {})
    } catch (error) {
      if (!deskId || !(error instanceof ApiError) || error.unreachable) throw error
      return await post<DeskSignOn>('/api/desk', {})
    }
  }

  async #say(run: () => Promise<unknown>): Promise<void> {
    this.busy = true
    try {
      await run()
    } catch (error) {
      notices.wrong(error)
    } finally {
      this.busy = false
    }
  }

  #legEnded(byUs: boolean): void {
    const id = this.#answeredId
    this.#answeredId = null
    this.#rangAt = byUs || id ? 0 : Date.now()
    this.silenced = false
    this.#settled()
    if (!this.#leaving) sessionStorage.removeItem(IN_CALL)
    if (byUs || !id) return
    window.setTimeout(() => {
      if (store.calls.get(id)?.state !== 'waiting') return
      notices.say(t('phone.leg.returned'))
    }, 1500)
  }
}

export const phone = new Phone()

/** For the browser tests' proof of audio only, and only when asked for. */
export function exposeProbe(): void {
  if (localStorage.getItem('tanggap.probe') !== '1') return
  Object.defineProperty(window, 'tanggapProbe', { value: { get remoteStream() { return line.remoteStream } } })
}
