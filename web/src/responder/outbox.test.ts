import { describe, expect, it } from 'vitest'
import { Outbox } from './outbox'

function memory() {
  const map = new Map<string, unknown>()
  return {
    keep: (key: string, value: unknown) => { map.set(key, value) },
    kept: <T>(key: string, otherwise: T): T => (map.has(key) ? (map.get(key) as T) : otherwise),
    drop: (key: string) => { map.delete(key) },
  }
}

describe('the outbox of a responder', () => {
  it('keeps steps in order until signal comes, and sends each once', async () => {
    const box = new Outbox('t', memory())
    box.add({ id: 'x', status: 'acknowledged', at: '1' })
    box.add({ id: 'x', status: 'en_route', at: '2' })
    box.add({ id: 'x', status: 'en_route', at: '3' })
    await box.send(() => Promise.resolve('later'))
    expect(box.steps.map((s) => s.status)).toEqual(['acknowledged', 'en_route'])
    const sent: string[] = []
    await box.send((step) => { sent.push(step.status); return Promise.resolve('sent') })
    expect(sent).toEqual(['acknowledged', 'en_route'])
    expect(box.steps).toEqual([])
  })

  it('does not stop for ever at a step that the server refuses', async () => {
    const box = new Outbox('t', memory())
    box.add({ id: 'x', status: 'acknowledged', at: '1' })
    box.add({ id: 'x', status: 'en_route', at: '2' })
    await box.send((step) => Promise.resolve(step.status === 'acknowledged' ? 'refused' : 'sent'))
    expect(box.steps).toEqual([])
  })
})
