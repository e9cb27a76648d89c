/** One settings form: loaded, typed in (kept on each keystroke), saved by version, merged when somebody else saved first, undone. */
import { ApiError, get, put } from '../lib/http'
import { drop, keep, kept } from '../lib/keep'
import { notices, sentenceOf } from '../lib/notices.svelte'
import { session } from '../lib/session.svelte'
import { t } from '../texts'
import { changedFields, merge, same } from './merge'
import { problemsOf, type Problems } from './problems'

export interface Clash<T> { name: keyof T & string; mine: unknown; theirs: unknown }

/** A line that appears as the pointer goes down would move the button away from under it. */
const AFTER_A_CLICK_MS = 200

interface Options<T> {
  name: string
  path: string
  /** What stands wrong in it, by field; asked before it is sent and while it is typed. */
  check?: (value: T) => Problems
  /** How a stored answer becomes what is edited (fields that may be missing). */
  read?: (answer: unknown) => T
  /** What is sent. */
  write?: (value: T) => unknown
  onsaved?: () => void
  /** Never kept in the browser: typed again after a reload. */
  secrets?: (keyof T & string)[]
  /** A refusal that names no field by its name: where it belongs. */
  place?: (error: ApiError, value: T) => Problems
}

export class Form<T extends object> {
  base = $state.raw<T | null>(null)
  value = $state<T | null>(null)
  state = $state<'loading' | 'ready' | 'saving' | 'failed'>('loading')
  failure = $state('')
  refused = $state<Problems>({})
  clashes = $state.raw<Clash<T>[]>([])
  /** What somebody else changed meanwhile and was taken over. */
  taken = $state.raw<string[]>([])
  restored = $state(false)

  #tried = $state(false)
  #seen = $state.raw<string[]>([])

  now = $derived(this.value ? ($state.snapshot(this.value) as T) : null)
  changed = $derived(this.base && this.now ? changedFields(this.base, this.now) : [])
  dirty = $derived(this.changed.length > 0)
  own = $derived.by<Problems>(() => (this.now ? (this.options.check?.(this.now) ?? {}) : {}))
  /** What is shown: a field that nobody has touched is not scolded before somebody tries to save. */
  problems = $derived<Problems>({ ...this.refused, ...(this.#tried ? this.own : Object.fromEntries(Object.entries(this.own).filter(([name]) => this.#seen.includes(name)))) })
  valid = $derived(Object.keys(this.own).length === 0)

  constructor(private readonly options: Options<T>) {}

  async load(): Promise<void> {
    try {
      const fresh = this.#read(await get<unknown>(this.options.path))
      this.failure = ''
      this.#begin(fresh)
      this.state = 'ready'
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.failure = sentenceOf(error)
      this.state = 'failed'
    }
  }

  /** Called on each change of `now`. */
  remember(): void {
    if (!this.now || !this.base) return
    if (this.dirty) keep(this.#key, { base: this.base, mine: this.#withoutSecrets(this.now) })
    else drop(this.#key)
  }

  /** The API's word about a field holds until that field is touched. */
  touched(name: string): void {
    if (!(name in this.refused)) return
    const { [name]: _, ...rest } = this.refused
    this.refused = rest
  }

  /** Somebody was in this field and went on: now it may be told what is wrong. */
  left(name: string): void {
    window.setTimeout(() => { if (!this.#seen.includes(name)) this.#seen = [...this.#seen, name] }, AFTER_A_CLICK_MS)
  }

  discard(): void {
    const mine = this.now
    this.value = structuredClone(this.base)
    this.#fresh()
    drop(this.#key)
    notices.say(t('set.discarded'), { label: t('set.undo'), run: () => { this.value = mine } })
  }

  async save(): Promise<boolean> {
    const { base, now } = this
    if (!base || !now || this.state === 'saving') return false
    this.#tried = true
    if (!this.valid) return false
    this.state = 'saving'
    this.refused = {}
    try {
      const saved = await this.#send(now)
      this.#settle(saved)
      notices.say(t('set.saved'), { label: t('set.undo'), run: () => void this.#undo(base, saved) })
      this.options.onsaved?.()
      return true
    } catch (error) {
      await this.#wrong(error)
      return false
    } finally {
      this.state = 'ready'
    }
  }

  /** A choice between mine and theirs for each field that both changed. */
  settle(takeTheirs: Record<string, boolean>): void {
    const { value } = this
    if (!value) return
    for (const clash of this.clashes) if (takeTheirs[clash.name]) value[clash.name] = clash.theirs as T[typeof clash.name]
    this.clashes = []
    void this.save()
  }

  get #key(): string { return `settings.${session.user?.username ?? ''}.${this.options.name}` }

  #withoutSecrets(value: T): T {
    const safe = { ...value }
    for (const name of this.options.secrets ?? []) safe[name] = this.base?.[name] as T[typeof name]
    return safe
  }

  #read(answer: unknown): T { return this.options.read ? this.options.read(answer) : (answer as T) }

  async #send(value: T): Promise<T> {
    return this.#read(await put<unknown>(this.options.path, this.options.write ? this.options.write(value) : value))
  }

  #begin(fresh: T): void {
    const draft = kept<{ base: T; mine: T } | null>(this.#key, null)
    this.base = fresh
    this.value = structuredClone(fresh)
    if (!draft) return
    const merged = merge(draft.base, draft.mine, fresh)
    this.value = structuredClone(merged.value)
    this.restored = !same(merged.value, fresh)
    if (merged.clashes.length) this.#clash(merged.clashes, draft.mine, fresh)
  }

  #settle(saved: T): void {
    this.base = saved
    this.value = structuredClone(saved)
    this.#fresh()
    drop(this.#key)
  }

  #fresh(): void {
    this.refused = {}
    this.taken = []
    this.clashes = []
    this.restored = false
    this.#tried = false
    this.#seen = []
  }

  #clash(names: (keyof T & string)[], mine: T, theirs: T): void {
    this.clashes = names.map((name) => ({ name, mine: mine[name], theirs: theirs[name] }))
  }

  async #wrong(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.status === 409 && this.base && this.now) {
      await this.#mergeTheirs(this.base, this.now, error)
      return
    }
    const named = problemsOf(error, Object.keys(this.now ?? {}))
    const placed = error instanceof ApiError && this.now ? (this.options.place?.(error, this.now) ?? {}) : {}
    this.refused = { ...named, ...placed }
    notices.wrong(error)
  }

  /** Somebody saved first. Nothing typed is lost: theirs comes in below, a clash is put to the person. */
  async #mergeTheirs(base: T, mine: T, error: ApiError): Promise<void> {
    const theirs = this.#read(await get<unknown>(this.options.path))
    if (same(theirs, base)) { notices.wrong(error); return } // the conflict is another one
    const merged = merge(base, mine, theirs)
    this.base = theirs
    this.value = structuredClone(merged.value)
    this.taken = merged.taken
    this.#clash(merged.clashes, mine, theirs)
    if (!merged.clashes.length) notices.say(t('set.merged'))
  }

  async #undo(before: T, saved: T): Promise<void> {
    const version = (saved as { version?: number }).version
    try {
      const back = await this.#send(version === undefined ? before : { ...before, version })
      this.#settle(back)
      notices.say(t('set.undone'))
      this.options.onsaved?.()
    } catch (error) {
      notices.wrong(error)
    }
  }
}
