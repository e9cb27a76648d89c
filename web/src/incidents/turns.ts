/** The turns of an incident and of an assignment: each says what went wrong, and answers whether it went well. */
import { post } from '../lib/http'
import { notices } from '../lib/notices.svelte'
import type { IncidentView } from '../lib/types'
import { store } from '../live/store.svelte'

export async function turn(path: string, body: unknown = {}, done = ''): Promise<boolean> {
  try {
    await post(path, body)
    if (done) notices.say(done)
    return true
  } catch (error) {
    notices.wrong(error)
    return false
  }
}

export async function turnIncident(id: string, name: string, body: unknown): Promise<boolean> {
  try {
    store.saw(await post<IncidentView>(`/api/incidents/${id}/${name}`, body))
    return true
  } catch (error) {
    notices.wrong(error)
    return false
  }
}
