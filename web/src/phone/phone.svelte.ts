/** The dispatcher's phone: the SIP line, the desk session and the call as the live channel knows it, together. */
import { control } from '../calls/control.svelte'
import { outbound } from '../calls/outbound.svelte'
import { ApiError, del, post, put } from '../lib/http'
import { keep, kept } from '../lib/keep'
import { notices, sentenceOf } from '../lib/notices.svelte'
import type { CallView, DeskSignOn, DeskView, Party } from '../lib/types'
import { live } from '../live/channel.svelte'
import { store } from '../live/store.svelte'
import { t } from '../texts'
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
  /** The page goes away: the call that ends with it did not end for the caller. */
  #leaving = false
  #rangAt = 0
  #armedUntil = 0
  #answeredId = $state<string | null>(null)
  /** The call that was in hand last, to be marked while wrapping up. */
  #lastId = $state<string | null>(null)

  /** The desk as the live channel shows it; as signed on while that is silent. */
  myDesk = $derived(this.desk ? (store.desks.get(this.desk.id) ?? this.desk) : null)

  /** The call that rings here: known from the live channel, often before the phone itself. */
  offered = $derived.by<CallView | null>(() => {
    const id = this.desk?.id
    if (!id || this.#answeredId) return null
    const known = line.leg === 'ringing' && line.callRef ? byRef(line.callRef) : null
    return known ?? store.waiting.find((c) => c.offered_to.includes(id))
      ?? store.active.find((c) => c.offered_to.includes(id) || c.parties.some((p) => p.desk_id === id && p.state === 'ringing')) ?? null
  })

  /** The call that this desk talks to. */
  mine = $derived.by<CallView | null>(() => {
    const id = this.desk?.id
    if (!id) return null
    if (this.inCall && line.callRef) {
      const found = byRef(line.callRef)
      if (found) return found
    }
    const talking = store.active.find((c) => c.desk_id === id) ?? store.active.find((c) => c.parties.some((p) => p.desk_id === id && p.state !== 'ringing'))
    if (talking) return talking
    return this.#answeredId && line.leg !== 'none' ? (store.calls.get(this.#answeredId) ?? null) : null
  })

  /** Our own place in that call. */
  myParty = $derived<Party | undefined>(this.mine?.parties.find((p) => p.desk_id !== null && p.desk_id === this.desk?.id))
  supervising = $derived(this.myParty?.kind === 'supervisor' ? this.myParty.role : null)
  /** We are in a colleague's call, to advise or to watch: it is not ours to hold, give away or close. */
  guest = $derived(this.supervising !== null || this.myParty?.role === 'consult')
  /** Others talk with the caller, too: who leaves does not close the call. */
  crowd = $derived(this.mine?.parties.some((p) => p.leg !== this.myParty?.leg && p.role === 'talk' && p.state !== 'ringing' && p.kind !== 'supervisor') ?? false)
  last = $derived(this.#lastId ? (store.calls.get(this.#lastId) ?? null) : null)

  ringing = $derived(line.leg === 'ringing' || (this.offered !== null && line.leg === 'none' && line.state === 'registered'))
  inCall = $derived(line.leg === 'talking' || line.leg === 'answering')
  /** The exchange can be asked about this call. */
  canAct = $derived(this.inCall && this.mine !== null && live.state === 'live')
  canHold = $derived(this.canAct && this.supervising === null && (this.mine?.direction !== 'out' || this.mine.answered_at !== null) && !control.pending(this.mine?.id))

  constructor() {
    control.inHand = () => this.mine?.id
    line.onLegEnded = (byUs) => this.#legEnded(byUs)
    line.onRinging = (auto) => {
      if (auto) {
        this.#answeredId = byRef(line.callRef)?.id ?? null
        outbound.over()
        return
      }
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

  /** Takes a desk without taking calls: a supervisor who listens in needs a phone, not a ring. */
  async sit(): Promise<boolean> {
    return this.#signOn(kept<string | null>('desk', null))
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
    await control.ask(call, call.state === 'held' ? 'resume' : 'hold')
  }

  async park(): Promise<void> {
    if (this.mine && this.canHold && !this.guest) await control.ask(this.mine, 'park')
  }

  async askSilent(): Promise<void> {
    if (this.mine && this.canAct && !this.guest) await control.ask(this.mine, 'ask_silent')
  }

  toggleMute(): void {
    if (line.leg === 'talking') line.mute(!line.muted)
  }

  /** Our BYE says Tutup; when the line cannot carry it, the server closes the call. Who is not alone with the caller only leaves, and the others go on. */
  async hangUp(): Promise<void> {
    if (!this.inCall) return
    const call = this.mine
    if (this.guest || (line.auto && call === null) || (this.crowd && (line.how === 'conference' || !this.canAct))) {
      line.forget()
      return
    }
    if (this.crowd && call) {
      await control.ask(call, 'complete')
      return
    }
    const reachable = line.connected
    line.hangUp()
    if (!reachable && call) await control.ask(call, 'hang_up')
  }

  /** For everybody in it, also when others talk. */
  async endForAll(): Promise<void> {
    if (this.mine && this.canAct && !this.guest) await control.ask(this.mine, 'hang_up')
  }

  /** Called whenever the call changed: the live channel says it is over though no BYE came. */
  reconcile(): void {
    if (this.inCall && this.mine && !this.guest) this.#lastId = this.mine.id
    const id = this.#answeredId
    if (!id || line.leg !== 'talking' || store.calls.get(id)?.state !== 'ended') return
    window.setTimeout(() => {
      if (this.#answeredId === id && line.leg === 'talking') line.forget()
    }, LATE_BYE_MS)
  }

  forgetLast(): void {
    this.#lastId = null
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
    if (!this.#leaving) sessionStorage.removeItem(IN_CALL)
    if (byUs || !id || control.gaveAway(id)) return
    window.setTimeout(() => {
      const call = store.calls.get(id)
      if (call?.state !== 'waiting' || call.direction === 'out') return
      notices.say(t('phone.leg.returned'))
    }, 1500)
  }
}

const byRef = (ref: string): CallView | null => [...store.calls.values()].find((c) => c.uniqueid === ref && c.state !== 'ended') ?? null

export const phone = new Phone()

/** For the browser tests' proof of audio only, and only when asked for. */
export function exposeProbe(): void {
  if (localStorage.getItem('tanggap.probe') !== '1') return
  Object.defineProperty(window, 'tanggapProbe', { value: { get remoteStream() { return line.remoteStream } } })
}
