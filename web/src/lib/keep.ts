/** localStorage that never throws: a full or forbidden store must not stop a call. */

/** There is none outside of a browser (unit tests). */
const there = typeof localStorage !== 'undefined'

export function keep(key: string, value: unknown): void {
  if (!there) return
  try {
    localStorage.setItem(`tanggap.${key}`, JSON.stringify(value))
  } catch (error) {
    console.warn('storage.refused', key, error)
  }
}

export function kept<T>(key: string, otherwise: T): T {
  if (!there) return otherwise
  try {
    const text = localStorage.getItem(`tanggap.${key}`)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch (error) {
    console.warn('storage.unreadable', key, error)
    return otherwise
  }
}

export function drop(key: string): void {
  if (!there) return
  try {
    localStorage.removeItem(`tanggap.${key}`)
  } catch (error) {
    console.warn('storage.refused', key, error)
  }
}
