/** Call control, callbacks, verdicts and alarms of the made-up city. */
import type { AbandonedView, CallTarget, CallView, Party } from '../src/lib/types'
import type { Answer } from './plugin.ts'
import type { User, World } from './world.ts'

const now = (): string => new Date().toISOString()
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const refuse = (status: number, error_id: string, sentence: string): Answer => ({ status, body: { error_id, sentence, sentence_en: sentence, fields: {} } })
const AFTER_MS = 250

export class Control {
  #n = 1
  constructor(private readonly world: World, private readonly ring: (call: CallView, desk: string, auto: boolean) => void) {}

  party(over: Partial<Party>): Party {
    return { leg: `leg-${this.#n++}`, kind: 'party', role: 'talk', name: '', desk_id: null, user_name: null, state: 'ringing', since: now(), ...over }
  }

  tell(kind: string, call: CallView, data: Record<string, unknown> = {}): void {
    this.world.tell(kind, ['call', call.id], { calls: [call] }, data)
  }

  act(id: string, body: Record<string, unknown>, user: User): Answer {
    const call = this.world.calls.get(id)
    const action = String(body.action)
    const target = body.target as CallTarget | undefined
    if (!call) return refuse(404, 'unknown_call', 'Panggilan ini tidak ditemukan.')
    if (action === 'hang_up') this.world.ended(call)
    else setTimeout(() => this.#after(call, action, target, String(body.leg ?? ''), user), AFTER_MS)
    return { status: 202, body: call }
  }

  #after(call: CallView, action: string, target: CallTarget | undefined, leg: string, user: User): void {
    const joins = target ? this.#joining(target) : null
    const pass = (kind: string): void => this.tell(kind, call, { action })
    if (target?.number?.endsWith('000')) { this.tell('CallActionFailed', call, { action, reason: 'no_answer' }); return }
    if (action === 'hold' || action === 'resume') { call.state = action === 'hold' ? 'held' : 'talking'; pass(action === 'hold' ? 'CallHeld' : 'CallResumed') }
    if ((action === 'consult' || action === 'conference') && joins) {
      const party = { ...joins, role: action === 'consult' ? 'consult' as const : 'talk' as const }
      call.parties = [...call.parties, party]
      if (action === 'consult') call.state = 'held'
      pass('LegRang')
      setTimeout(() => { if (call.parties.includes(party)) { party.state = 'talking'; party.since = now(); pass('LegJoined') } }, 1800)
    }
    if (action === 'complete') { const party = call.parties.find((p) => p.role === 'consult'); call.parties = party ? [{ ...party, role: 'talk' }] : []; call.desk_id = party?.desk_id ?? null; call.user_name = party?.user_name ?? party?.name ?? null; call.state = 'talking'; pass('CallTransferred') }
    if (action === 'cancel_consult') { call.parties = call.parties.filter((p) => p.role !== 'consult'); call.state = 'talking'; pass('LegReleased') }
    if (action === 'drop') { call.parties = call.parties.filter((p) => p.leg !== leg); pass('LegReleased') }
    if (action === 'transfer' && joins) { call.parties = [{ ...joins, state: 'talking' }]; call.desk_id = joins.desk_id; call.user_name = joins.user_name ?? joins.name; pass('CallTransferred') }
    if (action === 'park') { Object.assign(call, { parked_at: now(), park_label: '1', state: 'held' }); pass('CallParked') }
    if (action === 'take') {
      const desk = [...this.world.desks.values()].find((d) => d.user_id === user.id)
      if (!desk) return
      Object.assign(call, { parked_at: null, park_label: '', state: 'talking', desk_id: desk.id, user_id: user.id, user_name: user.name, parties: [] })
      this.ring(call, desk.id, true)
      pass('CallTaken')
    }
    if (action === 'listen' || action === 'whisper' || action === 'barge') {
      const desk = [...this.world.desks.values()].find((d) => d.user_id === user.id)
      if (!desk) { this.tell('CallActionFailed', call, { action, reason: 'not_at_a_desk' }); return }
      const there = call.parties.find((p) => p.desk_id === desk.id)
      if (there) there.role = action
      else { call.parties = [...call.parties, this.party({ kind: 'supervisor', role: action, desk_id: desk.id, user_name: user.name, state: 'talking' })]; this.ring(call, desk.id, true) }
      pass('LegJoined')
    }
    if (action === 'stop') { call.parties = call.parties.filter((p) => p.kind !== 'supervisor' || p.user_name !== user.name); pass('LegReleased') }
    if (action === 'ask_silent') { call.silent = 'asked'; pass('SilentCallerAsked'); setTimeout(() => { call.silent = 'pressed'; call.priority = 50; this.tell('SilentCallerHeard', call) }, 2500) }
  }

  #joining(target: CallTarget): Party {
    const desk = target.kind === 'desk' ? this.world.desks.get(target.id ?? '') : undefined
    if (desk) return this.party({ kind: 'desk', desk_id: desk.id, user_name: desk.user_name, name: desk.label })
    const agency = this.world.agencies.find((a) => a.id === target.id)
    return this.party({ name: agency?.name ?? target.number ?? target.id ?? '' })
  }

  outbound(body: Record<string, unknown>, user: User, row?: AbandonedView): Answer {
    const desk = [...this.world.desks.values()].find((d) => d.user_id === user.id)
    if (!desk) return refuse(409, 'not_at_a_desk', 'Anda belum masuk meja.')
    const call = this.world.call({ number: row?.number ?? String(body.number ?? ''), direction: 'out', state: 'waiting', received_at: now(), desk_id: desk.id, user_id: user.id, user_name: user.name, incident_id: (body.incident_id as string) ?? null, callback_of: row ? 'lost' : null, caller: null })
    if (row) Object.assign(row, { state: 'calling', claimed_by: user.name, attempts: row.attempts + 1, last_attempt_at: now() })
    this.world.tell('OutboundCallRequested', ['call', call.id], { calls: [call], abandoned: row ? [row] : [] })
    setTimeout(() => this.ring(call, desk.id, true), AFTER_MS)
    setTimeout(() => {
      if (call.state === 'ended') return
      Object.assign(call, { state: 'talking', answered_at: now(), outcome: 'answered' })
      if (row) row.state = 'reached'
      this.world.tell('CallAnswered', ['call', call.id], { calls: [call], abandoned: row ? [row] : [] })
    }, 3000)
    return { status: 201, body: call }
  }

  abandoned(id: string, verb: string, body: Record<string, unknown>, user: User): Answer {
    const row = this.world.abandoned.get(id)
    if (!row) return { body: [...this.world.abandoned.values()] }
    if (verb === 'callback') {
      const waiting = [...this.world.calls.values()].filter((c) => c.state === 'waiting' && c.direction === 'in').length
      return waiting > 2 ? refuse(409, 'callbacks_limited', 'Panggilan baru menunggu; telepon balik ditunda.') : this.outbound({}, user, row)
    }
    Object.assign(row, { state: 'dismissed', note: String(body.reason ?? '') })
    this.world.tell('AbandonedDismissed', ['abandoned', id], { abandoned: [row] })
    return { body: row }
  }

  verdict(id: string, verb: string, method: string, body: Record<string, unknown>): Answer {
    const call = this.world.calls.get(id)
    if (!call) return refuse(404, 'unknown_call', 'Panggilan ini tidak ditemukan.')
    if (verb === 'disposition') call.disposition = body.code as CallView['disposition']
    else call.nuisance = { ...call.nuisance, lowered_until: method === 'DELETE' ? null : ago(-86_400 * Number(body.days)) }
    this.tell(verb === 'disposition' ? 'CallDisposed' : 'NuisanceChanged', call)
    return { body: call }
  }

  acknowledge(key: string, user: User): Answer {
    const alarm = this.world.alarms.get(key)
    if (!alarm) return refuse(404, 'unknown_alarm', 'Alarm ini tidak ditemukan.')
    Object.assign(alarm, { acknowledged_at: now(), acknowledged_by: user.name })
    this.world.tell('AlarmAcknowledged', ['alarm', key], { alarms: [alarm] })
    return { body: alarm }
  }
}

/** Enough of everything to look at. */
export function seedControl(world: World, long: boolean): void {
  const name = long ? 'Siti Rahmawati Kusumaningrum Sastroamidjojo' : 'Budi Santoso'
  world.call({ number: '081260017788', state: 'held', received_at: ago(260), answered_at: ago(250), parked_at: ago(71), park_label: '1', desk_id: 'desk-02', user_name: name, outcome: 'answered' })
  const waits = [...world.calls.values()].filter((c) => c.state === 'waiting')
  if (waits[0]) Object.assign(waits[0], { overflow: 'group', skill: 'minang', nuisance: { score: 20, calls: 6, nuisance_calls: 1, lowered_until: null } })
  if (waits[1]) Object.assign(waits[1], { priority: -10, test: false })
  const first = [...world.incidents.values()][0]
  if (first) first.notice_suggested = true
  const rows: Partial<AbandonedView>[] = [
    { id: 'ab-1', number: '081374000555', calls: 3, first_at: ago(900), last_at: ago(280), waited_s: 20, caller: { calls: 5, last_at: ago(280), incidents: [...world.incidents.values()].slice(0, 1).map((i) => ({ id: i.id, number: i.number, type_name: i.type_name_id, opened_at: i.opened_at })) }, place: { text: long ? 'Jalan Soekarno-Hatta belakang Masjid Raya Nurul Iman samping warung nasi kapau Uni Rosmaniar' : 'Pasar Baru', kelurahan_code: '13.74.02.1006', lat: -0.4656, lon: 100.3992, source: 'history', radius_m: 800 } },
    { id: 'ab-2', number: '075282990', kind: 'cut_off', last_at: ago(95), first_at: ago(95), waited_s: 4, attempts: 1, last_attempt_at: ago(40), caller: { calls: 1, last_at: ago(95), incidents: [] } },
    { id: 'ab-3', number: '', withheld: true, last_at: ago(1900), first_at: ago(1900), waited_s: 2 },
    { id: 'ab-4', number: '085211112222', last_at: ago(600), first_at: ago(600), waited_s: 9, state: 'calling', claimed_by: name },
  ]
  for (const row of rows) addAbandoned(world, row)
  world.alarms.set('trunk.down:telkom', { key: 'trunk.down:telkom', severity: 'critical', text_id: 'Trunk Telkom tidak menjawab. Panggilan masuk lewat trunk lain.', text_en: 'Trunk Telkom does not answer. Calls come in through the other trunk.', source: 'trunks', raised_at: ago(400), acknowledged_at: null, acknowledged_by: null })
  world.alarms.set('recordings.one_sided', { key: 'recordings.one_sided', severity: 'warning', text_id: 'Satu rekaman hanya bersuara satu sisi. Periksa headset Meja 2.', text_en: 'One recording has sound on one side only. Check the headset of desk 2.', source: 'recordings', raised_at: ago(1800), acknowledged_at: null, acknowledged_by: null })
}

export function addAbandoned(world: World, over: Partial<AbandonedView>): void {
  const id = over.id ?? `ab-${world.abandoned.size + 1}`
  world.abandoned.set(id, { id, number: '', withheld: false, kind: 'before_answer', calls: 1, call_ids: [], first_at: ago(60), last_at: ago(60), waited_s: 12, caller: null, place: null, state: 'open', claimed_by: null, attempts: 0, last_attempt_at: null, note: '', ...over })
}
