/** What of the settings somebody may see; the API decides again. */
import type { Role } from '../lib/types'

export type Section = 'city' | 'queue' | 'trunks' | 'recordings' | 'voices' | 'nuisance' | 'types' | 'timers' | 'users' | 'looks'
const AUDITOR: Section[] = ['looks']
const SUPERVISOR: Section[] = ['queue', 'types', 'timers', 'nuisance', 'voices', 'looks']
const ALL: Section[] = ['queue', 'city', 'types', 'timers', 'trunks', 'recordings', 'voices', 'nuisance', 'users']

export function sectionsOf(roles: readonly Role[]): Section[] {
  if (roles.includes('administrator')) return ALL
  return roles.includes('supervisor') ? SUPERVISOR : roles.includes('auditor') ? AUDITOR : []
}
