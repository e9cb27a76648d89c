import { describe, expect, it } from 'vitest'
import { age, calendarDay, clockTime, distance, duration, phoneNumber, shortTime, zoneName } from './format'

const at = '2026-11-21T07:32:07Z'
const now = Date.parse(at)

describe('ages', () => {
  it('count up in minutes and hours', () => {
    expect(age(at, now + 14_000)).toBe('0:14')
    expect(age(at, now + 192_000)).toBe('3:12')
    expect(age(at, now + 3_727_000)).toBe('1:02:07')
    expect(duration(200_000)).toBe('2 d')
  })
  it('are never negative when clocks differ', () => expect(age(at, now - 4000)).toBe('0:00'))
  it('are empty without a start', () => expect(age(null, now)).toBe(''))
})

describe('times', () => {
  it('are told in the center\'s zone', () => {
    expect(clockTime(at, 'Asia/Jakarta')).toBe('14:32:07')
    expect(clockTime(at, 'Asia/Jayapura', false)).toBe('16:32')
    expect(calendarDay(at, 'Asia/Jakarta')).toBe('2026-11-21')
    expect(zoneName('Asia/Jakarta')).toBe('WIB')
    expect(zoneName('Asia/Makassar')).toBe('WITA')
  })
  it('name the day when it is another one', () => {
    expect(shortTime(at, 'Asia/Jakarta', now)).toBe('14:32:07')
    expect(shortTime(at, 'Asia/Jakarta', now + 86_400_000)).toBe('11-21 14:32')
  })
})

describe('numbers', () => {
  it('are grouped for reading aloud', () => {
    expect(phoneNumber('081234567890')).toBe('0812-3456-7890')
    expect(phoneNumber('+6281234567890')).toBe('0812-3456-7890')
  })
  it('keep the area code of a landline apart', () => {
    expect(phoneNumber('075282112')).toBe('0752-82112')
    expect(phoneNumber('0215550112')).toBe('021-5550112')
  })
  it('stay masked when the API masks them', () => expect(phoneNumber('0812****890')).toBe('0812****890'))
  it('leave short codes alone', () => expect(phoneNumber('112')).toBe('112'))
})

describe('distances', () => {
  it('say metres when near and kilometres when far', () => {
    expect(distance(423)).toBe('420 m')
    expect(distance(2340)).toBe('2,3 km')
    expect(distance(2340, 'en')).toBe('2.3 km')
    expect(distance(null)).toBe('–')
  })
})
