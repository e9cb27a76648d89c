/** What a question card makes of its answers: the same rules as cad/protocols/rules.py, held to it by web/src/protocols/walks.json. */
import type { Priority } from '../lib/types'
import type { CardAnswer, CardQuestion, Instruction, Protocol } from '../lib/types.protocols'

export const UNKNOWN = 'unknown'
const END = 'end'
export type Answers = Record<string, string>
export interface Reason { question: CardQuestion; answer: CardAnswer; priority: number }

/** A finite number as typed, comma or point; null when it is none. */
export function readFigure(value: string): number | null {
  const text = value.trim().replace(',', '.')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

export function answerOf(question: CardQuestion, value: string | undefined): CardAnswer | undefined {
  if (value === undefined || value === UNKNOWN) return undefined
  if (question.kind !== 'number') return question.answers?.find((a) => a.value === value)
  const number = readFigure(value)
  if (number === null) return undefined
  return question.answers?.find((a) => (a.at_least == null || number >= a.at_least) && (a.at_most == null || number <= a.at_most))
}

/** The questions in the order they come up, each once. */
export function path(card: CardQuestion[], answers: Answers): CardQuestion[] {
  const way: CardQuestion[] = []
  let at = card[0]
  while (at && !way.includes(at)) {
    way.push(at)
    const here: CardQuestion = at
    const told: string = answerOf(here, answers[here.id])?.next || here.next || ''
    at = told === END ? undefined : told ? card.find((q) => q.id === told) : card[card.indexOf(here) + 1]
  }
  return way
}

export const nextQuestions = (card: CardQuestion[], answers: Answers): CardQuestion[] => path(card, answers).filter((q) => !(q.id in answers))

function given(card: CardQuestion[], answers: Answers): Reason[] {
  return path(card, answers).flatMap((question) => {
    const answer = answerOf(question, answers[question.id])
    return answer ? [{ question, answer, priority: answer.priority ?? 0 }] : []
  })
}

/** The most urgent of what the answers speak for, with those that do. */
export function priorityAfter(card: CardQuestion[], answers: Answers, base: Priority): { priority: Priority; reasons: Reason[] } {
  const named = given(card, answers).filter((r) => r.priority >= 1 && r.priority <= 4)
  if (!named.length) return { priority: base, reasons: [] }
  const priority = Math.min(...named.map((r) => r.priority)) as Priority
  return { priority, reasons: named.filter((r) => r.priority === priority) }
}

export function typeSuggested(card: CardQuestion[], answers: Answers): Reason | undefined {
  return given(card, answers).filter((r) => r.answer.type_code).at(-1)
}

export function instructionsFor(protocol: Protocol, answers: Answers): Instruction[] {
  const chosen = new Map(given(protocol.questions ?? [], answers).map((r) => [r.question.id, r.answer.value]))
  return (protocol.instructions ?? []).filter((one) => !one.question || (one.values ?? []).includes(chosen.get(one.question) ?? ''))
}
