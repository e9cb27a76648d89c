/** Just enough of a SIP exchange for JsSIP to register, ring, be answered and hang up. There is no sound in it. */
import type { WebSocket } from 'ws'
import type { CallView } from '../src/lib/types'
import type { World } from './world.ts'

const CRLF = '\r\n'
const SDP = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 0', 'c=IN IP4 127.0.0.1', 'a=rtcp-mux', 'a=mid:0', 'a=sendrecv', 'a=setup:actpass', 'a=ice-ufrag:mock', 'a=ice-pwd:mockmockmockmockmockmock',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, n) => (n * 7 + 16).toString(16).padStart(2, '0').slice(-2).toUpperCase()).join(':')}`, 'a=rtpmap:0 PCMU/8000', 'a=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host', ''].join(CRLF)

interface Phone { socket: WebSocket; desk: string; contact: string }

export class Exchange {
  #phones = new Map<string, Phone>()
  #calls = new Map<string, CallView>()

  constructor(private readonly world: World) {
    world.onOffer = (call, desks) => { for (const desk of desks) this.invite(call, desk) }
  }

  attach(socket: WebSocket): void {
    socket.on('message', (data) => this.#heard(socket, String(data)))
    socket.on('close', () => { for (const [desk, phone] of this.#phones) if (phone.socket === socket) this.#phones.delete(desk) })
  }

  #heard(socket: WebSocket, text: string): void {
    if (!text.trim()) return
    const [start = ''] = text.split(CRLF)
    const header = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(text)?.[1] ?? ''
    const reply = (status: string, extra: string[] = []): void => socket.send([`SIP/2.0 ${status}`, `Via: ${header('Via')}`, `From: ${header('From')}`, `To: ${header('To')};tag=mock`, `Call-ID: ${header('Call-ID')}`, `CSeq: ${header('CSeq')}`, ...extra, 'Content-Length: 0', '', ''].join(CRLF))
    if (start.startsWith('REGISTER')) {
      const desk = /sip:([^@]+)@/.exec(header('To'))?.[1] ?? ''
      this.#phones.set(desk, { socket, desk, contact: /<([^>]+)>/.exec(header('Contact'))?.[1] ?? '' })
      reply('200 OK', [`Contact: ${header('Contact')};expires=60`])
    } else if (start.startsWith('BYE')) {
      reply('200 OK')
      const call = this.#calls.get(header('Call-ID'))
      if (call) this.world.ended(call)
    } else if (start.startsWith('SIP/2.0 200') && header('CSeq').includes('INVITE')) {
      const call = this.#calls.get(header('Call-ID'))
      const phone = [...this.#phones.values()].find((p) => p.socket === socket)
      if (!call || !phone) return
      socket.send([`ACK ${phone.contact} SIP/2.0`, `Via: SIP/2.0/WS mock.invalid;branch=z9hG4bKack${Date.now()}`, `From: ${header('From')}`, `To: ${header('To')}`, `Call-ID: ${header('Call-ID')}`, 'CSeq: 1 ACK', 'Max-Forwards: 70', 'Content-Length: 0', '', ''].join(CRLF))
      if (call.state === 'waiting' && call.direction !== 'out') this.world.answered(call, phone.desk)
    }
  }

  invite(call: CallView, desk: string, auto = false): void {
    const phone = this.#phones.get(desk)
    if (!phone) return
    const id = `mock-${call.id}-${desk}-${Date.now()}`
    this.#calls.set(id, call)
    phone.socket.send([`INVITE ${phone.contact} SIP/2.0`, `Via: SIP/2.0/WS mock.invalid;branch=z9hG4bK${id}`, `From: <sip:${call.number || 'anonymous'}@tanggap>;tag=m${call.id}`, `To: <sip:${desk}@tanggap>`, `Call-ID: ${id}`, 'CSeq: 1 INVITE', 'Contact: <sip:mock@mock.invalid;transport=ws>', 'Max-Forwards: 70',
      ...(auto ? [`X-Tanggap-Call: ${call.uniqueid}`, 'X-Tanggap-Auto: 1'] : []),
      'Allow: INVITE, ACK, CANCEL, BYE', 'Content-Type: application/sdp', `Content-Length: ${SDP.length}`, '', SDP].join(CRLF))
  }
}
