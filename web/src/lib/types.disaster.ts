import type { Iso } from './types'

export interface DisasterView { on: boolean; reason: string; began_at: Iso | null; began_by: string | null; ended_at: Iso | null; ended_by: string | null }
export interface BlockView { id: string; holder: string; first: number; last: number; reserved_at: Iso | null; reserved_by: string | null; used: number[] }
export interface SnapshotView { name: string; at: Iso; age_s: number; stale: boolean }
