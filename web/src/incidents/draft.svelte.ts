/** What is typed and not yet sent. Kept on each keystroke; only what differs from the record is held. */
import { newId } from '../lib/ids'
import { drop, keep, kept } from '../lib/keep'
import type { IncidentView, Priority } from '../lib/types'
import { store } from '../live/store.svelte'
import { wordFor } from '../locations/words'

export interface Fields {
  type_code: string
  priority: Priority | null
  what: string
  text: string
  kelurahan_code: string
  lat: number | null
  lon: number | null
}
export type FieldName = keyof Fields
export const EMPTY: Fields = { type_code: '', priority: null, what: '', text: '', kelurahan_code: '', lat: null, lon: null }
const PLACE: FieldName[] = ['text', 'kelurahan_code', 'lat', 'lon']

/** Answers to the cards of the types that were chosen meanwhile, each under the version that was on the screen. */
export type CardAnswers = Record<string, { version: number; values: Record<string, string> }>

interface Stored { changes: Partial<Fields>; base: Fields; version: number; id: string; answers?: CardAnswers }

export function fieldsOf(incident: IncidentView): Fields {
  const { place } = incident
  return {
    type_code: incident.type_code, priority: incident.priority, what: incident.what ?? '', text: place?.text ?? '',
    kelurahan_code: place?.kelurahan_code ?? '', lat: place?.lat ?? null, lon: place?.lon ?? null,
  }
}

export class Draft {
  changes = $state<Partial<Fields>>({})
  /** The record as it stood when the first key was pressed: what a conflict is measured against. */
  base: Fields = EMPTY
  version = 0
  /** What the incident will be called once it is opened. */
  id = newId()
  answers = $state<CardAnswers>({})

  constructor(readonly key: string) {
    const stored = kept<Stored | null>(`draft.${key}`, null)
    if (!stored) return
    this.changes = stored.changes
    this.base = stored.base
    this.version = stored.version
    this.id = stored.id ?? this.id
    this.answers = stored.answers ?? {}
  }

  answersOf(type: string): Record<string, string> { return this.answers[type]?.values ?? {} }

  answer(type: string, version: number, question: string, value: string): void {
    const values = { ...this.answersOf(type), [question]: value }
    this.answers = { ...this.answers, [type]: { version, values } }
    this.#save()
  }

  /** As they are sent when the incident is opened. */
  givenAnswers(): { type_code: string; type_version: number; question: string; answer: string }[] {
    return Object.entries(this.answers).flatMap(([type_code, { version, values }]) =>
      Object.entries(values).map(([question, answer]) => ({ type_code, type_version: version, question, answer })))
  }

  get dirty(): boolean { return Object.keys(this.changes).length > 0 }

  merged(record: Fields): Fields { return { ...record, ...this.changes } }

  set<N extends FieldName>(name: N, value: Fields[N], record: Fields, version = 0): void {
    if (!this.dirty) {
      this.base = record
      this.version = version
    }
    const next = { ...this.changes, [name]: value }
    if (value === record[name]) delete next[name]
    this.changes = next
    this.#save()
  }

  /** Put back what `clear` took away (undo). */
  restore(changes: Partial<Fields>, answers: CardAnswers = this.answers): void {
    this.changes = changes
    this.answers = answers
    this.#save()
  }

  clear(): void {
    this.changes = {}
    this.answers = {}
    this.id = newId()
    drop(`draft.${this.key}`)
  }

  /** The record moved on but not under our fingers: go on from there. */
  rebase(record: Fields, version: number): void {
    this.base = record
    this.version = version
    this.#save()
  }

  #save(): void {
    if (!this.dirty && !Object.keys(this.answers).length) drop(`draft.${this.key}`)
    else keep(`draft.${this.key}`, { changes: this.changes, base: this.base, version: this.version, id: this.id, answers: this.answers } satisfies Stored)
  }
}

/** Fields that both changed, each to something else. Empty: the two merge by themselves. */
export function conflicts(base: Fields, mine: Partial<Fields>, theirs: Fields): FieldName[] {
  return (Object.keys(mine) as FieldName[]).filter((name) => theirs[name] !== base[name] && theirs[name] !== mine[name])
}

/** The body of a change: the place goes as a whole, for its parts belong together. */
export function patchOf(changes: Partial<Fields>, record: Fields): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const name of ['type_code', 'priority', 'what'] as const) if (name in changes) body[name] = changes[name]
  if (PLACE.some((name) => name in changes)) body.place = placeOf({ ...record, ...changes })
  return body
}

export function placeOf(fields: Fields): Record<string, unknown> {
  return { text: fields.text, kelurahan_code: fields.kelurahan_code, lat: fields.lat, lon: fields.lon, ...wordFor(fields.lat, fields.lon, store.calls.values()) }
}

/** A call became known: what was typed about it goes with it. */
export function moveDraft(from: string, to: string): void {
  const old = draftOf(from)
  if (old.dirty) draftOf(to).restore({ ...draftOf(to).changes, ...old.changes }, { ...draftOf(to).answers, ...old.answers })
  old.clear()
}

const open = new Map<string, Draft>()
export function draftOf(key: string): Draft {
  let found = open.get(key)
  if (!found) {
    found = new Draft(key)
    open.set(key, found)
  }
  return found
}
