/** Four sounds that cannot be confused, made here, quieter than speech. The ring repeats until answered or silenced. */
import { keep, kept } from '../lib/keep'

export type SoundName = 'ring' | 'returned' | 'lost' | 'failed'
interface Note { hz: number; at: number; for: number }

const SCORES: Record<SoundName, Note[]> = {
  ring: [{ hz: 523, at: 0, for: 0.38 }, { hz: 659, at: 0.16, for: 0.5 }, { hz: 523, at: 0.7, for: 0.38 }, { hz: 659, at: 0.86, for: 0.5 }],
  returned: [{ hz: 880, at: 0, for: 0.12 }, { hz: 880, at: 0.18, for: 0.12 }, { hz: 880, at: 0.36, for: 0.12 }],
  lost: [{ hz: 392, at: 0, for: 0.3 }, { hz: 294, at: 0.3, for: 0.5 }],
  failed: [{ hz: 220, at: 0, for: 0.5 }, { hz: 220, at: 0.7, for: 0.5 }],
}
const RING_EVERY_MS = 2600
const QUIETEST = 0.0001

class Sounds {
  volume = kept('ring.volume', 0.5)
  #context: AudioContext | null = null
  #ringing = 0
  #sink = ''

  /** Browsers keep sound back until the first key or click: false means it cannot be heard yet. */
  get audible(): boolean {
    return this.#audio().state === 'running'
  }

  async wake(): Promise<void> {
    const context = this.#audio()
    if (context.state !== 'running') await context.resume()
  }

  setVolume(volume: number): void {
    this.volume = volume
    keep('ring.volume', volume)
  }

  async through(deviceId: string): Promise<void> {
    this.#sink = deviceId
    const context = this.#audio() as AudioContext & { setSinkId?: (id: string) => Promise<void> }
    if (context.setSinkId) await context.setSinkId(deviceId)
  }

  startRing(): void {
    if (this.#ringing) return
    this.play('ring')
    this.#ringing = window.setInterval(() => this.play('ring'), RING_EVERY_MS)
  }

  stopRing(): void {
    window.clearInterval(this.#ringing)
    this.#ringing = 0
  }

  play(name: SoundName): void {
    const context = this.#audio()
    if (context.state !== 'running') {
      void context.resume()
      return
    }
    for (const note of SCORES[name]) this.#note(context, note)
  }

  #note(context: AudioContext, note: Note): void {
    const start = context.currentTime + 0.02 + note.at
    const gain = context.createGain()
    gain.gain.setValueAtTime(QUIETEST, start)
    gain.gain.exponentialRampToValueAtTime(Math.max(QUIETEST, 0.24 * this.volume), start + 0.03)
    gain.gain.exponentialRampToValueAtTime(QUIETEST, start + note.for)
    gain.connect(context.destination)
    const tone = context.createOscillator()
    tone.type = 'triangle'
    tone.frequency.value = note.hz
    tone.connect(gain)
    tone.start(start)
    tone.stop(start + note.for + 0.05)
  }

  #audio(): AudioContext {
    if (!this.#context) {
      this.#context = new AudioContext()
      if (this.#sink) void this.through(this.#sink)
    }
    return this.#context
  }
}

export const sounds = new Sounds()
