/** Protocols by code and version, fetched when they are first asked for. A published version never changes. */
import { SvelteMap } from 'svelte/reactivity'
import { ApiError, get } from '../lib/http'
import type { ProtocolView } from '../lib/types.protocols'

const known = new SvelteMap<string, ProtocolView | 'none'>()
const asked = new Set<string>()
const AGAIN_MS = 4000

/** Undefined while it is under way; none when there is no such version. */
export function cardOf(code: string, version: number | undefined): ProtocolView | undefined {
  if (!code || !version) return undefined
  const key = `${code}.${version}`
  const found = known.get(key)
  if (found === undefined) queueMicrotask(() => void fetchCard(code, version))
  return found === 'none' ? undefined : found
}

async function fetchCard(code: string, version: number): Promise<void> {
  const key = `${code}.${version}`
  if (asked.has(key)) return
  asked.add(key)
  try {
    known.set(key, await get<ProtocolView>(`/api/types/${code}/protocol?version=${version}`))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.status === 404) known.set(key, 'none')
    else window.setTimeout(() => { asked.delete(key); void fetchCard(code, version) }, AGAIN_MS)
  }
}
