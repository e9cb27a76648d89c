import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../lib/types'
import { fromJournal, inOrder } from './story'

const names = { unit: (id: string) => (id ? `U-${id}` : ''), page: (id: string) => `P-${id}`, user: () => 'Dina', desk: (id: string) => `Meja ${id}` }
const entry = (kind: string, data: Record<string, unknown> = {}, position = 1): JournalEntry => ({
  position, kind, occurred_at: `2026-11-21T07:00:0${position}Z`, recorded_at: '', source: 'user', actor: 'u1', desk_id: null, subject: { type: 'page', id: 'p1' }, data,
})

describe('the story', () => {
  it('names the unit that an entry is about', () => {
    expect(fromJournal(entry('UnitDispatched', { unit_id: '7' }), names)?.values.unit).toBe('U-7')
    expect(fromJournal(entry('PageSent', { page_id: 'p1' }), names)?.values.unit).toBe('P-p1')
  })
  it('leaves out what is too small to tell', () => expect(fromJournal(entry('UnitMoved'), names)).toBeNull())
  it('marks what went wrong', () => expect(fromJournal(entry('PageFailed', { error: '30005' }), names)).toMatchObject({ tone: 'bad', text: '30005' }))
  it('is told in the order of time', () => {
    const lines = [entry('PageSent', {}, 3), entry('PageQueued', {}, 2)].map((e) => fromJournal(e, names)).filter((l) => l !== null)
    expect(inOrder(lines).map((l) => l.kind)).toEqual(['PageQueued', 'PageSent'])
  })
})
