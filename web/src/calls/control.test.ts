import { beforeEach, describe, expect, it } from 'vitest'
import type { CallView, JournalEntry } from '../lib/types'
import { store } from '../live/store.svelte'
import { Control, failureText, reasonOf, shape } from './control.svelte'
import { aCall, aParty } from './samples'

/** A server that accepts, or refuses with a sentence; it keeps what it was asked. */
function server(refusal?: { error_id: string; sentence: string }): { path: string; body: unknown }[] {
  const asked: { path: string; body: unknown }[] = []
  globalThis.fetch = (path, init): Promise<Response> => {
    asked.push({ path: String(path), body: JSON.parse(String(init?.body)) })
    return Promise.resolve(new Response(JSON.stringify(refusal ?? {}), { status: refusal ? 409 : 202 }))
  }
  return asked
}

const failedEntry = (action: string, reason: string): JournalEntry => ({ position: 9, kind: 'CallActionFailed', occurred_at: '', recorded_at: '', source: 'cel', actor: null, desk_id: null, subject: { type: 'call', id: 'c1' }, data: { action, reason } })
const tell = (over: Partial<CallView>): CallView => {
  const call = aCall(over)
  store.calls.set(call.id, call)
  return call
}

describe('what is asked of the exchange', () => {
  let control: Control
  beforeEach(() => {
    store.clear()
    control = new Control()
    control.inHand = () => 'c1'
  })

  it('goes with its target, is under way until the call changes, and cannot be asked twice', async () => {
    const asked = server()
    const call = tell({})
    expect(await control.ask(call, 'consult', { target: { kind: 'desk', id: 'desk-02' }, label: 'Budi' })).toBe(true)
    expect(asked).toEqual([{ path: '/api/calls/c1/actions', body: { action: 'consult', target: { kind: 'desk', id: 'desk-02' } } }])
    expect(control.pending('c1', 'consult')).toBe(true)
    expect(await control.ask(call, 'consult')).toBe(false)
    tell({ parties: [aParty({ role: 'consult', state: 'ringing' })] })
    expect(control.pending('c1')).toBe(false)
  })

  it('a refusal is said at once, in the server\'s words, with the way to try again', async () => {
    server({ error_id: 'target_missing', sentence: 'Pilih tujuan dahulu.' })
    expect(await control.ask(tell({}), 'transfer', { label: 'Budi' })).toBe(false)
    expect(control.pending('c1')).toBe(false)
    expect(control.failuresOf('c1')[0]).toMatchObject({ action: 'transfer', why: 'Pilih tujuan dahulu.' })
    expect(control.failuresOf('c1')[0]?.again).not.toBeNull()
  })

  it('a failure that comes later is told though the ringing had begun', async () => {
    server()
    await control.ask(tell({}), 'consult', { label: 'Budi' })
    tell({ parties: [aParty({ role: 'consult', state: 'ringing' })] })
    control.failed(failedEntry('consult', 'no_answer'))
    const failure = control.failuresOf('c1')[0]
    expect(failure && failureText(failure)).toBe('Gagal konsultasi Budi: tidak diangkat')
  })

  it('what others asked for is not told here', () => {
    tell({})
    control.failed(failedEntry('transfer', 'no_answer'))
    expect(control.failures).toEqual([])
  })

  it('a call that was given away did not break when our own leg ends', async () => {
    server()
    await control.ask(tell({}), 'transfer', { label: 'Budi' })
    expect(control.gaveAway('c1')).toBe(true)
    expect(control.gaveAway('c2')).toBe(false)
  })

  it('anything that an action may change counts as a change', () => {
    const before = shape(aCall())
    expect(shape(aCall({ parked_at: '2026-11-21T07:01:00Z' }))).not.toBe(before)
    expect(shape(aCall({ parties: [aParty()] }))).not.toBe(before)
    expect(shape(aCall({ incident_id: 'i' }))).toBe(before)
  })

  it('an unknown reason is shown as it is, a known one as a sentence', () => {
    expect(reasonOf({ reason: 'target_busy' })).toBe('sedang sibuk')
    expect(reasonOf({ reason: 'odd_thing' })).toBe('odd_thing')
    expect(reasonOf({})).toBe('sentral tidak melakukannya')
  })
})
