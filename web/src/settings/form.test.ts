import { afterEach, describe, expect, it, vi } from 'vitest'
import { Form } from './form.svelte'

interface Plan { version: number; a: number; b: string[] }

/** An API that keeps one plan, by version, as the real one does. */
function api(plan: Plan): { plan: Plan; puts: Plan[] } {
  const kept = { plan, puts: [] as Plan[] }
  vi.stubGlobal('fetch', async (_: string, told: RequestInit) => {
    if (told.method === 'GET') return Response.json(kept.plan)
    const given = JSON.parse(String(told.body)) as Plan
    kept.puts.push(given)
    if (given.version !== kept.plan.version) return Response.json({ error_id: 'plan_changed', sentence: 'Orang lain.', fields: {} }, { status: 409 })
    if (given.a > 100) return Response.json({ error_id: 'plan_invalid', sentence: 'Terlalu besar.', fields: { field: 'a' } }, { status: 422 })
    kept.plan = { ...given, version: given.version + 1 }
    return Response.json(kept.plan)
  })
  // short waits are over at once; notices, which go away after seconds, stay
  vi.stubGlobal('window', { setTimeout: (run: () => void, ms: number) => { if (ms < 1000) run(); return 0 } })
  return kept
}
afterEach(() => vi.unstubAllGlobals())

async function opened(check?: (plan: Plan) => Record<string, string>): Promise<Form<Plan>> {
  const form = new Form<Plan>({ name: 'test', path: '/api/queue/plan', check })
  await form.load()
  return form
}

describe('a settings form', () => {
  it('sends what was typed, and goes on from what was kept', async () => {
    const kept = api({ version: 1, a: 1, b: [] })
    const form = await opened()
    form.value!.a = 5
    form.value!.b.push('x')
    expect(form.changed).toEqual(['a', 'b'])
    expect(await form.save()).toBe(true)
    expect(kept.plan).toEqual({ version: 2, a: 5, b: ['x'] })
    expect(form.dirty).toBe(false)
  })
  it('takes in what somebody else saved elsewhere, and keeps mine to be saved again', async () => {
    const kept = api({ version: 1, a: 1, b: [] })
    const form = await opened()
    kept.plan = { version: 2, a: 1, b: ['theirs'] }
    form.value!.a = 5
    expect(await form.save()).toBe(false)
    expect(form.now).toEqual({ version: 2, a: 5, b: ['theirs'] })
    expect(form.clashes).toEqual([])
    expect(await form.save()).toBe(true)
    expect(kept.plan).toEqual({ version: 3, a: 5, b: ['theirs'] })
  })
  it('asks when both changed the same, and saves what was chosen', async () => {
    const kept = api({ version: 1, a: 1, b: [] })
    const form = await opened()
    kept.plan = { version: 2, a: 7, b: [] }
    form.value!.a = 5
    form.value!.b = ['mine']
    await form.save()
    expect(form.clashes).toEqual([{ name: 'a', mine: 5, theirs: 7 }])
    form.settle({ a: true })
    await vi.waitFor(() => expect(kept.plan).toEqual({ version: 3, a: 7, b: ['mine'] }))
  })
  it('puts a refusal beside its field until that field is touched', async () => {
    api({ version: 1, a: 1, b: [] })
    const form = await opened()
    form.value!.a = 500
    expect(await form.save()).toBe(false)
    expect(form.problems).toEqual({ a: 'Terlalu besar.' })
    expect(form.value!.a).toBe(500)
    form.touched('a')
    expect(form.problems).toEqual({})
  })
  it('is brought back after a reload, without what is secret, and merged with what came meanwhile', async () => {
    const shelf = new Map<string, string>()
    vi.stubGlobal('localStorage', { getItem: (k: string) => shelf.get(k) ?? null, setItem: (k: string, v: string) => shelf.set(k, v), removeItem: (k: string) => shelf.delete(k) })
    vi.stubGlobal('document', { documentElement: { dataset: {}, lang: '' } })
    vi.resetModules()
    const fresh = (await import('./form.svelte')).Form
    const kept = api({ version: 1, a: 1, b: [] })
    const options = { name: 'test', path: '/api/queue/plan', secrets: ['b' as const] }
    const before = new fresh<Plan>(options)
    await before.load()
    before.value!.a = 5
    before.value!.b = ['hush']
    before.remember()
    expect([...shelf.values()].join()).not.toContain('hush')
    kept.plan = { version: 2, a: 1, b: ['theirs'] }
    const after = new fresh<Plan>(options)
    await after.load()
    expect(after.restored).toBe(true)
    expect(after.now).toEqual({ version: 2, a: 5, b: ['theirs'] })
  })
  it('does not scold before a field was left or a save was tried, and sends nothing wrong', async () => {
    const kept = api({ version: 1, a: 1, b: [] })
    const form = await opened((plan) => (plan.a < 0 ? { a: 'negative' } : {}) as Record<string, string>)
    form.value!.a = -1
    expect(form.problems).toEqual({})
    form.left('a')
    expect(form.problems).toEqual({ a: 'negative' })
    expect(await form.save()).toBe(false)
    expect(kept.puts).toEqual([])
  })
})
