/** Short lines at the lower edge: what was done (with its undo) and what went wrong. */
import { pick, t } from '../texts'
import { ApiError } from './http'

export interface Notice { id: number; text: string; bad: boolean; action?: { label: string; run: () => void } }

class Notices {
  list = $state<Notice[]>([])
  #next = 1

  say(text: string, action?: Notice['action']): void {
    this.#add({ id: this.#next++, text, bad: false, action }, 9000)
  }

  wrong(error: unknown): void {
    this.#add({ id: this.#next++, text: sentenceOf(error), bad: true }, 14_000)
  }

  drop(id: number): void {
    this.list = this.list.filter((n) => n.id !== id)
  }

  #add(notice: Notice, ms: number): void {
    this.list = [...this.list.filter((n) => n.text !== notice.text).slice(-2), notice]
    window.setTimeout(() => this.drop(notice.id), ms)
  }
}

export const notices = new Notices()

export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  if (error.unreachable && !error.sentence) return t('error.unreachable')
  if (error.status === 0) return t('error.unreachable')
  if (error.status === 403 && !error.sentence) return t('error.forbidden')
  return pick(error.sentence, error.sentenceEn) || t('error.other', { id: error.errorId, sentence: '' })
}
