import { describe, expect, it } from 'vitest'
import { changedFields, merge, same } from './merge'

const base = { version: 1, a: 1, b: [1, 2], c: { x: 1, y: 2 } }

describe('two people in one form', () => {
  it('what they changed comes in, what I changed stays', () => {
    const merged = merge(base, { ...base, a: 9 }, { ...base, version: 2, b: [1, 2, 3] })
    expect(merged).toEqual({ value: { version: 2, a: 9, b: [1, 2, 3], c: { x: 1, y: 2 } }, clashes: [], taken: ['b'] })
  })
  it('the same field changed twice is asked about, and mine is not lost meanwhile', () => {
    const merged = merge(base, { ...base, a: 9 }, { ...base, version: 2, a: 5 })
    expect(merged.clashes).toEqual(['a'])
    expect(merged.value.a).toBe(9)
    expect(merged.value.version).toBe(2)
  })
  it('both changed it to the same: nothing to ask', () => {
    expect(merge(base, { ...base, a: 9 }, { ...base, version: 2, a: 9 }).clashes).toEqual([])
  })
  it('a version that moved is no change of mine', () => expect(changedFields(base, { ...base, version: 7 })).toEqual([]))
  it('compares as it would be sent', () => {
    expect(same({ x: 1, y: [1, { z: 2 }] }, { y: [1, { z: 2 }], x: 1 })).toBe(true)
    expect(same([1, 2], [2, 1])).toBe(false)
    expect(same({}, [])).toBe(false)
    expect(same(null, undefined)).toBe(false)
  })
})
