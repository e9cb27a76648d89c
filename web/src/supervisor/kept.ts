/** What the API tells of a recording's keeping beyond the common view, and the marks made of it. Pure. */
import type { RecordingView } from '../lib/types'

export interface Kept {
  locked?: boolean
  locked_because?: '' | 'incident' | 'supervisor'
  lock_reason?: string
  locked_by?: string | null
  removed_at?: string | null
}

/** Heard on one side only: nothing is broken in the file, but somebody was not heard. */
export const isOneSided = (row: RecordingView): boolean => row.note === 'silent_caller' || row.note === 'silent_desk'

/** Wants a look: broken, gone though it should be there, or one-sided. */
export function isMarked(row: RecordingView & Kept): boolean {
  return row.state === 'damaged' || row.state === 'missing' || isOneSided(row)
}

/** `.wav` or `.ogg`, as what is kept now is sent. */
export const suffix = (row: Pick<RecordingView, 'format'>): string => (row.format === 'opus' ? 'ogg' : 'wav')
