/** Microphone and speaker: chosen once, remembered, with a level that shows that the microphone hears. */
import { keep, kept } from '../lib/keep'
import { sounds } from './sounds'

export type Listening = 'headset' | 'speaker'
interface Choice { mic: string; speaker: string; ringer: string; listening: Listening }
const FIRST: Choice = { mic: '', speaker: '', ringer: '', listening: 'headset' }

class Devices {
  choice = $state<Choice>({ ...FIRST, ...kept<Partial<Choice>>('devices', {}) })
  mics = $state.raw<MediaDeviceInfo[]>([])
  speakers = $state.raw<MediaDeviceInfo[]>([])
  /** 0..1, what the microphone hears now. */
  level = $state(0)
  problem = $state('')
  stream: MediaStream | null = null
  readonly player = typeof Audio === 'undefined' ? null : new Audio()
  /** Told when the microphone was exchanged, so that a running call takes the new one. */
  onMicChanged: (stream: MediaStream) => void = () => {}

  #meter: { context: AudioContext; source: MediaStreamAudioSourceNode; timer: number } | null = null

  constructor() {
    if (this.player) this.player.autoplay = true
    if (typeof navigator !== 'undefined') navigator.mediaDevices?.addEventListener('devicechange', () => void this.list())
  }

  /** Asks for the microphone once, before any call: answering must not wait for a permission. */
  async open(): Promise<void> {
    if (this.stream?.getAudioTracks().some((track) => track.readyState === 'live')) return
    await this.#take()
  }

  async list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
    this.mics = all.filter((d) => d.kind === 'audioinput' && d.deviceId)
    this.speakers = all.filter((d) => d.kind === 'audiooutput' && d.deviceId)
  }

  async choose(change: Partial<Choice>): Promise<void> {
    this.choice = { ...this.choice, ...change }
    keep('devices', this.choice)
    if (change.mic !== undefined || change.listening !== undefined) await this.#take()
    await this.#route()
  }

  play(stream: MediaStream): void {
    if (!this.player) return
    this.player.srcObject = stream
    void this.#route()
    this.player.play().catch((error: unknown) => console.warn('audio.play_refused', error))
  }

  close(): void {
    this.stream?.getTracks().forEach((track) => track.stop())
    this.stream = null
    this.#stopMeter()
  }

  /** What is sent when there is no microphone: silence, so that the caller can at least be heard. */
  silence(): MediaStream {
    return new AudioContext().createMediaStreamDestination().stream
  }

  async #take(): Promise<void> {
    const open = this.choice.listening === 'speaker' // an open speaker needs both; a headset is better without
    const audio: MediaTrackConstraints = { echoCancellation: open, noiseSuppression: open, autoGainControl: open }
    if (this.choice.mic) audio.deviceId = { ideal: this.choice.mic }
    try {
      if (!navigator.mediaDevices) throw new DOMException('', 'InsecureContext')
      const fresh = await navigator.mediaDevices.getUserMedia({ audio, video: false })
      this.stream?.getTracks().forEach((track) => track.stop())
      this.stream = fresh
      this.problem = ''
      this.#startMeter(fresh)
      this.onMicChanged(fresh)
      await this.list()
    } catch (error) {
      this.problem = error instanceof DOMException ? error.name : String(error)
    }
  }

  async #route(): Promise<void> {
    try {
      if (this.choice.ringer) await sounds.through(this.choice.ringer)
      if (this.player && 'setSinkId' in this.player) await this.player.setSinkId(this.choice.speaker)
    } catch (error) {
      console.warn('audio.sink_refused', error) // the device is gone: the default goes on
    }
  }

  #startMeter(stream: MediaStream): void {
    this.#stopMeter()
    const context = new AudioContext()
    const source = context.createMediaStreamSource(stream)
    const analyser = context.createAnalyser()
    analyser.fftSize = 512
    source.connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = window.setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const rms = Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length)
      // -60 dB is silence, 0 dB full: the meter is linear in decibels
      const level = rms > 0 ? Math.max(0, Math.min(1, 1 + (20 * Math.log10(rms)) / 60)) : 0
      this.level = Math.round(level * 12) / 12
    }, 120)
    this.#meter = { context, source, timer }
  }

  #stopMeter(): void {
    if (!this.#meter) return
    window.clearInterval(this.#meter.timer)
    this.#meter.source.disconnect()
    void this.#meter.context.close()
    this.#meter = null
    this.level = 0
  }
}

export const devices = new Devices()
