import { describe, expect, it } from 'vitest'
import { aCall, aParty } from './samples'
import { callNumber, holderOf, marksOf, mayBeLowered, nuisanceWords, partyName } from './words'

const none = (): undefined => undefined
const keys = (over: Parameters<typeof aCall>[0]): string[] => marksOf(aCall(over), (code) => code).map((m) => m.key)

describe('marks of a call', () => {
  it('an ordinary call has none', () => {
    expect(keys({})).toEqual([])
  })
  it('a silent caller who pressed a key is said once, before all else, and is not also called put in front', () => {
    expect(keys({ silent: 'pressed', priority: 50, overflow: 'group' })).toEqual(['pressed', 'overflow'])
  })
  it('a lowered number is marked without alarm', () => {
    expect(marksOf(aCall({ priority: -10 }), (c) => c)[0]).toMatchObject({ key: 'lowered', tone: '' })
  })
  it('skill, test and outgoing calls are told apart', () => {
    expect(keys({ skill: 'minang', test: true })).toEqual(['skill', 'test'])
    expect(marksOf(aCall({ direction: 'out' }), (c) => c)[0]?.text).toBe('keluar')
    expect(marksOf(aCall({ direction: 'out', callback_of: 'c0' }), (c) => c)[0]?.text).toBe('telepon balik')
  })
})

describe('the history of a number', () => {
  it('says nothing of a number that was never a nuisance', () => {
    expect(nuisanceWords({ score: 0, calls: 9, nuisance_calls: 0, lowered_until: null })).toBe('')
  })
  it('gives the count for some, and for nearly all adds that this one may be real', () => {
    expect(nuisanceWords({ score: 30, calls: 9, nuisance_calls: 3, lowered_until: null })).toContain('3 dari 9')
    expect(nuisanceWords({ score: 95, calls: 9, nuisance_calls: 8, lowered_until: null })).toContain('bisa sungguhan')
  })
  it('one prank call alone is not nearly all', () => {
    expect(nuisanceWords({ score: 50, calls: 1, nuisance_calls: 1, lowered_until: null })).not.toContain('bisa sungguhan')
  })
  it('lowering is offered only when there is a cause, and never for a withheld number', () => {
    expect(mayBeLowered(aCall())).toBe(false)
    expect(mayBeLowered(aCall({ disposition: 'genuine' }))).toBe(false)
    expect(mayBeLowered(aCall({ disposition: 'prank' }))).toBe(true)
    expect(mayBeLowered(aCall({ disposition: 'prank', withheld: true, number: '' }))).toBe(false)
  })
})

describe('names', () => {
  it('of parties: the person, the agency, the number as people read it, or oneself', () => {
    expect(partyName(aParty({ name: 'Dinas Pemadam Kebakaran' }), none, null)).toBe('Dinas Pemadam Kebakaran')
    expect(partyName(aParty({ name: '081234567890' }), none, null)).toBe('0812-3456-7890')
    expect(partyName(aParty({ kind: 'desk', desk_id: 'desk-02', user_name: 'Budi' }), none, null)).toBe('Budi · desk-02')
    expect(partyName(aParty({ kind: 'desk', desk_id: 'desk-02', user_name: 'Budi' }), none, 'desk-02')).toBe('Anda')
    expect(partyName(aParty(), none, null)).toBe('Pihak lain')
  })
  it('of who has a call that was given to an outside party: that party', () => {
    expect(holderOf(aCall({ desk_id: null, user_name: null, parties: [aParty({ name: 'PSC 119' })] }), none)).toBe('PSC 119')
  })
  it('of a withheld number', () => {
    expect(callNumber({ number: '', withheld: true })).toBe('Nomor disembunyikan')
  })
})
