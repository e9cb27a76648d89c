/** The one thing in hand, in the middle of the desk. Survives a reload of the page. */

type Held =
  | { kind: 'none' }
  | { kind: 'draft'; callId: string | null }
  | { kind: 'incident'; id: string }

const KEY = 'tanggap.hand'

function last(): Held {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '') as Held
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ReferenceError) return { kind: 'none' }
    throw error
  }
}

class Hand {
  held = $state.raw<Held>(last())
  /** Counts up when the form should take the keyboard. */
  wantsFocus = $state(0)

  none(): void { this.#take({ kind: 'none' }) }
  draft(callId: string | null): void { this.#take({ kind: 'draft', callId }) }
  incident(id: string): void { this.#take({ kind: 'incident', id }) }
  focus(): void { this.wantsFocus += 1 }

  #take(held: Held): void {
    this.held = held
    sessionStorage.setItem(KEY, JSON.stringify(held))
  }
}

export const hand = new Hand()
