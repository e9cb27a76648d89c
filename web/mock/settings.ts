/** Settings, trunks, recording rules, nuisance numbers and voices of the made-up city. */
import type { NuisanceRow, QueuePlan, TrunkView } from '../src/lib/types'
import type { Answer } from './plugin.ts'
import { USERS, type User, type World } from './world.ts'

type Body = Record<string, unknown>
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const refuse = (status: number, error_id: string, sentence: string, fields: Body = {}): Answer => ({ status, body: { error_id, sentence, sentence_en: sentence, fields } })
const LONG = 'Pusat Layanan Darurat 112 Kabupaten Tanah Datar di Batusangkar, meja cadangan lantai dua'

export class Settings {
  plan!: QueuePlan
  trunks = new Map<string, TrunkView & { has_secret: boolean }>()
  rules!: Body
  nuisance: NuisanceRow[] = []
  voices!: { version: number; test_numbers: string[]; notice: Body | null; silent_prompt: string }
  skills = new Map<string, string[]>()
  audit!: Body
  many = false

  constructor(private readonly world: World) { this.scenario('normal') }

  scenario(name: string): void {
    const empty = name === 'empty' || name === 'bare'
    const long = name === 'long'
    this.many = name === 'full'
    this.plan = {
      version: 4, ring_seconds: 20, ring_all_after_s: 30, ring_all_waiting: 0, wrap_up_s: 30, overflow_after_s: 60, overflow_waiting: empty ? 0 : 5, overflow_desks: empty ? [] : ['desk-03', 'desk-04'],
      outside: empty ? [] : [{ name: long ? LONG : '112 Bukittinggi', number: '0752 21112' }, { name: 'Piket GSM', number: '0811 6600 112' }], outside_after_s: 120, night: { mode: empty ? 'off' : 'schedule', from: '22:00', to: '06:00' },
      skills: empty ? [] : [{ code: 'medis', name_id: 'Medis', name_en: 'Medical' }, { code: 'minang', name_id: long ? 'Bahasa Minangkabau logat Pariaman' : 'Bahasa Minang', name_en: 'Minang' }], dialled: empty ? [] : [{ number: '119', skill: 'medis' }], announce_every_s: 30,
    }
    this.skills = new Map([['u-dina', ['medis']]])
    this.trunks.clear()
    if (!empty) {
      this.#trunk({ id: 'telkom', name: 'Telkom', host: '203.0.113.10', state: 'up', latency_ms: 12.4, calls_in: 1204, calls_out: 87 })
      this.#trunk({ id: 'telkomsel', name: long ? LONG.slice(0, 60) : 'Telkomsel', host: 'sip.telkomsel.example.id', port: 5061, transport: 'tls', srtp: 'required', state: 'unregistered', registers: true, has_secret: true, username: '112padangpanjang', priority: 20, failures: 6, calls_in: 310 })
      this.#trunk({ id: 'gsm', name: 'Gateway GSM', host: '10.0.9.4', state: 'down', priority: 30, failures: 14, calls_out: 3 })
      this.#trunk({ id: 'lama', name: 'Jalur lama', host: '10.0.9.9', enabled: false, priority: 90 })
    }
    if (this.many) for (let n = 0; n < 300; n += 1) this.#trunk({ id: `t${n}`, name: `Jalur ${n}`, host: `10.1.${n >> 8}.${n & 255}`, state: n % 9 ? 'up' : 'down', latency_ms: 5 + (n % 40), calls_in: n * 7, priority: n % 999 })
    this.rules = { keep_days: 365, compress_after_h: 24, away_after_d: 30, away_kind: '', away_folder: '', s3_endpoint: '', s3_bucket: '', s3_region: '', s3_key: '', s3_secret_set: false, updated_at: null }
    const count = empty ? 0 : this.many ? 300 : 3
    this.nuisance = Array.from({ length: count }, (_, n) => ({ number: `0813${String(70_100_000 + n * 7717)}`, e164key: `key-${n}`, score: 95 - (n % 60), calls: 20 + (n % 13), nuisance_calls: 18 - (n % 9), prio: -20, expires_at: ago(-86_400 * (2 + (n % 28)) - 3600), by: long ? 'Siti Rahmawati Kusumaningrum Sastroamidjojo' : 'Budi Santoso', reason: n % 2 ? 'Anak bermain telepon' : 'Berulang kali diam lalu tertawa', call_id: `call-n${n}` }))
    this.voices = { version: 2, test_numbers: empty ? [] : ['+6281166001120', '+6275221000'], notice: null, silent_prompt: 'Jika Anda tidak bisa berbicara, tekan angka berapa saja, atau ketuk telepon Anda dua kali.' }
    const bad = { calls_without: [{ call_id: 'call-7', number: '081234500077', received_at: ago(7200), desk_id: 'desk-02', user_name: 'Budi Santoso' }], recordings_without: [{ file: '2026/11/21/1763712345.77.wav', started_at: ago(90_000) }], one_sided: [{ recording_id: 'rec-1', call_id: 'call-r1', note: 'silent_desk', started_at: ago(5000), desk_id: 'desk-02', user_name: 'Budi Santoso' }] }
    this.audit = { state: empty ? 'none' : 'done', asked_at: null, asked_by: null, checked_at: empty ? null : ago(900), done: 0, total: 0, repaired: empty ? 0 : 2, ...(empty || name === 'normal' ? { calls_without: [], recordings_without: [], one_sided: name === 'normal' ? bad.one_sided : [] } : bad) }
  }

  #trunk(over: Partial<TrunkView & { has_secret: boolean }>): TrunkView {
    const trunk = { id: `t-${this.trunks.size}`, name: '', host: '', port: 5060, transport: 'udp' as const, username: '', registers: false, srtp: 'optional' as const, priority: 10, enabled: true, peers: [], state: 'unknown' as const, latency_ms: null, since: ago(4000), calls_in: 0, calls_out: 0, failures: 0, has_secret: false, ...over }
    this.trunks.set(trunk.id, trunk)
    return trunk
  }

  /** null: not ours. */
  route(method: string, noun: string, id: string, verb: string, body: Body, user: User): Answer | null {
    if (noun === 'queue') return id === 'plan' ? this.#plan(method, body) : { body: this.#queue() }
    if (noun === 'users') return this.#users(method, id, body)
    if (noun === 'trunks') return this.#trunksRoute(method, id, body)
    if (noun === 'nuisance') return { body: this.nuisance }
    if (noun === 'calls' && verb === 'nuisance' && method === 'DELETE' && id.startsWith('call-n')) { this.nuisance = this.nuisance.filter((r) => r.call_id !== id); return { body: {} } }
    if (noun === 'voices') return this.#voices(method, body)
    if (noun === 'incidents' && verb === 'notice') return this.#notice(id, body)
    if (noun === 'recordings' && id === 'rules') { if (method === 'PUT') this.rules = { ...this.rules, ...body, s3_secret: undefined, s3_secret_set: Boolean(body.s3_secret) || Boolean(this.rules.s3_secret_set) }; return { body: this.rules } }
    if (noun === 'recordings' && id === 'audit') return { status: method === 'POST' ? 202 : 200, body: this.audit }
    if (noun === 'recordings' && verb === 'lock') return this.#lock(id, body, user)
    return null
  }

  /** Somebody else saved meanwhile: for the picture of a conflict. */
  others(change: Partial<QueuePlan>): void {
    this.plan = { ...this.plan, ...change, version: this.plan.version + 1 }
  }

  #plan(method: string, body: Body): Answer {
    if (method === 'GET') return { body: this.plan }
    if (Number(body.version) !== this.plan.version) return refuse(409, 'plan_changed', 'Orang lain baru saja mengubah ini. Muat ulang, lalu simpan lagi.')
    if (Number(body.ring_seconds) === 99) return refuse(422, 'invalid', 'Perbaiki lalu kirim lagi: body.ring_seconds.', { 'body.ring_seconds': 'Input should be less than or equal to 60' })
    this.plan = { ...(body as unknown as QueuePlan), version: this.plan.version + 1 }
    return { body: this.plan }
  }

  #queue(): unknown {
    const waiting = [...this.world.calls.values()].filter((c) => c.state === 'waiting')
    return { queues: [{ name: 'emergency', waiting: waiting.length, longest_s: 14, members: [] }], night: false, overflow: waiting.some((c) => c.overflow) }
  }

  #users(method: string, id: string, body: Body): Answer {
    if (method === 'PUT') { this.skills.set(id, body.skills as string[]); return { body: { id, skills: body.skills } } }
    const rows = Object.values(USERS).map((u) => ({ ...u, skills: this.skills.get(u.id) ?? [] }))
    const more = this.many ? Array.from({ length: 40 }, (_, n) => ({ id: `u-${n}`, username: `petugas${n}`, name: `Petugas Nomor ${n}`, role: 'dispatcher', skills: n % 3 ? [] : ['medis'] })) : []
    return { body: [...rows, ...more] }
  }

  #trunksRoute(method: string, id: string, body: Body): Answer {
    if (id === 'refused') {
      return { body: this.trunks.size ? { since: ago(86_400 * 9), total: 1873, by_reason: { unknown_address: 1802, wrong_password: 61, too_fast: 10 }, last: Array.from({ length: 8 }, (_, n) => ({ at: ago(60 + n * 700), address: n === 3 ? '' : `198.51.100.${20 + n}`, reason: n % 3 ? 'unknown_address' : 'wrong_password', count: n === 3 ? 41 : 1 })) } : { since: null, total: 0, by_reason: {}, last: [] } }
    }
    if (method === 'GET') return { body: [...this.trunks.values()] }
    if (method === 'DELETE') { this.trunks.delete(id); return { status: 204 } }
    if ([...this.trunks.values()].some((row) => row.name === body.name && row.id !== id)) return refuse(409, 'trunk_exists', 'Sudah ada trunk dengan nama ini. Pilih nama lain.', { name: body.name })
    if (String(body.host).endsWith('.invalid')) return refuse(422, 'bad_trunk', 'Host harus nama atau alamat IP.', { field: 'host' })
    const { secret, ...rest } = body
    const old = this.trunks.get(id)
    return { status: old ? 200 : 201, body: this.#trunk({ ...old, ...(rest as Partial<TrunkView>), has_secret: secret ? true : (old?.has_secret ?? false), ...(old ? {} : { id: String(body.name).toLowerCase(), since: ago(0) }) }) }
  }

  #voices(method: string, body: Body): Answer {
    if (method === 'GET') return { body: this.voices }
    const numbers = body.test_numbers as string[]
    const wrong = numbers.find((number) => number.replace(/\D/g, '').length < 5)
    if (wrong) return refuse(422, 'test_number_invalid', `${wrong} bukan nomor telepon. Tulis seperti 0812 3456 7890.`, { number: wrong })
    this.voices = { ...this.voices, test_numbers: numbers.map((n) => n.replace(/[\s-]/g, '').replace(/^0/, '+62')), version: this.voices.version + 1 }
    return { body: this.voices }
  }

  #notice(id: string, body: Body): Answer {
    const incident = this.world.incidents.get(id)
    if (!incident) return refuse(404, 'unknown_incident', 'Kejadian ini tidak ditemukan.')
    const text = String(body.text ?? '') || `${incident.type_name_id} di ${incident.place.text} sudah kami ketahui, petugas sedang menuju lokasi.`
    this.voices = { ...this.voices, version: this.voices.version + 1, notice: body.on ? { on: true, incident_id: id, incident_number: incident.number, text, until: ago(-14_000) } : null }
    for (const one of this.world.incidents.values()) one.notice = Boolean(body.on) && one.id === id
    this.world.tell('NoticeSwitched', ['incident', id], { incidents: [incident] }, { incident_id: id, on: body.on })
    return { body: this.voices }
  }

  #lock(id: string, body: Body, user: User): Answer {
    const row = this.world.recordings.get(id)
    if (!row) return refuse(404, 'unknown_recording', 'Rekaman ini tidak ditemukan.')
    Object.assign(row, { locked: body.locked, locked_because: body.locked ? 'supervisor' : '', lock_reason: body.reason, locked_by: body.locked ? user.name : null })
    return { body: row }
  }
}
