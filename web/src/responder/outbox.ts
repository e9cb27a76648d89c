/** Steps taken without signal: kept on the phone in order, sent when it comes back, each once. */
import { drop, keep, kept } from '../lib/keep'

export interface Step { id: string; status: string; at: string }

export class Outbox {
  constructor(private readonly token: string, private readonly storage: Storage2 = { keep, kept, drop }) {}

  get steps(): Step[] { return this.storage.kept<Step[]>(`outbox.${this.token}`, []) }

  /** Pressing twice is one step. */
  add(step: Step): void {
    const steps = this.steps
    if (steps.some((s) => s.status === step.status)) return
    this.storage.keep(`outbox.${this.token}`, [...steps, step])
  }

  /** Sends in order; stops at the first that does not go out. What the server refuses for good is dropped. */
  async send(post: (step: Step) => Promise<'sent' | 'refused' | 'later'>): Promise<void> {
    for (let [step] = this.steps; step; [step] = this.steps) {
      if ((await post(step)) === 'later') return
      const left = this.steps.slice(1)
      if (left.length) this.storage.keep(`outbox.${this.token}`, left)
      else this.storage.drop(`outbox.${this.token}`)
    }
  }
}

interface Storage2 {
  keep: (key: string, value: unknown) => void
  kept: <T>(key: string, otherwise: T) => T
  drop: (key: string) => void
}
