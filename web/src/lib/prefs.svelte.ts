/** Language, theme and layout: kept per user on this browser. */
import { keep, kept } from './keep'

export type Lang = 'id' | 'en'
export type Theme = 'dark' | 'light'

interface Stored { lang: Lang; theme: Theme; panes: [number, number] }
const FIRST: Stored = { lang: 'id', theme: 'dark', panes: [296, 456] }

class Prefs {
  lang = $state<Lang>('id')
  theme = $state<Theme>('dark')
  /** Widths of the left and the right column of the desk, in pixels. */
  panes = $state<[number, number]>(FIRST.panes)
  #owner = ''

  constructor() {
    if (typeof localStorage !== 'undefined') this.use('')
  }

  /** Before login the last one's choice holds; after it the user's own. */
  use(owner: string): void {
    this.#owner = owner
    const base = kept<Partial<Stored>>('prefs', {})
    const own = owner ? kept<Partial<Stored>>(`prefs.${owner}`, base) : base
    const all = { ...FIRST, ...own }
    this.lang = all.lang
    this.theme = all.theme
    this.panes = all.panes
    this.#show()
  }

  set(change: Partial<Stored>): void {
    if (change.lang) this.lang = change.lang
    if (change.theme) this.theme = change.theme
    if (change.panes) this.panes = change.panes
    const all: Stored = { lang: this.lang, theme: this.theme, panes: this.panes }
    keep('prefs', all)
    if (this.#owner) keep(`prefs.${this.#owner}`, all)
    this.#show()
  }

  #show(): void {
    document.documentElement.dataset.theme = this.theme
    document.documentElement.lang = this.lang
  }
}

export const prefs = new Prefs()
