/** A line to the operators: what is typed in its dialog, and what stands wrong in it. Pure. */
import type { TrunkView } from '../lib/types'
import type { Problems } from './problems'
import type { SettingsKey } from './words'

export type TrunkFields = Pick<TrunkView, 'name' | 'host' | 'port' | 'transport' | 'username' | 'registers' | 'srtp' | 'priority' | 'enabled' | 'peers'> & { secret: string }

export type Trunk = TrunkView & { has_secret?: boolean }

export const NEW_TRUNK: TrunkFields = {
  name: '', host: '', port: 5060, transport: 'udp', username: '', secret: '', registers: false, srtp: 'optional', priority: 10, enabled: true, peers: [],
}

export function fieldsOf(trunk: TrunkView): TrunkFields {
  const { name, host, port, transport, username, registers, srtp, priority, enabled, peers } = trunk
  return { name, host, port, transport, username, registers, srtp, priority, enabled, peers: [...peers], secret: '' }
}

/** An empty secret of a known trunk is left out, and so stays as it is: it was never shown. */
export function bodyOf(fields: TrunkFields, known: boolean): Record<string, unknown> {
  const { secret, ...rest } = fields
  const body = { ...rest, name: rest.name.trim(), host: rest.host.trim(), username: rest.username.trim() }
  return known && !secret ? body : { ...body, secret }
}

/** The usual port goes with the transport, as long as nobody wrote another one. */
export function portFor(transport: TrunkView['transport'], port: number): number {
  if (transport === 'tls' && port === 5060) return 5061
  return transport !== 'tls' && port === 5061 ? 5060 : port
}

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
const V4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/
const V6 = /^(?=.*:.*:)[0-9a-f:.]{2,45}$/i

export const isAddress = (text: string): boolean => V4.test(text) || V6.test(text)
export const isHost = (text: string): boolean => isAddress(text) || (HOST.test(text) && !/^[\d.]+$/.test(text))

/** `10.0.0.0/24`, an address or a name: who may call in over this line. */
export function isPeer(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  if (more.length) return false
  if (bits === undefined) return isHost(address)
  return isAddress(address) && /^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (address.includes(':') ? 128 : 32)
}

/** `kept`: a secret is there already. */
export function problemsIn(fields: TrunkFields, others: readonly string[], kept: boolean, say: (key: SettingsKey, values?: Record<string, string | number>) => string): Problems {
  const found: Problems = {}
  if (!fields.name.trim()) found.name = say('set.bad.name')
  else if (others.includes(fields.name.trim())) found.name = say('set.bad.twice')
  if (!isHost(fields.host.trim())) found.host = say('trunk.bad.host')
  if (!Number.isInteger(fields.port) || fields.port < 1 || fields.port > 65535) found.port = say('set.bad.range', { least: 1, most: 65535 })
  if (!Number.isInteger(fields.priority) || fields.priority < 0 || fields.priority > 999) found.priority = say('set.bad.range', { least: 0, most: 999 })
  if (fields.registers && !fields.username.trim()) found.username = say('trunk.bad.username')
  if (fields.registers && !kept && !fields.secret) found.secret = say('trunk.bad.secret')
  const wrong = fields.peers.find((peer) => !isPeer(peer))
  if (wrong) found.peers = say('trunk.bad.peer', { peer: wrong })
  return found
}

export const linesOf = (text: string): string[] => text.split(/[\s,;]+/).map((line) => line.trim()).filter(Boolean)
