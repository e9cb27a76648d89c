/** The SIP side alone: registers with the exchange itself, so it rings though our API is down. */
import JsSIP from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { IncomingRTCSessionEvent, UA } from 'jssip/lib/UA'
import type { SipAccount } from '../lib/types'
import { devices } from './devices.svelte'

export type LineState = 'off' | 'connecting' | 'registered' | 'unregistered' | 'cut'
export type LegState = 'none' | 'ringing' | 'answering' | 'talking'

/** The dialplan reads this in our BYE: the dispatcher pressed Tutup, the caller is not put back. */
const CLOSED = 'Reason: Q.850;cause=31;text="tutup"'
const ICE_WAIT_MS = 150
const NO_PACKETS_MS = 2000
const STATS_MS = 500
/** 112 does not ring at a desk that listens to a check, so no check lasts longer. */
const CHECK_MS = 15000

interface Invite { from?: { uri?: { user?: string } }; getHeader: (name: string) => string | undefined }

const MEDIA: RTCConfiguration = { iceServers: [], bundlePolicy: 'max-bundle' }

export class Line {
  state = $state<LineState>('off')
  leg = $state<LegState>('none')
  /** What the INVITE says, when nothing else is known. */
  number = $state('')
  /** Which call the exchange rings for (its own id of it), when the INVITE says so. */
  callRef = $state('')
  /** This leg was asked for here and picked up by itself. */
  auto = false
  /** Why the exchange rings: '' a caller in the queue, else transfer, back, consult, conference, take, outbound, listen… */
  how = $state('')
  since = $state(0)
  muted = $state(false)
  /** No sound from the caller two seconds after answering, or for as long later on. */
  silent = $state(false)
  /** The check under way: `*43` gives one's own voice back, `*45` says whether this desk is in the queue. */
  checking = $state('')
  onLegEnded: (byUs: boolean) => void = () => {}
  /** `auto`: the person here asked for this call, so it is picked up by itself. */
  onRinging: (auto: boolean) => void = () => {}

  #ua: UA | null = null
  #session: RTCSession | null = null
  #check: RTCSession | null = null
  #byUs = false
  #stats = 0
  #remote: MediaStream | null = null
  #renegotiated = false

  constructor() {
    devices.onMicChanged = (stream) => void this.#exchangeMic(stream)
  }

  get remoteStream(): MediaStream | null { return this.#remote }
  get connected(): boolean { return this.#ua?.isConnected() ?? false }

  start(account: SipAccount): void {
    this.stop()
    const ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(account.ws_url)],
      uri: account.uri,
      authorization_user: account.username,
      password: account.password,
      realm: account.realm || undefined,
      register: true,
      register_expires: 60,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 5,
      user_agent: 'Tanggap',
    })
    this.#ua = ua
    this.state = 'connecting'
    ua.on('registered', () => { this.state = 'registered' })
    ua.on('unregistered', () => { if (this.state === 'registered') this.state = 'unregistered' })
    ua.on('registrationFailed', () => { this.state = 'unregistered' })
    ua.on('disconnected', () => { if (this.#ua === ua) this.state = 'cut' })
    ua.on('connecting', () => { if (this.state !== 'cut') this.state = 'connecting' })
    ua.on('newRTCSession', ({ originator, session, request }: IncomingRTCSessionEvent) => {
      if (String(originator) !== 'remote') return
      this.#incoming(session, request as Invite)
    })
    ua.start()
  }

  stop(): void {
    const ua = this.#ua
    this.#ua = null
    ua?.stop()
    this.state = 'off'
  }

  answer(): void {
    const session = this.#session
    if (!session || this.leg !== 'ringing') return
    this.leg = 'answering'
    pickUp(session)
  }

  hangUp(): void {
    if (!this.#session) return
    this.#byUs = true
    this.#session.terminate({ extraHeaders: [CLOSED] })
  }

  /** Leaves without closing the caller's call: it is over already, or goes on without us. */
  forget(): void {
    if (!this.#session) return
    this.#byUs = true
    this.#session.terminate()
  }

  /** Asks the exchange itself, so it works though our API is down. Asked again while it lasts, it ends. */
  check(extension: '*43' | '*45'): void {
    if (this.checking) {
      this.#check?.terminate()
      return
    }
    if (!this.#ua || this.state !== 'registered' || this.leg !== 'none') return
    const over = (): void => {
      window.clearTimeout(limit)
      this.#check = null
      this.checking = ''
    }
    const limit = window.setTimeout(() => this.#check?.terminate(), CHECK_MS)
    this.checking = extension
    this.#check = this.#ua.call(extension, {
      mediaStream: devices.stream ?? devices.silence(),
      pcConfig: MEDIA,
      eventHandlers: {
        peerconnection: ({ peerconnection }: { peerconnection: RTCPeerConnection }) => this.#listen(peerconnection),
        icecandidate: ({ ready }: { ready: () => void }) => window.setTimeout(ready, ICE_WAIT_MS),
        ended: over,
        failed: over,
      },
    })
  }

  mute(on: boolean): void {
    if (!this.#session) return
    if (on) this.#session.mute({ audio: true })
    else this.#session.unmute({ audio: true })
    this.muted = on
  }

  #incoming(session: RTCSession, invite: Invite): void {
    if (this.#session) {
      session.terminate({ status_code: 486 })
      return
    }
    this.#session = session
    this.#byUs = false
    this.#renegotiated = false
    this.number = invite.from?.uri?.user ?? ''
    this.callRef = invite.getHeader('X-Tanggap-Call') ?? ''
    this.how = invite.getHeader('X-Tanggap-How') ?? ''
    this.since = Date.now()
    const auto = invite.getHeader('X-Tanggap-Auto') === '1'
    this.auto = auto
    this.leg = auto ? 'answering' : 'ringing'
    session.on('peerconnection', ({ peerconnection }) => this.#listen(peerconnection))
    session.on('icecandidate', ({ ready }) => window.setTimeout(ready, ICE_WAIT_MS))
    session.on('confirmed', () => this.#confirmed(session))
    session.on('ended', () => this.#over(session))
    session.on('failed', () => this.#over(session))
    this.onRinging(auto)
    if (auto) window.setTimeout(() => { if (!session.isEnded()) pickUp(session) }, 0)
  }

  #listen(connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      if (event.track.kind !== 'audio') return
      this.#remote = event.streams[0] ?? new MediaStream([event.track])
      devices.play(this.#remote)
    })
  }

  #confirmed(session: RTCSession): void {
    this.leg = 'talking'
    this.since = Date.now()
    let packets = 0
    let heardAt = Date.now()
    this.#stats = window.setInterval(() => {
      void packetsReceived(session.connection).then((count) => {
        if (count > packets) heardAt = Date.now()
        packets = count
        this.silent = Date.now() - heardAt >= NO_PACKETS_MS
        if (this.silent && !this.#renegotiated) {
          this.#renegotiated = true
          session.renegotiate()
        }
      })
    }, STATS_MS)
  }

  #over(session: RTCSession): void {
    if (this.#session !== session) return
    window.clearInterval(this.#stats)
    devices.stream?.getAudioTracks().forEach((track) => { track.enabled = true })
    this.#session = null
    this.#remote = null
    this.leg = 'none'
    this.callRef = ''
    this.how = ''
    this.muted = false
    this.silent = false
    this.onLegEnded(this.#byUs)
  }

  async #exchangeMic(stream: MediaStream): Promise<void> {
    const track = stream.getAudioTracks()[0]
    const sender = this.#session?.connection?.getSenders().find((s) => s.track?.kind === 'audio')
    if (!track || !sender) return
    track.enabled = !this.muted
    await sender.replaceTrack(track)
  }
}

function pickUp(session: RTCSession): void {
  session.answer({ mediaStream: devices.stream ?? devices.silence(), pcConfig: MEDIA })
}

async function packetsReceived(connection: RTCPeerConnection | undefined): Promise<number> {
  if (!connection) return 0
  let count = 0
  for (const report of (await connection.getStats()).values()) {
    const row = report as { type: string; kind?: string; packetsReceived?: number }
    if (row.type === 'inbound-rtp' && row.kind === 'audio') count += row.packetsReceived ?? 0
  }
  return count
}

export const line = new Line()
