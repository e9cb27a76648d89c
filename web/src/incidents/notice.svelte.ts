/** The notice that waiting callers hear about an incident that is known already. Whether it plays, the incident says. */
import { post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { IncidentView } from '../lib/types'
import { t } from '../texts'

class Notice {
  busy = $state(false)

  async set(incident: IncidentView, on: boolean): Promise<void> {
    this.busy = true
    try {
      await post(`/api/incidents/${incident.id}/notice`, { on })
      notices.say(t(on ? 'notice.on' : 'notice.off', { n: incident.number }), { label: t('incident.undo'), run: () => void this.set(incident, !on) })
    } catch (error) {
      notices.wrong(error)
    } finally {
      this.busy = false
    }
  }
}

export const knownNotice = new Notice()
