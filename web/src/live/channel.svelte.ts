/** The live channel: load the state, follow the journal, come back from where we stopped. */
import { clock } from '../lib/clock.svelte'
import { ApiError, get } from '../lib/http'
import type { LiveMessage, Snapshot } from '../lib/types'
import { store, type LiveStore } from './store.svelte'

export type LiveState = 'loading' | 'live' | 'lost'

const SILENCE_MS = 12_000 // the server pings every 5 s: two missed and a bit
const BACKOFF_MS = [250, 500, 1000, 2000, 4000, 8000]

export class LiveChannel {
  state = $state<LiveState>('loading')
  /** When the server was last heard; what is on the screen is as old as this. */
  heardAt = $state(0)
  problem = $state('')
  onSessionEnded: () => void = () => {}

  #socket: WebSocket | null = null
  #attempt = 0
  #retry = 0
  #watch = 0
  #stopped = true

  constructor(private readonly to: LiveStore) {}

  start(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#watch = window.setInterval(() => this.#watchSilence(), 1000)
    window.addEventListener('online', this.#now)
    void this.#begin()
  }

  stop(): void {
    this.#stopped = true
    window.clearInterval(this.#watch)
    window.clearTimeout(this.#retry)
    window.removeEventListener('online', this.#now)
    this.#drop()
    this.state = 'loading'
    this.#attempt = 0
  }

  #now = (): void => {
    if (this.state === 'lost') this.#again(0)
  }

  async #begin(): Promise<void> {
    if (this.#stopped) return
    try {
      if (!this.to.loaded) {
        const snapshot = await get<Snapshot>('/api/state')
        if (this.#stopped) return
        this.to.load(snapshot)
        this.heardAt = Date.now()
      }
      this.#connect()
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) {
      this.onSessionEnded()
      return
    }
    this.problem = error instanceof ApiError ? error.errorId : String(error)
    this.#lost()
  }

  #connect(): void {
    this.#drop()
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const socket = new WebSocket(`${scheme}://${location.host}/api/live?after=${this.to.position}`)
    this.#socket = socket
    socket.onmessage = (event) => this.#heard(JSON.parse(String(event.data)) as LiveMessage)
    socket.onclose = (event) => {
      if (this.#socket !== socket) return
      if (event.code === 4401 || event.code === 1008) void this.#askSession()
      this.#lost()
    }
  }

  #heard(message: LiveMessage): void {
    this.heardAt = Date.now()
    this.#attempt = 0
    this.problem = ''
    if (message.type === 'reload') {
      this.to.loaded = false
      void this.#begin()
      return
    }
    this.state = 'live'
    if (message.type === 'entry') this.to.apply(message)
    if (message.type === 'gone') this.to.gone(message)
    if (message.type === 'ping') {
      clock.heard(message.at)
      this.#socket?.send('{"type":"pong"}')
    }
  }

  #watchSilence(): void {
    if (this.state === 'live' && Date.now() - this.heardAt > SILENCE_MS) this.#lost()
  }

  #lost(): void {
    this.#drop()
    if (this.#stopped) return
    this.state = 'lost'
    const wait = BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)] ?? 8000
    this.#attempt += 1
    this.#again(wait * (0.8 + Math.random() * 0.4))
  }

  #again(wait: number): void {
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => void this.#begin(), wait)
  }

  async #askSession(): Promise<void> {
    try {
      await get('/api/session')
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.onSessionEnded()
    }
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    if (socket) {
      socket.onclose = null
      socket.close()
    }
  }
}

export const live = new LiveChannel(store)
