/** Taking a call to this desk: one that is parked, or a colleague's. */
import type { CallView } from '../lib/types'
import { live } from '../live/channel.svelte'
import { line } from '../phone/line.svelte'
import { phone } from '../phone/phone.svelte'
import { t } from '../texts'
import { control } from './control.svelte'

/** Why this desk cannot take a call now; '' when it can. */
export function whyNotTake(): string {
  if (live.state !== 'live') return t('phone.needdata')
  if (!phone.desk || line.state !== 'registered') return t('parked.take.nodesk')
  return phone.inCall || phone.ringing ? t('parked.take.busy') : ''
}

export async function take(call: CallView): Promise<void> {
  if (!whyNotTake()) await control.ask(call, 'take')
}
