/** Times, distances and numbers as people read them. Pure: tests call these with plain values. */

const two = (n: number): string => String(n).padStart(2, '0')

/** `0:14`, `3:12`, `1:02:07`; from two days on `2 d`. Never negative: clocks differ a little. */
export function age(fromIso: string | null | undefined, nowMs: number): string {
  if (!fromIso) return ''
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(fromIso)) / 1000))
  return duration(seconds)
}

export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  if (s >= 172_800) return `${Math.floor(s / 86_400)} d`
  const h = Math.floor(s / 3600)
  const m = Math.floor((s % 3600) / 60)
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`
}

export function secondsSince(fromIso: string | null | undefined, nowMs: number): number {
  return fromIso ? Math.max(0, (nowMs - Date.parse(fromIso)) / 1000) : 0
}

const ZONES: Record<string, string> = { 'Asia/Jakarta': 'WIB', 'Asia/Pontianak': 'WIB', 'Asia/Makassar': 'WITA', 'Asia/Jayapura': 'WIT' }

/** WIB, WITA, WIT; elsewhere the zone's own name. */
export function zoneName(timezone: string): string {
  return ZONES[timezone] ?? timezone.split('/').at(-1) ?? timezone
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatter(timezone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timezone + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { timeZone: timezone || 'Asia/Jakarta', hourCycle: 'h23', ...options })
    formats.set(key, found)
  }
  return found
}

export function clockTime(at: string | number, timezone: string, withSeconds = true): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  if (withSeconds) options.second = '2-digit'
  return formatter(timezone, options).format(new Date(at))
}

export function calendarDay(at: string | number, timezone: string): string {
  return formatter(timezone, { year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(new Date(at)).split('/').reverse().join('-')
}

/** `14:32:07` today, `11-20 14:32` on another day. */
export function shortTime(at: string, timezone: string, nowMs: number): string {
  const day = calendarDay(at, timezone)
  if (day === calendarDay(nowMs, timezone)) return clockTime(at, timezone)
  return `${day.slice(5)} ${clockTime(at, timezone, false)}`
}

export function fullTime(at: string | null | undefined, timezone: string): string {
  return at ? `${calendarDay(at, timezone)} ${clockTime(at, timezone)} ${zoneName(timezone)}` : ''
}

/** 0812-3456-7890. What the API masked (0812-****-890) or is no number stays as it is. */
export function phoneNumber(raw: string): string {
  const compact = raw.replace(/[\s-]/g, '')
  if (!/^\+?\d+$/.test(compact)) return raw
  const local = compact.startsWith('+62') ? `0${compact.slice(3)}` : compact
  if (local.length < 7) return local
  const area = /^0(21|22|24|31|61)/.test(local) ? 3 : 4
  if (local.startsWith('0') && !local.startsWith('08')) return `${local.slice(0, area)}-${local.slice(area)}`
  const groups = [local.slice(0, 4), local.slice(4, 8), local.slice(8)].filter(Boolean)
  return groups.join('-')
}

export function distance(metres: number | null | undefined, lang: 'id' | 'en' = 'id'): string {
  if (metres === null || metres === undefined) return '–'
  if (metres < 950) return `${Math.round(metres / 10) * 10} m`
  const km = (metres / 1000).toFixed(1)
  return `${lang === 'id' ? km.replace('.', ',') : km} km`
}

export function bytes(n: number | null | undefined): string {
  if (!n) return '–'
  return n < 1_000_000 ? `${Math.round(n / 1000)} kB` : `${(n / 1_000_000).toFixed(1)} MB`
}
