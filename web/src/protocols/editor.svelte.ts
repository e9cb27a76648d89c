/** One type's protocol while it is edited: kept here on each keystroke, on the server a moment later, published by a person. */
import { ApiError, del, get, post, put } from '../lib/http'
import { drop, keep, kept } from '../lib/keep'
import { notices, sentenceOf } from '../lib/notices.svelte'
import { session } from '../lib/session.svelte'
import type { CardAnswer, CardQuestion, Protocol, ProtocolDraft, ProtocolProblem, ProtocolView } from '../lib/types.protocols'
import { t } from '../texts'

export type Whole = Required<Omit<Protocol, 'questions'>> & { questions: (Required<Omit<CardQuestion, 'answers'>> & { answers: Required<CardAnswer>[] })[] }
const PAUSE_MS = 700

/** Every field is there, so that a form can stand on it. */
export function whole(told: Protocol): Whole {
  return {
    code: told.code, group: told.group, parent: told.parent ?? '', name_id: told.name_id, name_en: told.name_en ?? '', priority: told.priority,
    agencies: told.agencies ?? [], capabilities: told.capabilities ?? [], active: told.active ?? true,
    questions: (told.questions ?? []).map((q) => ({ id: q.id, text_id: q.text_id, text_en: q.text_en ?? '', kind: q.kind ?? 'yes_no', next: q.next ?? '', answers: (q.answers ?? []).map(wholeAnswer) })),
    instructions: (told.instructions ?? []).map((one) => ({ id: one.id, text_id: one.text_id, text_en: one.text_en ?? '', question: one.question ?? '', values: one.values ?? [] })),
    checklist: (told.checklist ?? []).map((one) => ({ id: one.id, text_id: one.text_id, text_en: one.text_en ?? '' })),
    run_card: { levels: (told.run_card?.levels ?? []).map((level) => ({ number: level.number, needs: level.needs.map((need) => ({ ...need, agency: need.agency ?? '' })) })) },
  }
}
export const wholeAnswer = (a: Partial<CardAnswer>): Required<CardAnswer> => ({
  value: a.value ?? '', text_id: a.text_id ?? '', text_en: a.text_en ?? '', priority: a.priority ?? 0, type_code: a.type_code ?? '', next: a.next ?? '', at_least: a.at_least ?? null, at_most: a.at_most ?? null,
})
export const emptyType = (code: string): Protocol => ({ code, group: 'other', name_id: '', priority: 3, agencies: ['police'] })
export const YES_NO = (): Required<CardAnswer>[] => [wholeAnswer({ value: 'yes', text_id: 'Ya', text_en: 'Yes' }), wholeAnswer({ value: 'no', text_id: 'Tidak', text_en: 'No' })]

/** q1, q2 …: the first that is free. */
export function freeId(taken: { id?: string; value?: string }[], letter: string): string {
  const used = new Set(taken.map((one) => one.id ?? one.value))
  for (let n = taken.length + 1; ; n++) if (!used.has(`${letter}${n}`)) return `${letter}${n}`
}

export class Editor {
  protocol = $state<Whole | null>(null)
  view = $state.raw<ProtocolView | null>(null)
  edit = $state(0)
  state = $state<'loading' | 'ready' | 'saving' | 'failed'>('loading')
  failure = $state('')
  theirs = $state(false)
  problems = $state.raw<ProtocolProblem[]>([])
  saved = $state('')
  #timer: number | undefined

  text = $derived(this.protocol ? JSON.stringify($state.snapshot(this.protocol)) : '')
  dirty = $derived(this.text !== this.saved)

  constructor(readonly code: string, private readonly isNew = false) {}

  get #key(): string { return `types.${session.user?.username ?? ''}.${this.code}` }

  async load(): Promise<void> {
    try {
      this.view = await orNone<ProtocolView>(`/api/types/${this.code}/protocol`)
      const draft = await orNone<ProtocolDraft>(`/api/types/${this.code}/draft`)
      this.edit = draft?.edit ?? 0
      this.#begin(whole(draft?.protocol ?? this.view?.protocol ?? emptyType(this.code)))
      this.state = 'ready'
      this.theirs = false
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.failure = sentenceOf(error)
      this.state = 'failed'
    }
  }

  #begin(fresh: Whole): void {
    const mine = kept<{ edit: number; protocol: Whole } | null>(this.#key, null)
    this.saved = JSON.stringify(fresh)
    this.protocol = mine ? whole(mine.protocol) : fresh
    if (mine && mine.edit !== this.edit) this.theirs = true
    else void this.#check()
  }

  /** Called on each change of `text`. */
  changed(): void {
    window.clearTimeout(this.#timer)
    if (!this.protocol || !this.dirty || this.theirs) return
    keep(this.#key, { edit: this.edit, protocol: $state.snapshot(this.protocol) })
    this.#timer = window.setTimeout(() => void this.save(), PAUSE_MS)
  }

  async save(): Promise<boolean> {
    window.clearTimeout(this.#timer)
    if (!this.protocol || (!this.dirty && this.edit)) return true
    if (this.state === 'saving') return false
    const sent = this.text
    this.state = 'saving'
    try {
      const draft = await put<ProtocolDraft>(`/api/types/${this.code}/draft`, { edit: this.edit, protocol: JSON.parse(sent) as Protocol })
      this.edit = draft.edit
      this.saved = sent
      this.failure = ''
      drop(this.#key)
      await this.#check()
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.errorId === 'draft_changed') this.theirs = true
      else this.failure = sentenceOf(error)
      const told = error.fields.problems
      if (Array.isArray(told)) this.problems = told as ProtocolProblem[]
      return false
    } finally {
      this.state = 'ready'
      if (this.dirty) this.changed()
    }
  }

  async #check(): Promise<void> {
    this.problems = await post<ProtocolProblem[]>('/api/types/check', { protocol: JSON.parse(this.text) as Protocol })
  }

  async loadTheirs(): Promise<void> {
    drop(this.#key)
    await this.load()
  }

  async discard(): Promise<void> {
    window.clearTimeout(this.#timer)
    drop(this.#key)
    await del(`/api/types/${this.code}/draft`)
    notices.say(t('types.dropped'))
    if (!this.isNew) await this.load()
  }

  async publish(reason: string): Promise<boolean> {
    if (!(await this.save())) return false
    const view = await post<ProtocolView>(`/api/types/${this.code}/publish`, { edit: this.edit, reason })
    notices.say(t('types.published', { n: view.version }))
    await this.load()
    return true
  }
}

async function orNone<T>(path: string): Promise<T | null> {
  try {
    return await get<T>(path)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}
