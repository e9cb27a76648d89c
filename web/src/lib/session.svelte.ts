/** Who is signed in here. */
import { live } from '../live/channel.svelte'
import { store } from '../live/store.svelte'
import { ApiError, del, get, post } from './http'
import { prefs } from './prefs.svelte'
import { route, type Page } from './route.svelte'
import type { Role, User } from './types'

type Answer = { user: User } | User
const userOf = (answer: Answer): User => ('user' in answer ? answer.user : answer)

export function rolesOf(user: User | null): Role[] {
  if (!user) return []
  return user.roles ?? (user.role ? [user.role] : [])
}

class Session {
  user = $state<User | null>(null)
  state = $state<'asking' | 'out' | 'in'>('asking')
  ended = $state(false)

  hears = $derived(rolesOf(this.user).some((r) => r === 'supervisor' || r === 'administrator' || r === 'auditor'))
  supervises = $derived(rolesOf(this.user).includes('supervisor'))
  settles = $derived(rolesOf(this.user).some((r) => r === 'supervisor' || r === 'administrator' || r === 'auditor'))
  /** Somebody of an agency: sees its own, says what its units do. */
  agency = $derived(rolesOf(this.user).includes('agency_dispatcher') ? (this.user?.agency_id ?? '') : null)
  responds = $derived(rolesOf(this.user).includes('responder'))
  /** A temporary password or a role of the field: no console yet. */
  waits = $derived(this.responds || Boolean(this.user?.must_change_password))
  pages = $derived<Page[]>(this.agency !== null ? ['desk', 'board', 'messages'] : ['desk', 'board', ...(this.hears ? ['supervisor' as const] : []), 'messages', ...(this.settles ? ['settings' as const] : []), 'disaster', 'search'])
  takesCalls = $derived(rolesOf(this.user).some((r) => r === 'dispatcher' || r === 'supervisor'))

  async resume(): Promise<void> {
    try {
      this.#in(userOf(await get<Answer>('/api/session')))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.state = 'out'
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    this.#in(userOf(await post<Answer>('/api/session', { username, password })))
  }

  async signOut(): Promise<void> {
    try {
      await del('/api/session')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
    this.#out(false)
  }

  #in(user: User): void {
    this.user = user
    this.state = 'in'
    this.ended = false
    prefs.use(user.username)
    live.onSessionEnded = () => this.#out(true)
    if (this.waits) return
    if (!location.hash && !rolesOf(user).includes('dispatcher') && this.agency === null) route.go(this.hears ? 'supervisor' : 'board')
    live.start()
  }

  #out(ended: boolean): void {
    live.stop()
    store.clear()
    this.user = null
    this.state = 'out'
    this.ended = ended
  }
}

export const session = new Session()
