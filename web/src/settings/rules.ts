/** The rules for recordings, in dates that a person can check before saving. Pure. */
import type { RecordingRules } from '../lib/types'
import type { Problems } from './problems'
import type { SettingsKey } from './words'

export type Rules = RecordingRules & { s3_key: string; s3_secret: string; s3_secret_set: boolean }
const DAY_MS = 86_400_000

/** A secret is never told; what is not told is empty, and stays as it is when it is sent so. */
export function readRules(answer: unknown): Rules {
  const given = answer as Partial<Rules>
  return {
    keep_days: given.keep_days ?? 0, compress_after_h: given.compress_after_h ?? 0, away_after_d: given.away_after_d ?? 0, away_kind: given.away_kind ?? '', away_folder: given.away_folder ?? '',
    s3_endpoint: given.s3_endpoint ?? '', s3_bucket: given.s3_bucket ?? '', s3_region: given.s3_region ?? '', s3_key: given.s3_key ?? '', s3_secret: '', s3_secret_set: given.s3_secret_set ?? false,
  }
}

/** What is sent: whether there is a secret is the server's to say. */
export function writeRules({ s3_secret_set: _, ...rules }: Rules): unknown {
  return rules
}

export interface Deletion {
  /** What was recorded before this goes as soon as it is saved. */
  before: number
  /** A recording of today goes on this day. */
  todays: number
}

/** 0 days: for ever. */
export function deletion(keepDays: number, now: number): Deletion | null {
  if (!Number.isInteger(keepDays) || keepDays < 1) return null
  return { before: now - keepDays * DAY_MS, todays: now + keepDays * DAY_MS }
}

/** Fewer days than before: what lies in between is deleted by saving. */
export function deletesMore(before: RecordingRules, after: RecordingRules): boolean {
  return after.keep_days > 0 && (before.keep_days === 0 || after.keep_days < before.keep_days)
}

export function problemsIn(rules: Rules, say: (key: SettingsKey, values?: Record<string, string | number>) => string): Problems {
  const found: Problems = {}
  const within = (name: 'keep_days' | 'compress_after_h' | 'away_after_d', most: number): void => {
    const value = rules[name]
    if (!Number.isInteger(value) || value < 0 || value > most) found[name] = say('set.bad.range', { least: 0, most })
  }
  within('keep_days', 36500)
  within('compress_after_h', 87600)
  if (rules.away_kind) within('away_after_d', 36500)
  if (rules.away_kind === 'folder' && !rules.away_folder.startsWith('/')) found.away_folder = say('rule.bad.folder')
  if (rules.away_kind === 's3') {
    if (!/^https?:\/\/[^\s/]+/.test(rules.s3_endpoint)) found.s3_endpoint = say('rule.bad.endpoint')
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(rules.s3_bucket)) found.s3_bucket = say('rule.bad.bucket')
    if (!rules.s3_key.trim()) found.s3_key = say('set.bad.name')
    if (!rules.s3_secret && !rules.s3_secret_set) found.s3_secret = say('set.bad.name')
  }
  if (rules.away_kind && rules.keep_days > 0 && rules.keep_days <= rules.away_after_d) found.away_after_d ??= say('rule.bad.awaylate')
  return found
}
