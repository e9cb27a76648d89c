/** What an editor may choose from. */
import { store } from '../live/store.svelte'
import type { AgencyKind, TypeView } from '../lib/types'
import { protocolTexts } from '../texts.protocols'

export const AGENCIES: AgencyKind[] = ['police', 'fire', 'health', 'bpbd', 'dishub', 'satpol']
const USUAL = ['water', 'rescue', 'extrication', 'hazmat', 'ambulance', 'advanced_life_support', 'patrol', 'traffic', 'crowd', 'boat', 'evacuation', 'heavy_equipment', 'tow', 'snake', 'tree']

/** What the city's own units can do, and what units usually can. */
export function capabilities(): string[] {
  const own = [...store.units.values()].flatMap((unit) => unit.capabilities)
  return [...new Set([...own, ...USUAL])].sort()
}

/** What a type is found by: its names and its group's, in both languages. */
export function searched(type: TypeView): string {
  const group = `type.group.${type.group}`
  const names = group in protocolTexts ? protocolTexts[group as keyof typeof protocolTexts] : []
  return [type.name_id, type.name_en, ...names].join(' ')
}

/** Moves one of a list up or down; nothing at its ends. */
export function move<T>(list: T[], at: number, by: number): void {
  const to = at + by
  if (to < 0 || to >= list.length) return
  const [one] = list.splice(at, 1)
  if (one !== undefined) list.splice(to, 0, one)
}
