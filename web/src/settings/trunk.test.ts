import { describe, expect, it } from 'vitest'
import { bodyOf, isHost, isPeer, linesOf, NEW_TRUNK, portFor, problemsIn } from './trunk'
import { deletesMore, deletion, problemsIn as ruleProblems, readRules } from './rules'
import { sectionsOf } from './sections'

const say = (key: string): string => key
const sound = { ...NEW_TRUNK, name: 'Telkom', host: '203.0.113.10' }

describe('a trunk', () => {
  it('knows hosts and networks from mistakes', () => {
    expect(['203.0.113.10', 'sip.telkom.co.id', '2001:db8::1', 'pbx'].every(isHost)).toBe(true)
    expect(['', 'sip:telkom', '300.1.1.1', 'a b', '-x'].some(isHost)).toBe(false)
    expect(['203.0.113.0/29', '10.0.0.1', '2001:db8::/32'].every(isPeer)).toBe(true)
    expect(['203.0.113.0/33', '10.0.0.1/2/3', 'x/8', '0.0.0.0/0'].some(isPeer)).toBe(false)
  })
  it('the port goes with the transport until somebody wrote another one', () => {
    expect(portFor('tls', 5060)).toBe(5061)
    expect(portFor('udp', 5061)).toBe(5060)
    expect(portFor('tls', 5080)).toBe(5080)
  })
  it('a secret that was not typed is not sent for a known trunk', () => {
    expect('secret' in bodyOf(sound, true)).toBe(false)
    expect(bodyOf(sound, false).secret).toBe('')
    expect(bodyOf({ ...sound, secret: 'x' }, true).secret).toBe('x')
  })
  it('registering needs a name, and a password the first time', () => {
    expect(Object.keys(problemsIn({ ...sound, registers: true }, [], false, say))).toEqual(['username', 'secret'])
    expect(Object.keys(problemsIn({ ...sound, registers: true, username: 'u' }, [], true, say))).toEqual([])
    expect(problemsIn(sound, ['Telkom'], false, say)).toEqual({ name: 'set.bad.twice' })
  })
  it('lines are read however they are parted', () => expect(linesOf('10.0.0.1, 10.0.0.2\n\n10.0.0.3;')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']))
})

describe('rules for recordings', () => {
  const now = Date.parse('2026-11-21T10:00:00Z')
  it('say when what goes', () => {
    expect(new Date(deletion(90, now)?.before ?? 0).toISOString().slice(0, 10)).toBe('2026-08-23')
    expect(new Date(deletion(90, now)?.todays ?? 0).toISOString().slice(0, 10)).toBe('2027-02-19')
    expect(deletion(0, now)).toBeNull()
  })
  it('only fewer days delete more', () => {
    const rules = readRules({ keep_days: 365 })
    expect(deletesMore(rules, { ...rules, keep_days: 90 })).toBe(true)
    expect(deletesMore(rules, { ...rules, keep_days: 400 })).toBe(false)
    expect(deletesMore(rules, { ...rules, keep_days: 0 })).toBe(false)
    expect(deletesMore({ ...rules, keep_days: 0 }, rules)).toBe(true)
  })
  it('a second place needs its address, and time to be used', () => {
    const rules = readRules({ keep_days: 20, away_after_d: 30, away_kind: 'folder', away_folder: 'x' })
    expect(ruleProblems(rules, say)).toEqual({ away_folder: 'rule.bad.folder', away_after_d: 'rule.bad.awaylate' })
    expect(Object.keys(ruleProblems({ ...rules, keep_days: 0, away_kind: 's3' }, say))).toEqual(['s3_endpoint', 's3_bucket', 's3_key', 's3_secret'])
  })
})

describe('who may set what', () => {
  it('a supervisor the queue, nuisance and voices; an administrator all; an auditor the access trail; others nothing', () => {
    expect(sectionsOf(['supervisor'])).toEqual(expect.arrayContaining(['queue', 'types', 'nuisance', 'voices']))
    for (const his of ['trunks', 'recordings'] as const) expect([sectionsOf(['supervisor']).includes(his), sectionsOf(['administrator']).includes(his)]).toEqual([false, true])
    expect(sectionsOf(['dispatcher'])).toEqual([])
    expect(sectionsOf(['auditor'])).toEqual(['looks'])
  })
})
