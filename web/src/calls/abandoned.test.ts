import { describe, expect, it } from 'vitest'
import { callable, nextToCall } from './callbacks'
import { aLostCaller } from './samples'

describe('who is called back at the press of a key', () => {
  it('the latest, and whoever was not tried yet before those who were', () => {
    const rows = [
      aLostCaller('old', { last_at: '2026-11-21T07:00:00Z' }),
      aLostCaller('tried', { last_at: '2026-11-21T07:09:00Z', attempts: 1 }),
      aLostCaller('new', { last_at: '2026-11-21T07:05:00Z' }),
    ]
    expect(nextToCall(rows)?.id).toBe('new')
    expect(nextToCall(rows.filter((r) => r.attempts > 0))?.id).toBe('tried')
  })
  it('nobody whom a colleague is calling, whose number is withheld, or who is on the line again', () => {
    expect(callable(aLostCaller('a', { state: 'calling' }))).toBe(false)
    expect(callable(aLostCaller('b', { withheld: true, number: '' }))).toBe(false)
    expect(callable(aLostCaller('c', { on_the_line: 'call-9' }))).toBe(false)
    expect(nextToCall([aLostCaller('a', { state: 'calling' })])).toBeUndefined()
  })
})
