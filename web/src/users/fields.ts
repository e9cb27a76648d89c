/** What a user's form holds, and what of it belongs to the chosen role; the API decides again. */
import type { Role } from '../lib/types'
import type { ManagedUser } from '../lib/types.users'

export const ROLES: Role[] = ['dispatcher', 'agency_dispatcher', 'responder', 'supervisor', 'administrator', 'auditor']

export interface UserFields { username: string; name: string; role: Role; agency_id: string; unit_id: string; areas: string[] }

export const NEW_USER: UserFields = { username: '', name: '', role: 'dispatcher', agency_id: '', unit_id: '', areas: [] }

export const fieldsOf = (user: ManagedUser): UserFields =>
  ({ username: user.username, name: user.name, role: user.role, agency_id: user.agency_id ?? '', unit_id: user.unit_id ?? '', areas: user.areas })

/** The body of the request: only what the role has. */
export function bodyOf(fields: UserFields, isNew: boolean): Record<string, unknown> {
  return {
    ...(isNew ? { username: fields.username.trim() } : {}),
    name: fields.name.trim(),
    role: fields.role,
    agency_id: fields.role === 'agency_dispatcher' && fields.agency_id ? fields.agency_id : null,
    unit_id: fields.role === 'responder' && fields.unit_id ? fields.unit_id : null,
    areas: fields.role === 'responder' ? [] : fields.areas,
  }
}

/** The names of the fields that still need something. */
export function missing(fields: UserFields, isNew: boolean): (keyof UserFields)[] {
  const found: (keyof UserFields)[] = []
  if (isNew && !/^[a-z0-9][a-z0-9._-]{1,31}$/.test(fields.username.trim())) found.push('username')
  if (!fields.name.trim()) found.push('name')
  if (fields.role === 'agency_dispatcher' && !fields.agency_id) found.push('agency_id')
  if (fields.role === 'responder' && !fields.unit_id) found.push('unit_id')
  return found
}

/** Kecamatan by the code that their kelurahan begin with: `13.74.01` Padang Panjang Timur. */
export function kecamatanOf(kelurahan: readonly { code: string; kecamatan: string }[]): { code: string; name: string }[] {
  const found = new Map(kelurahan.map((k) => [k.code.split('.').slice(0, 3).join('.'), k.kecamatan]))
  return [...found].map(([code, name]) => ({ code, name })).sort((a, b) => a.code.localeCompare(b.code))
}
