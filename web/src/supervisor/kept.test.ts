import { describe, expect, it } from 'vitest'
import type { RecordingView } from '../lib/types'
import { isMarked, isOneSided, suffix } from './kept'

const row = (over: Partial<RecordingView>): RecordingView => ({
  id: 'r', call_id: 'c', number: '', user_name: null, incident_id: null, incident_number: null, started_at: '', duration_s: 1, state: 'ready', note: '', bytes: 1, sha256: '', plays: 0, format: 'wav', away: false, keep_until: null, ...over,
})

describe('a recording', () => {
  it('with one silent side wants a look though its file is sound', () => {
    expect(isOneSided(row({ note: 'silent_desk' }))).toBe(true)
    expect(isMarked(row({ note: 'silent_caller' }))).toBe(true)
  })
  it('that is damaged or missing is marked, a sound one is not', () => {
    expect(isMarked(row({ state: 'damaged' }))).toBe(true)
    expect(isMarked(row({ state: 'missing' }))).toBe(true)
    expect(isMarked(row({}))).toBe(false)
  })
  it('is downloaded under the ending of what is kept', () => {
    expect(suffix(row({ format: 'opus' }))).toBe('ogg')
    expect(suffix(row({}))).toBe('wav')
  })
})
