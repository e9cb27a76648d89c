import type { Iso } from './types'

export interface WhereView {
  kelurahan_code: string
  kelurahan: string
  kecamatan: string
  city: string
  near_border: boolean
  other: string
  border_m: number | null
  response_areas: Record<string, string>
  unsure: string[]
  method: 'polygon' | 'nearest_point' | ''
}

export interface PlaceHit {
  kind: string
  name: string
  detail: string
  lat: number
  lon: number
  score: number
  source: string
  where: WhereView
}

export interface Counts { new: number; changed: number; removed: number; same: number }
export interface TableChange extends Counts { table: string; examples: Record<'new' | 'changed' | 'removed', string[]> }
export interface ImportPreview {
  kind: string
  sha256: string
  problem_count: number
  problems: { line: number; sentence: string; sentence_en: string }[]
  tables: TableChange[]
}
export interface ImportView {
  id: string
  kind: string
  file_name: string
  taken_at: Iso
  taken_by: string | null
  summary: { counts?: Record<string, Counts> }
  taken_back_at: Iso | null
  can_take_back: boolean
}
