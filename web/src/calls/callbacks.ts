/** Which of the callers who gave up is called back next. Pure. */
import type { AbandonedView } from '../lib/types'

export const callable = (row: AbandonedView): boolean => row.state === 'open' && !row.withheld && row.number !== '' && !row.on_the_line

/** The latest whom nobody is calling, those tried least first. */
export function nextToCall(rows: AbandonedView[]): AbandonedView | undefined {
  return rows.filter(callable).sort((a, b) => a.attempts - b.attempts || b.last_at.localeCompare(a.last_at))[0]
}
