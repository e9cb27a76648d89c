/** Whether the panel for "whom" is open, and for what: the call in hand, or a call out (perhaps in an incident's name). */
import type { IncidentView } from '../lib/types'

class TargetPanelState {
  open = $state(false)
  for = $state<'call' | 'out'>('call')
  incident = $state.raw<IncidentView | null>(null)

  transfer(): void { this.#show('call', null) }
  dial(incident: IncidentView | null = null): void { this.#show('out', incident) }
  close(): void { this.open = false }

  #show(what: 'call' | 'out', incident: IncidentView | null): void {
    this.for = what
    this.incident = incident
    this.open = true
  }
}

export const targetPanel = new TargetPanelState()
