/** What of the settings somebody may see; the API decides again. */
import type { Role } from '../lib/types'

export type Section = 'queue' | 'trunks' | 'recordings' | 'voices' | 'nuisance' | 'types' | 'timers'
const SUPERVISOR: Section[] = ['queue', 'types', 'timers', 'nuisance', 'voices']
const ALL: Section[] = ['queue', 'types', 'timers', 'trunks', 'recordings', 'voices', 'nuisance']

export function sectionsOf(roles: readonly Role[]): Section[] {
  if (roles.includes('administrator')) return ALL
  return roles.includes('supervisor') ? SUPERVISOR : []
}
