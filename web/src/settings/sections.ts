/** What of the settings somebody may see; the API decides again. */
import type { Role } from '../lib/types'

export type Section = 'queue' | 'trunks' | 'recordings' | 'voices' | 'nuisance'
const SUPERVISOR: Section[] = ['queue', 'nuisance', 'voices']
const ALL: Section[] = ['queue', 'trunks', 'recordings', 'voices', 'nuisance']

export function sectionsOf(roles: readonly Role[]): Section[] {
  if (roles.includes('administrator')) return ALL
  return roles.includes('supervisor') ? SUPERVISOR : []
}
