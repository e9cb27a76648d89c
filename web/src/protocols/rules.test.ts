import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Protocol } from '../lib/types.protocols'
import { instructionsFor, nextQuestions, path, priorityAfter, readFigure, typeSuggested } from './rules'

interface Walk { answers: Record<string, string>; open: string[]; priority: number; because: string[]; type: string; say: string[] }
const told = JSON.parse(readFileSync(new URL('./walks.json', import.meta.url), 'utf8')) as { protocol: Protocol; walks: Walk[] }
const card = told.protocol.questions ?? []

describe('a question card', () => {
  for (const walk of told.walks) {
    it(`goes as written by hand: ${JSON.stringify(walk.answers)}`, () => {
      const advice = priorityAfter(card, walk.answers, told.protocol.priority)
      expect(nextQuestions(card, walk.answers).map((q) => q.id)).toEqual(walk.open)
      expect([advice.priority, advice.reasons.map((r) => r.question.id)]).toEqual([walk.priority, walk.because])
      expect(typeSuggested(card, walk.answers)?.answer.type_code ?? '').toBe(walk.type)
      expect(instructionsFor(told.protocol, walk.answers).map((one) => one.id)).toEqual(walk.say)
    })
  }

  it('asks each question once, even of a card that leads round and round', () => {
    const round = [{ id: 'a', text_id: 'a', next: 'b' }, { id: 'b', text_id: 'b', next: 'a' }]
    expect(path(round, {}).map((q) => q.id)).toEqual(['a', 'b'])
  })

  it('reads figures as they are typed', () => {
    expect(['3', ' 2,5 ', '-1', 'tiga', '', '1e999', '0x10'].map(readFigure)).toEqual([3, 2.5, -1, null, null, null, null])
  })
})
