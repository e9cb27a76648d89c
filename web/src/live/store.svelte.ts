/** The one state of the console: a snapshot, then every journal entry since. No view keeps a copy of its own. */
import { SvelteMap } from 'svelte/reactivity'
import type {
  AbandonedView, AgencyView, AlarmView, CallView, CameraView, Center, Changed, DeskView, Gone, IncidentView, JournalEntry, KelurahanView, LiveEntry,
  PageView, ProcessView, RecordingView, Snapshot, StationView, TypeView, UnitView, User,
} from '../lib/types'

const RECENT_ENTRIES = 300

function fill<T extends { id: string }>(map: SvelteMap<string, T>, rows: T[] | undefined): void {
  map.clear()
  for (const row of rows ?? []) map.set(row.id, row)
}

function merge<T extends { id: string }>(map: SvelteMap<string, T>, rows: T[] | undefined): void {
  for (const row of rows ?? []) map.set(row.id, row)
}

/** A server of before these fields existed sends none of them; the screens always find them. */
const CALL_BLANKS = {
  direction: 'in', parties: [], parked_at: null, park_label: '', skill: '', overflow: '', priority: 0, silent: '', test: false, disposition: '', abandoned_id: null, callback_of: null, notice_of: null,
} as const satisfies Partial<CallView>
const NO_NUISANCE = { score: 0, calls: 0, nuisance_calls: 0, lowered_until: null }

export function wholeCall(row: CallView): CallView {
  return { ...CALL_BLANKS, ...row, parties: row.parties ?? [], nuisance: row.nuisance ?? NO_NUISANCE, locations: row.locations ?? [] }
}

export function wholeDesk(row: DeskView): DeskView {
  return { ...row, skipped: row.skipped ?? 0, wrap_up_until: row.wrap_up_until ?? null, skills: row.skills ?? [] }
}

const isLive = (row: AbandonedView): boolean => row.state === 'open' || row.state === 'calling'

/** Who gave up last stands first: they are the likeliest to be reached, and to be in need. */
export function abandonedOrder(a: AbandonedView, b: AbandonedView): number {
  return b.last_at.localeCompare(a.last_at)
}

/** Critical ones first; within that the newest. */
export function alarmOrder(a: AlarmView, b: AlarmView): number {
  return Number(b.severity === 'critical') - Number(a.severity === 'critical') || b.raised_at.localeCompare(a.raised_at)
}

/** Put back callers stand first, then who waits longest. */
export function queueOrder(a: CallView, b: CallView): number {
  return Math.sign(b.returned) - Math.sign(a.returned) || a.received_at.localeCompare(b.received_at)
}

/** The gravest first; within one priority the oldest first. */
export function boardOrder(a: IncidentView, b: IncidentView): number {
  return a.priority - b.priority || a.opened_at.localeCompare(b.opened_at)
}

export class LiveStore {
  position = $state(0)
  loaded = $state(false)
  center = $state<Center>({ id: '', name: '', timezone: 'Asia/Jakarta' })
  user = $state<User | null>(null)
  agencies = $state.raw<AgencyView[]>([])
  stations = $state.raw<StationView[]>([])
  types = $state.raw<TypeView[]>([])
  kelurahan = $state.raw<KelurahanView[]>([])
  cameras = $state.raw<CameraView[]>([])
  processes = $state.raw<ProcessView[]>([])
  recent = $state.raw<JournalEntry[]>([])

  readonly calls = new SvelteMap<string, CallView>()
  readonly incidents = new SvelteMap<string, IncidentView>()
  readonly units = new SvelteMap<string, UnitView>()
  readonly desks = new SvelteMap<string, DeskView>()
  readonly pages = new SvelteMap<string, PageView>()
  readonly recordings = new SvelteMap<string, RecordingView>()
  readonly abandoned = new SvelteMap<string, AbandonedView>()
  readonly alarms = new SvelteMap<string, AlarmView>()

  waiting = $derived([...this.calls.values()].filter((c) => c.state === 'waiting' && !c.parked_at && c.direction !== 'out').sort(queueOrder))
  parked = $derived([...this.calls.values()].filter((c) => c.parked_at && c.state !== 'ended')
    .sort((a, b) => (a.parked_at ?? '').localeCompare(b.parked_at ?? '')))
  active = $derived([...this.calls.values()].filter((c) => !c.parked_at && (c.state === 'talking' || c.state === 'held' || (c.state === 'waiting' && c.direction === 'out')))
    .sort((a, b) => a.received_at.localeCompare(b.received_at)))
  ended = $derived([...this.calls.values()].filter((c) => c.state === 'ended')
    .sort((a, b) => (b.ended_at ?? '').localeCompare(a.ended_at ?? '')))
  open = $derived([...this.incidents.values()].filter((i) => i.state === 'open').sort(boardOrder))
  closed = $derived([...this.incidents.values()].filter((i) => i.state === 'closed')
    .sort((a, b) => (b.closed_at ?? '').localeCompare(a.closed_at ?? '')))
  unitList = $derived([...this.units.values()].sort((a, b) => a.call_sign.localeCompare(b.call_sign)))
  deskList = $derived([...this.desks.values()].sort((a, b) => a.id.localeCompare(b.id)))
  pageList = $derived([...this.pages.values()].sort((a, b) => b.created_at.localeCompare(a.created_at)))
  abandonedList = $derived([...this.abandoned.values()].sort(abandonedOrder))
  alarmList = $derived([...this.alarms.values()].sort(alarmOrder))
  myDesk = $derived(this.deskList.find((d) => d.user_id !== null && d.user_id === this.user?.id) ?? null)

  load(snapshot: Snapshot): void {
    this.center = snapshot.center ?? this.center
    this.user = snapshot.user ?? this.user
    this.agencies = snapshot.agencies ?? []
    this.stations = snapshot.stations ?? []
    this.types = snapshot.types ?? []
    this.kelurahan = snapshot.kelurahan ?? []
    this.cameras = snapshot.cameras ?? []
    this.processes = processList(snapshot.processes)
    fill(this.calls, snapshot.calls?.map(wholeCall))
    fill(this.incidents, snapshot.incidents)
    fill(this.units, snapshot.units)
    fill(this.desks, snapshot.desks?.map(wholeDesk))
    fill(this.pages, snapshot.pages)
    fill(this.abandoned, snapshot.abandoned?.filter(isLive))
    this.alarms.clear()
    this.#alarms(snapshot.alarms)
    this.recent = []
    this.position = snapshot.position
    this.loaded = true
  }

  /** An entry already seen changes nothing: after a reconnect the server may repeat some. */
  apply(entry: LiveEntry): boolean {
    if (entry.position <= this.position) return false
    this.position = entry.position
    this.recent = [entry, ...this.recent.slice(0, RECENT_ENTRIES - 1)]
    this.#change(entry.changed)
    return true
  }

  /** What is none of our business any more. */
  gone({ gone }: Gone): void {
    for (const [name, ids] of Object.entries(gone)) for (const id of ids) this[name as keyof Gone['gone']].delete(id)
  }

  /** A call that a request of ours answered with, when the live channel has not told of it yet. */
  sawCall(call: CallView): void {
    if (!this.calls.has(call.id)) this.calls.set(call.id, wholeCall(call))
  }

  /** What a request of ours answered, shown at once; the live entry follows and is the truth. */
  saw(incident: IncidentView): void {
    const known = this.incidents.get(incident.id)
    if (!known || incident.version >= known.version) this.incidents.set(incident.id, incident)
  }

  clear(): void {
    for (const map of [this.calls, this.incidents, this.units, this.desks, this.pages, this.recordings, this.abandoned, this.alarms]) map.clear()
    this.user = null
    this.loaded = false
    this.position = 0
  }

  #change(changed: Changed | undefined): void {
    if (!changed) return
    merge(this.calls, changed.calls?.map(wholeCall))
    merge(this.incidents, changed.incidents)
    merge(this.units, changed.units)
    merge(this.desks, changed.desks?.map(wholeDesk))
    merge(this.pages, changed.pages)
    merge(this.recordings, changed.recordings)
    for (const row of changed.abandoned ?? []) {
      if (isLive(row)) this.abandoned.set(row.id, row)
      else this.abandoned.delete(row.id)
    }
    this.#alarms(changed.alarms)
    for (const row of changed.types ?? []) {
      const known = this.types.some((one) => one.code === row.code)
      this.types = known ? this.types.map((one) => (one.code === row.code ? row : one)) : [...this.types, row]
    }
  }

  #alarms(rows: AlarmView[] | undefined): void {
    for (const row of rows ?? []) {
      if (row.cleared_at) this.alarms.delete(row.key)
      else this.alarms.set(row.key, row)
    }
  }
}

/** `processes` comes as rows or as a name -> state object. */
export function processList(given: Snapshot['processes'] | undefined): ProcessView[] {
  if (Array.isArray(given)) return given
  return Object.entries(given ?? {}).map(([name, value]) => ({
    name,
    state: typeof value === 'string' ? value : String((value as { state?: unknown })?.state ?? ''),
  }))
}

export const store = new LiveStore()
