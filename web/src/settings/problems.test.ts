import { describe, expect, it } from 'vitest'
import { ApiError } from '../lib/http'
import { inOurWords, problemsOf } from './problems'

const known = ['ring_seconds', 'outside', 'host', 'name']
const refused = (fields: Record<string, unknown>): ApiError => new ApiError(422, 'invalid', 'Salah.', fields, 'Wrong.')

describe('what the API refused', () => {
  it('stands beside its field, in our words', () => {
    expect(problemsOf(refused({ 'body.ring_seconds': 'Input should be greater than or equal to 5' }), known)).toEqual({ ring_seconds: 'Paling sedikit 5.' })
  })
  it('finds the row of a list', () => {
    expect(problemsOf(refused({ 'body.outside.1.number': 'Value error, Bukan nomor.' }), known)).toEqual({ 'outside.1.number': 'Bukan nomor.' })
  })
  it('reads the field that a refusal names', () => {
    expect(problemsOf(refused({ field: 'host' }), known)).toEqual({ host: 'Salah.' })
    expect(problemsOf(refused({ field: 'outside.2.number' }), known)).toEqual({ 'outside.2.number': 'Salah.' })
    expect(problemsOf(refused({ name: 'host' }), known)).toEqual({ host: 'Salah.' })
    expect(problemsOf(refused({ name: 'Telkom' }), known)).toEqual({ name: 'Salah.' })
  })
  it('is nobody\'s field when it names none', () => {
    expect(problemsOf(refused({ retry_after_s: 2 }), known)).toEqual({})
    expect(problemsOf(new Error('x'), known)).toEqual({})
  })
  it('keeps a sentence it does not know', () => expect(inOurWords('Nomor ini sudah dipakai.')).toBe('Nomor ini sudah dipakai.'))
})
