/** Names of the skill queues: from the queue's plan where one may read it, otherwise from the desks' own lists. */
import { ApiError, get } from '../lib/http'
import type { QueuePlan, Skill } from '../lib/types'
import { store } from '../live/store.svelte'
import { pick } from '../texts'

class Skills {
  #plan = $state.raw<Skill[] | null>(null)

  list = $derived.by<Skill[]>(() => {
    if (this.#plan) return this.#plan
    const codes = new Set([...store.desks.values()].flatMap((d) => d.skills))
    return [...codes].sort().map((code) => ({ code, name_id: code, name_en: code }))
  })

  async load(): Promise<void> {
    try {
      this.#plan = (await get<QueuePlan>('/api/queue/plan')).skills ?? null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // not for this role, or not there: the desks' own lists do
    }
  }

  name(code: string): string {
    const skill = this.list.find((s) => s.code === code)
    return skill ? pick(skill.name_id, skill.name_en) || code : code
  }
}

export const skills = new Skills()
