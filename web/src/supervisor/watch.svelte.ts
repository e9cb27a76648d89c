/** Listening in, whispering, barging: needs a phone of one's own, and is on record. */
import { control } from '../calls/control.svelte'
import type { CallView, Party } from '../lib/types'
import { store } from '../live/store.svelte'
import { line } from '../phone/line.svelte'
import { phone } from '../phone/phone.svelte'

export type WatchAction = 'listen' | 'whisper' | 'barge'
export const WATCH: WatchAction[] = ['listen', 'whisper', 'barge']

class Watch {
  /** Asked for without a desk: offered one first. */
  wanted = $state.raw<{ call: CallView; action: WatchAction } | null>(null)
  taking = $state(false)

  /** Our own place in this call. */
  mine(call: CallView): Party | undefined {
    const desk = phone.desk?.id
    return desk ? call.parties.find((p) => p.kind === 'supervisor' && p.desk_id === desk) : undefined
  }

  /** Talking to somebody else on our own phone: that comes first. */
  blocked(call: CallView): boolean {
    return phone.inCall && !this.mine(call)
  }

  async start(call: CallView, action: WatchAction): Promise<void> {
    if (!phone.desk) {
      this.wanted = { call, action }
      return
    }
    await control.ask(call, action)
  }

  async stop(call: CallView): Promise<void> {
    await control.ask(call, 'stop')
  }

  async take(): Promise<void> {
    this.taking = true
    if (!(await phone.sit())) this.taking = false
  }

  /** The desk is taken and its phone registered: what was wanted goes on by itself. */
  goOn(): void {
    const { wanted } = this
    if (!wanted || !this.taking || !phone.desk || line.state !== 'registered') return
    this.taking = false
    this.wanted = null
    const call = store.calls.get(wanted.call.id)
    if (call && call.state !== 'ended') void control.ask(call, wanted.action)
  }
}

export const watch = new Watch()
