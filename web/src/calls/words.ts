/** What the screens say of a call beyond its number: marks, parties, the history of its number. Pure but for the language. */
import { phoneNumber } from '../lib/format'
import type { CallView, DeskView, Nuisance, Party } from '../lib/types'
import { t, word } from '../texts'

export interface Mark { key: string; text: string; tip: string; tone: '' | 'warn' | 'bad' }

export const DISPOSITIONS = ['genuine', 'prank', 'silent', 'test', 'wrong_number', 'information', 'pocket_dial'] as const
/** After these a dispatcher may want the number to queue behind others. */
const NUISANCE = new Set(['prank', 'silent', 'pocket_dial'])
/** From here on it is said that nearly all were none; never that this one is none. */
const MOST = 0.7
const FEW = 2

const mark = (key: string, text: string, tip = '', tone: Mark['tone'] = ''): Mark => ({ key, text, tip, tone })

export function marksOf(call: CallView, skillName: (code: string) => string): Mark[] {
  const marks: Mark[] = []
  if (call.silent === 'pressed') marks.push(mark('pressed', t('mark.silent.pressed'), t('phone.silent.pressed'), 'bad'))
  else if (call.silent === 'asked') marks.push(mark('asked', t('mark.silent.asked'), t('phone.silent.asked')))
  if (call.overflow) marks.push(mark('overflow', word('mark.overflow', call.overflow), word(`mark.overflow.${call.overflow}`, 'tip'), 'warn'))
  if (call.skill) marks.push(mark('skill', skillName(call.skill), t('mark.skill.tip')))
  if (call.priority > 0 && call.silent !== 'pressed') marks.push(mark('raised', t('mark.raised')))
  if (call.priority < 0) marks.push(mark('lowered', t('mark.lowered'), t('mark.lowered.tip')))
  if (call.test) marks.push(mark('test', t('mark.test')))
  if (call.direction === 'out') marks.push(mark('out', call.callback_of ? t('mark.callback') : t('mark.out')))
  if (call.exercise) marks.push(mark('exercise', t('call.exercise')))
  if (call.state !== 'ended' && call.parties.length > 1) marks.push(mark('parties', t('mark.parties', { n: call.parties.length + 1 })))
  return marks
}

/** Never alarming: who calls often may still be in need this time. */
export function nuisanceWords(nuisance: Nuisance): string {
  const { calls, nuisance_calls: n } = nuisance
  if (n < 1) return ''
  const all = Math.max(calls, n)
  return n >= FEW && n / all >= MOST ? t('nuisance.most', { n, all }) : t('nuisance.some', { n, all })
}

/** Offered when there is a cause in sight: this call's own mark, or the number's history. */
export function mayBeLowered(call: CallView): boolean {
  return !call.withheld && call.number !== '' && (NUISANCE.has(call.disposition) || call.nuisance.nuisance_calls > 0)
}

export function partyName(party: Party, desk: (id: string) => DeskView | undefined, myDesk: string | null): string {
  if (party.desk_id && party.desk_id === myDesk) return t('party.you')
  const label = party.desk_id ? (desk(party.desk_id)?.label ?? party.desk_id) : ''
  const name = party.user_name || (/^\+?[\d\s-]{5,}$/.test(party.name) ? phoneNumber(party.name) : party.name)
  return [name, label].filter(Boolean).join(' · ') || t('party.unknown')
}

/** Who has the call: its desk's person, or the outside party it was given to. */
export function holderOf(call: CallView, desk: (id: string) => DeskView | undefined): string {
  if (call.user_name) return call.user_name
  if (call.desk_id) return desk(call.desk_id)?.label ?? call.desk_id
  const with_ = call.parties.find((p) => p.kind === 'party' && p.state !== 'ringing')
  return with_ ? partyName(with_, desk, null) : ''
}

export const consultOf = (call: CallView | null): Party | undefined => call?.parties.find((p) => p.role === 'consult')

export const callNumber = (call: { number: string; withheld: boolean }): string => (call.withheld || !call.number ? t('queue.withheld') : phoneNumber(call.number))
