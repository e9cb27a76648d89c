/** Whom a call may go to, from what is typed. Pure. */
import { phoneNumber } from '../lib/format'
import type { AgencyView, CallTarget, DeskView, Skill } from '../lib/types'
import { pick, t, word } from '../texts'

export interface Target { key: string; group: 'desk' | 'agency' | 'skill' | 'number' | 'caller'; name: string; hint: string; usable: boolean; warn: boolean; to: CallTarget }

const ORDER: Target['group'][] = ['caller', 'number', 'desk', 'skill', 'agency']
const SHORTEST_NUMBER = 3

/** What was typed as a number, without its spaces and hyphens; '' when it is none. */
export function typedNumber(text: string): string {
  const compact = text.replace(/[\s().-]/g, '')
  return /^\+?\d+$/.test(compact) && compact.length >= SHORTEST_NUMBER ? compact : ''
}

export function deskTarget(desk: DeskView, mine: string | null): Target {
  const here = desk.id === mine
  const gone = !desk.registered
  const hint = here ? t('target.desk.here')
    : gone ? t('target.desk.unregistered')
    : desk.call_id ? t('target.desk.busy')
    : [word('desk', desk.state), desk.reason].filter(Boolean).join(' · ')
  const name = [desk.user_name, desk.label].filter(Boolean).join(' · ')
  return { key: `desk.${desk.id}`, group: 'desk', name, hint, usable: !here && !gone, warn: gone || desk.call_id !== null, to: { kind: 'desk', id: desk.id } }
}

export function agencyTarget(agency: AgencyView): Target {
  const hint = agency.phone ? phoneNumber(agency.phone) : t('target.nophone')
  return { key: `agency.${agency.id}`, group: 'agency', name: agency.name, hint, usable: Boolean(agency.phone), warn: !agency.phone, to: { kind: 'agency', id: agency.id } }
}

export function skillTarget(skill: Skill): Target {
  return { key: `skill.${skill.code}`, group: 'skill', name: pick(skill.name_id, skill.name_en) || skill.code, hint: t('target.skill.waits'), usable: true, warn: false, to: { kind: 'skill', id: skill.code } }
}

export function numberTarget(number: string, group: 'number' | 'caller' = 'number', hint = ''): Target {
  return { key: `number.${number}`, group, name: phoneNumber(number), hint, usable: true, warn: false, to: { kind: 'number', number } }
}

/** Whoever can be called stands before who cannot; free colleagues before busy ones. */
export function findTargets(all: Target[], text: string): Target[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const hits = all.filter((x) => words.every((w) => `${x.name} ${x.hint}`.toLowerCase().includes(w)))
  const sorted = [...hits].sort((a, b) => Number(b.usable) - Number(a.usable) || ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || Number(a.warn) - Number(b.warn))
  const number = typedNumber(text)
  return number ? [numberTarget(number), ...sorted] : sorted
}

/** At a desk that nobody sits at a call cannot arrive. */
export const staffed = (desk: DeskView): boolean => desk.user_id !== null && desk.state !== 'off'
