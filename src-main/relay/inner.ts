import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { isLoopback } from '../../src-shared/config/schema.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'

/** RFC 6890: nobody's, this link's (with the address at which clouds tell a machine its own credentials), everybody's. */
const nowhere = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::/32',
])
const loopback = listOf(['127.0.0.0/8', '::1/128'])
const house = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'])

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Hosts of vendors, which are on the internet whatever a name server says. */
const vendors = new Set(
  Object.values(presets)
    .flatMap(({ addresses }) => addresses.map((address) => new URL(address).hostname))
    .filter((host) => !isLoopback(host)),
)

/**
 * Whether a connection for `host` may go to this address. This computer only by a name that is always its own; inside
 * the house not for a vendor; to where a machine is told its own credentials never. A mapped IPv6 address (RFC 4291,
 * 2.5.5.2) counts as the one inside it.
 */
export function mayReach(host: string, address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (nowhere.check(address, family)) return false
  if (loopback.check(address, family)) return isLoopback(bare)
  return isLoopback(bare) ? false : !(house.check(address, family) && vendors.has(bare))
}

/** It leads inside; nothing was sent. */
export const INSIDE = 'CC_RELAY_INSIDE'

const insideError = (host: string): Error =>
  Object.assign(new Error(`${host} leads to an address inside this computer or network`), { code: INSIDE })

/**
 * Looks a name up once and answers with what it found, so that what was checked is what is connected to. One address
 * inside is enough to refuse all of them.
 */
export const guardedLookup =
  (resolve: typeof systemLookup = systemLookup): LookupFunction =>
  (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      const [first] = error ? [] : found
      if (error || !first) return callback(error ?? insideError(host), '', 0)
      if (!found.every(({ address }) => mayReach(host, address))) return callback(insideError(host), '', 0)
      if (options.all) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }

/** As undici's own, for a connection that may go where it goes. */
export function guardedConnector(
  options: buildConnector.BuildOptions = {},
  lookup: LookupFunction = guardedLookup(),
): buildConnector.connector {
  const open = buildConnector({ ...options, lookup })
  return (asked, callback) => {
    // A literal is not looked up.
    const bare = asked.hostname.replace(/^\[|\]$/g, '')
    if (isIP(bare) !== 0 && !mayReach(asked.hostname, bare)) return callback(insideError(asked.hostname), null)
    return open(asked, callback)
  }
}
