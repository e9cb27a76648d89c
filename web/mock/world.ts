/** A made-up center in memory, for drawing the console without the rest of the house. Development only. */
import type {
  AbandonedView, AgencyKind, AgencyView, AlarmView, AssignmentStatus, CallView, CameraView, Changed, DeskView, IncidentView, KelurahanView, LiveEntry, PageView, Priority, RecordingView,
  TypeView, UnitStatus, UnitView,
} from '../src/lib/types'
import { addAbandoned, seedControl } from './control.ts'

const KELURAHAN: [string, string, string, number, number][] = [
  ['13.74.01.1001', 'Ganting', 'Timur', -0.4607, 100.4177], ['13.74.01.1002', 'Sigando', 'Timur', -0.465, 100.4319], ['13.74.01.1003', 'Ekor Lubuk', 'Timur', -0.4777, 100.4289],
  ['13.74.01.1004', 'Ngalau', 'Timur', -0.473, 100.4173], ['13.74.01.1005', 'Guguk Malintang', 'Timur', -0.4623, 100.4075], ['13.74.01.1006', 'Koto Panjang', 'Timur', -0.4766, 100.4047],
  ['13.74.01.1007', 'Koto Katik', 'Timur', -0.4828, 100.4088], ['13.74.01.1008', 'Tanah Pak Lambik', 'Timur', -0.4677, 100.4056], ['13.74.02.1001', 'Bukit Surungan', 'Barat', -0.4557, 100.4009],
  ['13.74.02.1002', 'Pasar Usang', 'Barat', -0.4598, 100.3984], ['13.74.02.1003', 'Kampung Manggis', 'Barat', -0.4767, 100.3778], ['13.74.02.1004', 'Silaing Bawah', 'Barat', -0.4685, 100.378],
  ['13.74.02.1005', 'Silaing Atas', 'Barat', -0.4648, 100.3902], ['13.74.02.1006', 'Pasar Baru', 'Barat', -0.4653, 100.4001], ['13.74.02.1007', 'Tanah Hitam', 'Barat', -0.479, 100.3943],
  ['13.74.02.1008', 'Balai-Balai', 'Barat', -0.4652, 100.4029],
]
const TYPES: [string, string, string, string, Priority, AgencyKind[]][] = [
  ['structure_fire', 'Kebakaran bangunan', 'Structure fire', 'fire', 1, ['fire', 'police']], ['wildfire', 'Kebakaran lahan', 'Vegetation fire', 'fire', 2, ['fire', 'bpbd']],
  ['traffic_injury', 'Kecelakaan, ada korban', 'Traffic accident, injuries', 'traffic', 1, ['health', 'police']], ['traffic_damage', 'Kecelakaan, tanpa korban', 'Traffic accident, no injuries', 'traffic', 3, ['police']],
  ['cardiac_arrest', 'Henti jantung / tidak bernapas', 'Cardiac arrest', 'medical', 1, ['health']], ['sick', 'Sakit mendadak', 'Sudden illness', 'medical', 2, ['health']],
  ['landslide', 'Tanah longsor', 'Landslide', 'disaster', 1, ['bpbd', 'fire']], ['flood', 'Banjir', 'Flood', 'disaster', 2, ['bpbd']], ['tree', 'Pohon tumbang', 'Fallen tree', 'disaster', 3, ['bpbd', 'fire']],
  ['animal_rescue', 'Evakuasi hewan / sarang tawon', 'Animal rescue', 'fire', 4, ['fire']], ['disturbance', 'Gangguan ketertiban', 'Disturbance', 'police', 3, ['police', 'satpol']],
]
const UNITS: [string, AgencyKind, string, number, number, UnitStatus][] = [
  ['DAMKAR-01', 'fire', 'pump', -0.4646, 100.3995, 'en_route'], ['DAMKAR-02', 'fire', 'pump', -0.4646, 100.3995, 'available'], ['DAMKAR-03', 'fire', 'tanker', -0.4646, 100.3995, 'available'],
  ['DAMKAR-04', 'fire', 'pump', -0.4702, 100.416, 'available'], ['RESCUE-01', 'fire', 'rescue', -0.4646, 100.3995, 'out_of_service'], ['AMB-01', 'health', 'ambulance', -0.466, 100.4044, 'on_scene'],
  ['AMB-02', 'health', 'ambulance', -0.466, 100.4044, 'available'], ['AMB-03', 'health', 'ambulance', -0.4728, 100.4021, 'at_hospital'], ['AMB-04', 'health', 'ambulance', -0.4622, 100.3921, 'available'],
  ['POL-11', 'police', 'patrol_car', -0.4619, 100.4001, 'acknowledged'], ['POL-12', 'police', 'patrol_car', -0.4619, 100.4001, 'available'], ['POL-21', 'police', 'motorcycle', -0.4619, 100.4001, 'returning'],
  ['POL-31', 'police', 'patrol_car', -0.4701, 100.3823, 'available'], ['BPBD-01', 'bpbd', 'rescue_truck', -0.4689, 100.4072, 'dispatched'], ['BPBD-02', 'bpbd', 'pickup', -0.4689, 100.4072, 'available'],
  ['DISHUB-01', 'dishub', 'tow', -0.475, 100.3958, 'available'], ['SATPOL-01', 'satpol', 'pickup', -0.4655, 100.4013, 'available'], ['SATPOL-02', 'satpol', 'pickup', -0.4655, 100.4013, 'available'],
]
const AGENCY: Record<AgencyKind, string> = { fire: 'Dinas Pemadam Kebakaran', health: 'Dinas Kesehatan / PSC 119', police: 'Polres Padang Panjang', bpbd: 'BPBD Kesbangpol', dishub: 'Dinas Perhubungan', satpol: 'Satpol PP' }
const CAMERAS: [string, string, number, number, number][] = [['cam-1', 'Simpang Pasar Pusat', -0.4651, 100.3999, 120], ['cam-2', 'Terminal Bukit Surungan', -0.4563, 100.4005, 200], ['cam-3', 'Simpang Silaing', -0.4672, 100.3841, 90], ['cam-4', 'RSUD', -0.4731, 100.4027, 20]]

export const USERS = {
  dina: { id: 'u-dina', username: 'dina', name: 'Dina Marlina', role: 'dispatcher' as const },
  budi: { id: 'u-budi', username: 'budi', name: 'Budi Santoso', role: 'dispatcher' as const },
  sari: { id: 'u-sari', username: 'sari', name: 'Sari Wulandari', role: 'supervisor' as const },
  admin: { id: 'u-admin', username: 'admin', name: 'Administrator', role: 'administrator' as const },
}
export type User = (typeof USERS)[keyof typeof USERS]

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const STAMP: Partial<Record<AssignmentStatus, 'acknowledged_at' | 'en_route_at' | 'on_scene_at' | 'cleared_at'>> = { acknowledged: 'acknowledged_at', en_route: 'en_route_at', on_scene: 'on_scene_at', available: 'cleared_at', cancelled: 'cleared_at' }
const LONG = 'Jalan Soekarno-Hatta belakang Masjid Raya Nurul Iman samping warung nasi kapau Uni Rosmaniar lantai dua dekat jembatan gantung'

export class World {
  position = 100
  calls = new Map<string, CallView>()
  incidents = new Map<string, IncidentView>()
  units = new Map<string, UnitView>()
  desks = new Map<string, DeskView>()
  pages = new Map<string, PageView>()
  recordings = new Map<string, RecordingView>()
  abandoned = new Map<string, AbandonedView>()
  alarms = new Map<string, AlarmView>()
  agencies: AgencyView[] = Object.entries(AGENCY).map(([kind, name], n) => ({ id: kind, name, kind: kind as AgencyKind, phone: n === 4 ? null : `07528211${n}` }))
  journal: LiveEntry[] = []
  listeners = new Set<(entry: LiveEntry | { type: 'reload' }) => void>()
  onOffer: (call: CallView, desks: string[]) => void = () => {}
  kelurahan: KelurahanView[] = KELURAHAN.map(([code, name, kecamatan, lat, lon]) => ({ code, name, kecamatan: `Padang Panjang ${kecamatan}`, lat, lon }))
  types: TypeView[] = TYPES.map(([code, name_id, name_en, group, priority, agencies]) => ({ code, name_id, name_en, group, priority, agencies, capabilities: [] }))
  cameras: CameraView[] = CAMERAS.map(([id, name, lat, lon, heading]) => ({ id, name, lat, lon, heading, fov: 62, state: 'ready' }))
  #n = 1
  #number = 1120

  constructor() { this.scenario('normal') }

  scenario(name: string): void {
    for (const map of [this.calls, this.incidents, this.units, this.desks, this.pages, this.recordings, this.abandoned, this.alarms]) map.clear()
    this.journal = []
    this.#number = 1120
    for (const n of [1, 2, 3, 4]) this.desks.set(`desk-0${n}`, { id: `desk-0${n}`, label: `Meja ${n}`, user_id: null, user_name: null, state: 'off', reason: '', since: null, registered: false, call_id: null, skipped: 0, wrap_up_until: null, skills: [] })
    if (name !== 'bare') for (const [sign, kind, what, lat, lon, status] of UNITS) this.units.set(sign, this.#unit(sign, kind, what, lat, lon, name === 'empty' ? 'available' : status))
    if (name === 'normal' || name === 'long') this.#normal(name === 'long')
    if (name === 'normal' || name === 'long') seedControl(this, name === 'long')
    if (name === 'full') this.#full()
    this.position += 1
    for (const tell of this.listeners) tell({ type: 'reload' })
  }

  tell(kind: string, subject: [string, string], changed: Changed, data: Record<string, unknown> = {}, actor: string | null = null): void {
    this.position += 1
    const now = ago(0)
    const entry: LiveEntry = { type: 'entry', position: this.position, kind, occurred_at: now, recorded_at: now, source: 'demo', actor, desk_id: null, subject: { type: subject[0], id: subject[1] }, data, changed }
    this.journal.push(entry)
    for (const listener of this.listeners) listener(structuredClone(entry))
  }

  ring(number = '081234567890'): CallView {
    const call = this.call({ number, received_at: ago(0), caller: { calls: 4, last_at: ago(190_000), incidents: [...this.incidents.values()].slice(0, 2).map((i) => ({ id: i.id, number: i.number, type_name: i.type_name_id, opened_at: i.opened_at })) } })
    this.tell('CallReceived', ['call', call.id], { calls: [call] })
    const desks = [...this.desks.values()].filter((d) => d.state === 'ready').map((d) => d.id)
    if (desks.length) {
      call.offered_to = desks
      this.tell('CallOffered', ['call', call.id], { calls: [call] }, { desk_id: desks[0] })
      this.onOffer(call, desks)
    }
    return call
  }

  answered(call: CallView, deskId: string): void {
    const desk = this.desks.get(deskId)
    Object.assign(call, { state: 'talking', answered_at: ago(0), desk_id: deskId, user_id: desk?.user_id, user_name: desk?.user_name, offered_to: [], outcome: 'answered' })
    if (desk) desk.call_id = call.id
    this.tell('CallAnswered', ['call', call.id], { calls: [call], desks: desk ? [desk] : [] }, { desk_id: deskId })
  }

  ended(call: CallView): void {
    const desk = this.desks.get(call.desk_id ?? '')
    if (desk) desk.call_id = null
    Object.assign(call, { state: 'ended', ended_at: ago(0), offered_to: [] })
    this.tell('CallEnded', ['call', call.id], { calls: [call], desks: desk ? [desk] : [] })
  }

  call(over: Partial<CallView>): CallView {
    const id = `call-${this.#n++}`
    const call: CallView = {
      id, pbx_id: 'pbx-1', uniqueid: id, number: '081200000000', number_e164: '', withheld: false, state: 'waiting', outcome: null, received_at: ago(5), answered_at: null, ended_at: null, desk_id: null,
      user_id: null, user_name: null, offered_to: [], returned: 0, incident_id: null, recording_id: null, exercise: false, caller: { calls: 1, last_at: null, incidents: [] },
      direction: 'in', parties: [], parked_at: null, park_label: '', skill: '', overflow: '', priority: 0, silent: '', test: false, disposition: '', nuisance: { score: 0, calls: 1, nuisance_calls: 0, lowered_until: null }, abandoned_id: null, callback_of: null, notice_of: null, locations: [], ...over,
    }
    this.calls.set(id, call)
    return call
  }

  incident(over: Partial<IncidentView> & { type_code: string }): IncidentView {
    const type = this.types.find((x) => x.code === over.type_code) ?? this.types[0]!
    const place = { text: '', kelurahan_code: '', lat: null, lon: null, source: 'dispatcher', radius_m: null, ...over.place }
    const k = this.kelurahan.find((x) => x.code === place.kelurahan_code)
    const id = over.id ?? `inc-${this.#n++}`
    const incident: IncidentView = {
      number: ++this.#number, type_name_id: type.name_id, type_name_en: type.name_en, priority: type.priority, state: 'open', what: '', opened_at: ago(0), opened_by: 'Dina Marlina', closed_at: null, disposition: null,
      call_ids: [], assignments: [], narrative: [], version: 1, exercise: false, ...over, id, place: { ...place, kelurahan_name: k?.name ?? '' },
    }
    this.incidents.set(id, incident)
    return incident
  }

  dispatch(incident: IncidentView, sign: string, status: AssignmentStatus = 'dispatched', page: PageView['state'] = 'delivered', since = 0): void {
    const unit = this.units.get(sign)
    if (!unit) return
    const id = `as-${this.#n++}`
    const stamps = { dispatched_at: ago(since), acknowledged_at: null as string | null, en_route_at: null as string | null, on_scene_at: null as string | null, cleared_at: null as string | null }
    if (status !== 'dispatched') stamps.acknowledged_at = ago(since * 0.9)
    if (status === 'en_route' || status === 'on_scene') stamps.en_route_at = ago(since * 0.8)
    if (status === 'on_scene') stamps.on_scene_at = ago(since * 0.4)
    const message: PageView = {
      id: `pg-${id}`, incident_id: incident.id, incident_number: incident.number, assignment_id: id, unit_id: sign, call_sign: sign, to: '081100000001', state: page, attempts: page === 'failed' ? 3 : 1,
      error: page === 'failed' ? 'Nomor tidak aktif (30005)' : '', created_at: ago(since), sent_at: page === 'queued' ? null : ago(since - 1), delivered_at: page === 'delivered' ? ago(since - 2) : null,
      body: `${incident.number}-1 ${sign}: P${incident.priority} ${incident.type_name_id}, ${incident.place.text || incident.place.kelurahan_name}. http://127.0.0.1:8112/r/demo`,
    }
    this.pages.set(message.id, message)
    incident.assignments.push({ id, incident_id: incident.id, unit_id: sign, call_sign: sign, status, ...stamps, page_id: message.id, page_state: page })
    Object.assign(unit, { status: status as UnitStatus, status_since: ago(since * 0.4), incident_id: incident.id })
    if (status === 'en_route' || status === 'on_scene') {
      const share = status === 'on_scene' ? 0.98 : 0.5
      const k = this.kelurahan.find((x) => x.code === incident.place.kelurahan_code)
      const to = { lat: incident.place.lat ?? k?.lat ?? unit.lat!, lon: incident.place.lon ?? k?.lon ?? unit.lon! }
      unit.lat! += (to.lat - unit.lat!) * share
      unit.lon! += (to.lon - unit.lon!) * share
    }
  }

  step(id: string, status: AssignmentStatus, actor: string | null): void {
    for (const incident of this.incidents.values()) {
      const row = incident.assignments.find((a) => a.id === id)
      if (!row) continue
      row.status = status
      const stamp = STAMP[status]
      if (stamp) row[stamp] = ago(0)
      const unit = this.units.get(row.unit_id)
      if (unit) Object.assign(unit, { status: status === 'cancelled' ? 'available' : status, status_since: ago(0), incident_id: status === 'cancelled' || status === 'available' ? null : incident.id })
      this.tell('AssignmentStatusChanged', ['assignment', id], { incidents: [incident], units: unit ? [unit] : [] }, { incident_id: incident.id, unit_id: row.unit_id, status }, actor)
    }
  }

  #unit(sign: string, kind: AgencyKind, what: string, lat: number, lon: number, status: UnitStatus): UnitView {
    return { id: sign, call_sign: sign, agency_id: kind, agency_name: AGENCY[kind], agency_kind: kind, kind: what, capabilities: [what], crew: 'Hendra, 5 orang', status, status_since: ago(640), lat, lon, position_at: ago(20), station_name: 'Mako', incident_id: null }
  }

  /** Colleagues who are not among those who may sign in. */
  #colleague(id: string, name: string, over: Partial<DeskView>): void {
    Object.assign(this.desks.get(id)!, { user_id: `u-${id}`, user_name: name, state: 'ready', since: ago(400), registered: true, ...over })
  }

  #desk(id: string, user: User, state: DeskView['state'], reason = ''): void {
    Object.assign(this.desks.get(id)!, { user_id: user.id, user_name: user.name, state, reason, since: ago(1200), registered: true })
  }

  #normal(long: boolean): void {
    for (const sign of this.units.keys()) if (this.units.get(sign)!.status !== 'out_of_service') this.units.get(sign)!.status = 'available'
    this.#desk('desk-02', USERS.budi, 'ready')
    this.#colleague('desk-03', long ? 'Nurhayati binti Sutan Rajo Ameh Marajo Basa' : 'Nurhayati', { state: 'wrap_up', wrap_up_until: ago(-22), skills: ['medis', 'minang'] })
    this.#colleague('desk-04', 'Rizky', { skipped: 3, registered: false })
    const past = this.call({ number: '081266001122', state: 'ended', outcome: 'answered', received_at: ago(560), answered_at: ago(554), ended_at: ago(410), desk_id: 'desk-02', user_name: 'Budi Santoso' })
    const where = long ? LONG : 'Jl. Sudirman 41, depan toko cat'
    const a = this.incident({ type_code: 'structure_fire', opened_at: ago(192), what: long ? `${LONG}. Api membesar, ${LONG}` : 'Api dari dapur lantai dua, satu orang masih di dalam', place: { text: where, kelurahan_code: '13.74.02.1006', lat: -0.4656, lon: 100.3992, source: 'dispatcher', radius_m: null }, call_ids: [past.id], narrative: [{ id: 'n1', at: ago(150), user_name: 'Dina Marlina', text: 'Pelapor melihat asap hitam; tangga sudah terbakar', struck: false }] })
    past.incident_id = a.id
    const b = this.incident({ type_code: 'sick', opened_at: ago(580), what: 'Pingsan di pasar, 60 tahun, bernapas', place: { text: 'Los ikan Pasar Pusat', kelurahan_code: '13.74.02.1008', lat: null, lon: null, source: 'kelurahan', radius_m: null } })
    this.incident({ type_code: 'tree', opened_at: ago(1300), what: 'Menutup satu lajur', place: { text: 'Jalan ke Lembah Anai km 3', kelurahan_code: '13.74.02.1004', lat: -0.4699, lon: 100.3762, source: 'dispatcher', radius_m: null } })
    this.dispatch(a, 'DAMKAR-01', 'en_route', 'delivered', 150)
    this.dispatch(a, 'POL-11', 'acknowledged', 'sent', 90)
    this.dispatch(b, 'AMB-01', 'on_scene', 'delivered', 540)
    const done = this.incident({ type_code: 'animal_rescue', state: 'closed', opened_at: ago(7000), closed_at: ago(3000), disposition: 'handled', place: { text: 'Jl. Bagindo Aziz Chan 9', kelurahan_code: '13.74.01.1005', lat: null, lon: null, source: 'kelurahan', radius_m: null } })
    this.dispatch(done, 'DAMKAR-04', 'dispatched', 'failed', 6800)
    done.assignments[0]!.status = 'available'
    Object.assign(this.units.get('DAMKAR-04')!, { status: 'available', incident_id: null })
    this.call({ number: '085274419001', received_at: ago(14) })
    this.call({ number: '', withheld: true, received_at: ago(3) })
    const talking = this.call({ number: '075282112', state: 'talking', received_at: ago(80), answered_at: ago(74), desk_id: 'desk-02', user_name: 'Budi Santoso', outcome: 'answered', caller: { calls: 12, last_at: ago(9000), incidents: [] } })
    this.desks.get('desk-02')!.call_id = talking.id
    this.call({ number: '081374000555', state: 'ended', outcome: 'abandoned', received_at: ago(300), ended_at: ago(280) })
    for (let n = 0; n < 3; n += 1) this.#recording(n, long ? 'Siti Rahmawati Kusumaningrum Sastroamidjojo' : 'Budi Santoso')
  }

  #recording(n: number, name: string): void {
    const state = n % 41 === 7 ? 'damaged' : n % 53 === 9 ? 'missing' : 'ready'
    this.recordings.set(`rec-${n}`, {
      id: `rec-${n}`, call_id: `call-r${n}`, number: n % 11 === 5 ? '' : `0812${String(34_000_000 + n * 7919).slice(0, 8)}`, user_name: name, incident_id: null, incident_number: n % 3 ? 1100 - n : null, started_at: ago(400 + n * 830),
      duration_s: 20 + ((n * 37) % 190), state, note: state === 'damaged' ? 'cut_short' : n % 37 === 1 ? 'silent_desk' : '', bytes: 640_000 + n * 9000, sha256: 'a41f'.repeat(16), plays: n % 4, format: n > 40 ? 'opus' : 'wav', away: n > 120 || n === 2, keep_until: n % 19 === 0 ? null : ago(-86_400 * 300 + n * 830),
      ...(n % 19 === 0 ? { locked: true, locked_because: 'supervisor', lock_reason: 'Permintaan polisi', locked_by: 'Sari Wulandari' } : {}),
    } as RecordingView)
  }

  #full(): void {
    this.#desk('desk-02', USERS.budi, 'ready')
    this.#desk('desk-03', USERS.sari, 'paused', 'Salat')
    for (let n = 0; n < 300; n += 1) addAbandoned(this, { id: `ab-${n}`, number: `0812${String(60_000_000 + n * 577)}`, calls: 1 + (n % 3), last_at: ago(40 + n * 30), first_at: ago(90 + n * 31), waited_s: n % 25, attempts: n % 4 === 1 ? 1 : 0, last_attempt_at: ago(20) })
    const places = this.kelurahan
    for (let n = 0; n < 300; n += 1) {
      const k = places[n % places.length]!
      const type = this.types[(n * 7) % this.types.length]!
      const incident = this.incident({ type_code: type.code, opened_at: ago(30 + n * 47), place: { text: `Jl. Contoh ${n}`, kelurahan_code: k.code, lat: k.lat + Math.sin(n * 12.9) * 0.006, lon: k.lon + Math.cos(n * 7.3) * 0.006, source: 'dispatcher', radius_m: null } })
      const sign = [...this.units.keys()][n]
      if (sign && this.units.get(sign)?.status !== 'out_of_service') this.dispatch(incident, sign, (['en_route', 'on_scene', 'acknowledged', 'dispatched'] as const)[n % 4], (['delivered', 'sent', 'queued', 'failed'] as const)[n % 4], 40 + n * 11)
      this.call({ number: `0813${String(70_000_000 + n * 331)}`, received_at: ago(2 + n), state: n < 40 ? 'waiting' : 'ended', ended_at: n < 40 ? null : ago(n), outcome: n < 40 ? null : 'answered', returned: n === 11 ? 1 : 0 })
      this.#recording(n, n % 2 ? 'Budi Santoso' : 'Dina Marlina')
    }
  }
}
