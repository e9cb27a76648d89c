/** Two people in one form: what I typed, what they saved meanwhile, and what it stood at before. Pure. */

export type Fields = Record<string, unknown>

/** Compared as it would be sent: the order of names says nothing, the order of a list does. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => same((a as Fields)[name], (b as Fields)[name]))
}

export function changedFields<T extends object>(base: T, mine: T): (keyof T & string)[] {
  return (Object.keys(mine) as (keyof T & string)[]).filter((name) => name !== 'version' && !same(base[name], mine[name]))
}

export interface Merged<T> {
  /** Theirs, with what I changed on top. */
  value: T
  /** Both changed it, each to something else: a person has to choose. */
  clashes: (keyof T & string)[]
  /** They changed it, I did not: taken over, and said so. */
  taken: (keyof T & string)[]
}

export function merge<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const value = { ...theirs }
  const changed = changedFields(base, mine)
  for (const name of changed) value[name] = mine[name]
  const moved = changedFields(base, theirs)
  return {
    value,
    clashes: changed.filter((name) => moved.includes(name) && !same(mine[name], theirs[name])),
    taken: moved.filter((name) => !changed.includes(name)),
  }
}
