/** The contract's HTTP and live channel over the made-up world, as a Vite plugin. Development only. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { WebSocketServer, type WebSocket } from 'ws'
import type { AssignmentStatus, IncidentView } from '../src/lib/types'
import { Control } from './control.ts'
import { Settings } from './settings.ts'
import { Exchange } from './sip.ts'
import { USERS, World, type User } from './world.ts'

export type Answer = { status?: number; body?: unknown; headers?: Record<string, string>; raw?: Buffer }
const refuse = (status: number, error_id: string, sentence: string): Answer => ({ status, body: { error_id, sentence, fields: {} } })

export function mockApi(): Plugin {
  const world = new World()
  const exchange = new Exchange(world)
  const settings = new Settings(world)
  const control = new Control(world, (call, desk, auto) => exchange.invite(call, desk, auto))
  const live = new WebSocketServer({ noServer: true })
  const sip = new WebSocketServer({ noServer: true, handleProtocols: () => 'sip' })
  let down = false

  live.on('connection', (socket: WebSocket) => {
    socket.send(JSON.stringify({ type: 'hello', position: world.position }))
    const tell = (entry: unknown): void => socket.send(JSON.stringify(entry))
    world.listeners.add(tell)
    const ping = setInterval(() => socket.send(JSON.stringify({ type: 'ping', at: new Date().toISOString() })), 5000)
    socket.on('close', () => { world.listeners.delete(tell); clearInterval(ping) })
  })
  sip.on('connection', (socket: WebSocket) => exchange.attach(socket))

  function route(method: string, path: string, search: URLSearchParams, body: Record<string, unknown>, user: User | null): Answer {
    const parts = path.split('/').filter(Boolean)
    const [, noun = '', id = '', verb = ''] = parts
    if (parts[0] === 'mock') {
      if (parts[1] === 'scenario') { world.scenario(String(body.name)); settings.scenario(String(body.name)) }
      if (parts[1] === 'plan') settings.others(body)
      if (parts[1] === 'ring') world.ring(body.number as string | undefined)
      if (parts[1] === 'down') { down = Boolean(body.down); if (down) for (const s of live.clients) s.terminate() }
      if (parts[1] === 'others') {
        const incident = [...world.incidents.values()].find((i) => i.number === Number(body.number))
        if (incident) { Object.assign(incident, body.change); incident.version += 1; world.tell('IncidentChanged', ['incident', incident.id], { incidents: [incident] }) }
      }
      return { body: { calls: [...world.calls.keys()], incidents: [...world.incidents.values()].map((i) => [i.id, i.number]) } }
    }
    if (path === '/health') return { body: { ready: true, parts: Object.fromEntries(['database', 'asterisk', 'telephony', 'api', 'jobs', 'video'].map((name) => [name, { name, state: 'ready', detail: '', age_s: 0.4 }])) } }
    if (noun === 'responder') return responder(method, body)
    if (noun === 'session' && method === 'POST') {
      const found = USERS[body.username as keyof typeof USERS]
      return found && body.password === 'demo' ? { status: 201, body: { user: found }, headers: { 'Set-Cookie': `mock=${found.username}; Path=/; SameSite=Strict` } } : refuse(401, 'unauthenticated', 'Nama atau sandi salah. Periksa keduanya lalu coba lagi.')
    }
    if (noun === 'session' && method === 'DELETE') return { status: 204, headers: { 'Set-Cookie': 'mock=; Path=/; Max-Age=0' } }
    if (!user) return refuse(401, 'unauthenticated', 'Masuk dahulu.')
    if (noun === 'session') return { body: { user } }
    if (noun === 'state') return { body: { position: world.position, center: { id: 'padang-panjang', name: 'Padang Panjang', timezone: 'Asia/Jakarta' }, user, ...lists(), abandoned: [...world.abandoned.values()].filter((a) => a.state === 'open' || a.state === 'calling'), alarms: [...world.alarms.values()], agencies: world.agencies, stations: [], types: world.types, kelurahan: world.kelurahan, cameras: world.cameras, processes: [] } }
    const set = settings.route(method, noun, id, verb, body, user)
    if (set) return set
    if (noun === 'desk') return desk(method, id, body, user)
    if (noun === 'figures') return { body: { waiting: 0, longest_wait_s: 0, answered_today: 132, answered_within_15s: 121, abandoned_today: 9, open_by_priority: {} } }
    if (noun === 'recommendations') return { body: recommend(search.get('kelurahan_code'), search.get('type_code') ?? '') }
    if (noun === 'recordings') return recordings(id, verb, search)
    if (noun === 'calls' && verb === 'actions') return control.act(id, body, user)
    if (noun === 'calls' && id === 'outbound') return control.outbound(body, user)
    if (noun === 'calls' && (verb === 'disposition' || verb === 'nuisance')) return control.verdict(id, verb, method, body)
    if (noun === 'abandoned') return control.abandoned(id, verb, body, user)
    if (noun === 'alarms') return control.acknowledge(decodeURIComponent(id), user)
    if (noun === 'assignments') { world.step(id, body.status as AssignmentStatus, user.id); return { body: { id } } }
    if (noun === 'incidents') return incidents(method, id, verb, body, user)
    if (noun === 'cameras') return refuse(503, 'video_unavailable', 'Layanan kamera sedang tidak menjawab.')
    return refuse(404, 'not_found', 'Tidak ada apa-apa di alamat ini.')
  }

  const lists = () => ({ calls: [...world.calls.values()], incidents: [...world.incidents.values()], units: [...world.units.values()], desks: [...world.desks.values()], pages: [...world.pages.values()] })

  function desk(method: string, verb: string, body: Record<string, unknown>, user: User): Answer {
    let mine = [...world.desks.values()].find((d) => d.user_id === user.id)
    if (method === 'POST') {
      mine ??= [...world.desks.values()].find((d) => !d.user_id)!
      Object.assign(mine, { user_id: user.id, user_name: user.name, state: mine.state === 'off' ? 'paused' : mine.state, since: new Date().toISOString(), registered: true })
      world.tell('DeskSignedOn', ['desk', mine.id], { desks: [mine] })
      return { status: 201, body: { desk: mine, sip: { uri: `sip:${mine.id}@tanggap`, ws_url: `ws://127.0.0.1:${process.env.TANGGAP_WEB_PORT ?? 5173}/mock/sip`, username: mine.id, password: 'x', realm: 'asterisk' } } }
    }
    if (!mine) return refuse(409, 'not_at_a_desk', 'Anda belum masuk meja.')
    if (method === 'PUT') Object.assign(mine, { state: body.state, reason: body.reason ?? '', since: new Date().toISOString() })
    if (method === 'DELETE') Object.assign(mine, { user_id: null, user_name: null, state: 'off', registered: false })
    world.tell(method === 'DELETE' ? 'DeskSignedOff' : 'DeskStateChanged', ['desk', mine.id], { desks: [mine] })
    return { body: method === 'DELETE' ? { desk: mine } : mine }
  }

  function incidents(method: string, id: string, verb: string, body: Record<string, unknown>, user: User): Answer {
    if (method === 'POST' && !id) {
      const made = world.incident({ type_code: String(body.type_code), what: String(body.what), place: body.place as IncidentView['place'], opened_by: user.name, id: body.id as string, ...(body.priority ? { priority: body.priority as 1 } : {}) })
      const call = world.calls.get(String(body.call_id))
      if (call) { call.incident_id = made.id; made.call_ids.push(call.id) }
      world.tell('IncidentOpened', ['incident', made.id], { incidents: [made], calls: call ? [call] : [] }, { incident_id: made.id }, user.id)
      return { status: 201, body: made }
    }
    const incident = world.incidents.get(id)
    if (!incident) return refuse(404, 'unknown_incident', 'Kejadian ini tidak ditemukan.')
    if (method === 'GET' && verb === 'recommendations') return { body: recommend(incident.place.kelurahan_code, incident.type_code) }
    if (method === 'GET') return { body: { ...incident, story: world.journal.filter((e) => e.subject.id === id || e.data.incident_id === id || incident.call_ids.includes(e.subject.id)) } }
    if (method === 'PATCH') {
      if (Number(body.version) !== incident.version) return refuse(409, 'incident_changed', 'Orang lain sudah mengubah kejadian ini.')
      const { version: _, ...changes } = body
      Object.assign(incident, changes)
      if (changes.place) incident.place.kelurahan_name = world.kelurahan.find((k) => k.code === incident.place.kelurahan_code)?.name ?? ''
      incident.version += 1
    }
    if (verb === 'narrative') incident.narrative.push({ id: `n${Date.now()}`, at: new Date().toISOString(), user_name: user.name, text: String(body.text), struck: false })
    if (verb === 'calls') { const call = world.calls.get(String(body.call_id)); if (call) { call.incident_id = id; incident.call_ids.push(call.id); world.tell('CallAttached', ['call', call.id], { calls: [call] }) } }
    if (verb === 'close') Object.assign(incident, { state: 'closed', closed_at: new Date().toISOString(), disposition: body.disposition })
    if (verb === 'assignments') {
      const unit = world.units.get(String(body.unit_id))
      if (unit && unit.status !== 'available' && !body.override_reason) return refuse(409, 'unit_busy', 'Unit ini sedang bertugas.')
      world.dispatch(incident, String(body.unit_id), 'dispatched', 'queued')
      const row = incident.assignments.at(-1)!
      world.tell('UnitDispatched', ['assignment', row.id], { incidents: [incident], units: unit ? [unit] : [], pages: [world.pages.get(row.page_id!)!] }, { incident_id: id, unit_id: row.unit_id }, user.id)
      setTimeout(() => {
        const page = world.pages.get(row.page_id!)!
        Object.assign(page, { state: 'delivered', sent_at: new Date().toISOString(), delivered_at: new Date().toISOString() })
        row.page_state = 'delivered'
        world.tell('PageDelivered', ['page', page.id], { incidents: [incident], pages: [page] }, { incident_id: id, unit_id: row.unit_id })
      }, 900)
      return { status: 201, body: row }
    }
    world.tell(verb === 'close' ? 'IncidentClosed' : verb === 'narrative' ? 'NarrativeAdded' : 'IncidentChanged', ['incident', id], { incidents: [incident] }, { incident_id: id }, user.id)
    return { body: incident }
  }

  function recommend(code: string | null, typeCode: string): unknown {
    const k = world.kelurahan.find((x) => x.code === code) ?? world.kelurahan[0]!
    const wanted = world.types.find((x) => x.code === typeCode)?.agencies ?? []
    const units = [...world.units.values()].filter((u) => u.status !== 'out_of_service').map((u) => {
      const metres = Math.hypot((u.lat! - k.lat) * 111_320, (u.lon! - k.lon) * 111_320)
      return { unit_id: u.id, call_sign: u.call_sign, agency_kind: u.agency_kind, distance_m: metres, minutes: 1 + metres / 500, method: 'straight_line', fits: wanted.includes(u.agency_kind), need: null, reasons_id: wanted.includes(u.agency_kind) ? ['membawa air', '5 orang'] : ['bukan instansi yang biasa'], reasons_en: ['carries water'] }
    }).sort((a, b) => Number(b.fits) - Number(a.fits) || a.distance_m - b.distance_m)
    return { units, needs: [], shortfalls: [], move_ups: [] }
  }

  function recordings(id: string, verb: string, search: URLSearchParams): Answer {
    if (!id) {
      const q = (search.get('q') ?? '').toLowerCase()
      const before = search.get('before') ?? '9'
      return { body: [...world.recordings.values()].filter((r) => r.started_at < before && (!q || `${r.number} ${r.user_name} ${r.incident_number}`.toLowerCase().includes(q))).slice(0, 50) }
    }
    const row = world.recordings.get(id)
    if (!row) return refuse(404, 'unknown_recording', 'Rekaman ini tidak ditemukan.')
    if (verb === 'waveform') return { body: { peaks: Array.from({ length: 400 }, (_, n) => { const turn = Math.sin(n / 17) > 0; const v = Math.abs(Math.sin(n * 1.7) * Math.cos(n / 9)) * 90; return [turn ? v : v * 0.08, turn ? v * 0.06 : v] }) } }
    if (verb === 'audio') return { raw: tone(row.duration_s ?? 20), headers: { 'Content-Type': 'audio/wav', 'Accept-Ranges': 'none' } }
    return { body: { ...row, plays: [{ user_name: 'Sari Wulandari', at: new Date(Date.now() - 86_400_000).toISOString(), kind: 'listened' }, { user_name: 'Administrator', at: new Date(Date.now() - 3_600_000).toISOString(), kind: 'downloaded' }] } }
  }

  let handed: AssignmentStatus = 'dispatched'
  function responder(method: string, body: Record<string, unknown>): Answer {
    if (method === 'POST') handed = body.status as AssignmentStatus
    const steps = ['acknowledged', 'en_route', 'on_scene', 'available']
    return { body: { assignment_id: 'a', order: '1121-1', call_sign: 'DAMKAR-02', status: handed, over: handed === 'available', type_name_id: 'Kebakaran bangunan', type_name_en: 'Structure fire', priority: 1, what: 'Api dari dapur lantai dua, satu orang masih di dalam', place: { text: 'Jl. Sudirman 41, depan toko cat', kelurahan_name: 'Pasar Baru', kecamatan: 'Padang Panjang Barat', lat: -0.4656, lon: 100.3992, radius_m: null }, exercise: false, dispatched_at: new Date(Date.now() - 95_000).toISOString(), steps: steps.map((status) => ({ status, at: null, next: false })), others: ['POL-11', 'AMB-02'], center_name: 'Padang Panjang', outcome: 'seen' } }
  }

  return {
    name: 'tanggap-mock',
    configureServer(server) {
      server.httpServer?.on('upgrade', (request, socket, head) => {
        const path = new URL(request.url ?? '/', 'http://x').pathname
        const door = path === '/api/live' ? live : path === '/mock/sip' ? sip : null
        if (!door) return
        if (door === live && down) { socket.destroy(); return }
        door.handleUpgrade(request, socket, head, (ws) => door.emit('connection', ws, request))
      })
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://x')
        if (!/^\/(api|mock|health)(\/|$)/.test(url.pathname)) { next(); return }
        if (down && !url.pathname.startsWith('/mock')) { request.socket.destroy(); return }
        void read(request).then((body) => {
          const name = /mock=(\w+)/.exec(request.headers.cookie ?? '')?.[1] as keyof typeof USERS | undefined
          send(response, route(request.method ?? 'GET', url.pathname, url.searchParams, body, name ? USERS[name] ?? null : null))
        })
      })
    },
  }
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers })
  response.end(answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)))
}

function tone(seconds: number): Buffer {
  const rate = 8000
  const samples = Math.floor(seconds * rate)
  const wav = Buffer.alloc(44 + samples * 4)
  wav.write('RIFF', 0); wav.writeUInt32LE(36 + samples * 4, 4); wav.write('WAVEfmt ', 8); wav.writeUInt32LE(16, 16); wav.writeUInt16LE(1, 20); wav.writeUInt16LE(2, 22)
  wav.writeUInt32LE(rate, 24); wav.writeUInt32LE(rate * 4, 28); wav.writeUInt16LE(4, 32); wav.writeUInt16LE(16, 34); wav.write('data', 36); wav.writeUInt32LE(samples * 4, 40)
  for (let n = 0; n < samples; n += 1) { const v = Math.round(Math.sin((n * 2 * Math.PI * 440) / rate) * 3000); wav.writeInt16LE(v, 44 + n * 4); wav.writeInt16LE(-v, 46 + n * 4) }
  return wav
}
