/** The one notice that waiting callers hear about an incident that is known already. */
import { ApiError, get, post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { IncidentView, KnownNotice, VoicesView } from '../lib/types'
import { t } from '../texts'

class Notice {
  now = $state.raw<KnownNotice | null>(null)
  busy = $state(false)

  on(incidentId: string): boolean {
    return this.now !== null && this.now.on && this.now.incident_id === incidentId
  }

  async load(): Promise<void> {
    try {
      this.now = (await get<VoicesView>('/api/voices')).notice ?? null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // what was known stays; the next entry asks again
    }
  }

  async set(incident: IncidentView, on: boolean): Promise<void> {
    this.busy = true
    try {
      await post(`/api/incidents/${incident.id}/notice`, { on })
      await this.load()
      notices.say(t(on ? 'notice.on' : 'notice.off', { n: incident.number }), { label: t('incident.undo'), run: () => void this.set(incident, !on) })
    } catch (error) {
      notices.wrong(error)
    } finally {
      this.busy = false
    }
  }
}

export const knownNotice = new Notice()
