/** Protocols as the API sends them: what is asked, read out and done for one type of incident. Fields at their default are left out. */
import type { AgencyKind, Iso, Priority } from './types'

export type QuestionKind = 'yes_no' | 'choice' | 'number' | 'text'
export interface CardAnswer {
  value: string
  text_id: string
  text_en?: string
  /** 1..4 is what this answer makes of the priority; 0 leaves it. */
  priority?: number
  type_code?: string
  next?: string
  at_least?: number | null
  at_most?: number | null
}
export interface CardQuestion { id: string; text_id: string; text_en?: string; kind?: QuestionKind; answers?: CardAnswer[]; next?: string }
export interface Instruction { id: string; text_id: string; text_en?: string; question?: string; values?: string[] }
export interface ChecklistItem { id: string; text_id: string; text_en?: string }
export interface RunCardNeed { any_of: string[]; count: number; agency: string; required?: boolean }
export interface RunCardLevel { number: number; needs: RunCardNeed[] }
export interface Protocol {
  code: string
  group: string
  parent?: string
  name_id: string
  name_en?: string
  priority: Priority
  agencies?: AgencyKind[]
  capabilities?: string[]
  active?: boolean
  questions?: CardQuestion[]
  instructions?: Instruction[]
  checklist?: ChecklistItem[]
  run_card?: { levels?: RunCardLevel[] }
}
export interface ProtocolVersion {
  code: string
  version: number
  source: 'seed' | 'city'
  published_at: Iso
  published_by: string | null
  reason: string
  confirmed_at: Iso | null
  confirmed_name: string
  current: boolean
}
export interface ProtocolView extends ProtocolVersion { protocol: Protocol }
export interface ProtocolDraft { code: string; protocol: Protocol; base: number; edit: number; saved_at: Iso; saved_by: string | null }
export interface EditedType {
  code: string | null
  version: number | null
  source: string | null
  confirmed_at: Iso | null
  confirmed_name: string | null
  draft_edit: number | null
  draft_saved_by: string | null
  draft_name: string | null
  questions: number
}
export interface ProtocolProblem { path: string; sentence: string; sentence_en: string }
export interface GivenAnswer { type_code: string; question: string; answer: string; at: Iso; by: string | null }
export interface Tick { type_code: string; item: string; at: Iso; by: string | null }
