import type { IntakeRow } from '../../../src-shared/ipc/intake.ts'
import { text } from '../../../src-shared/text/text.ts'
import { baseUrlOf, originOf } from '../../config/derive.ts'
import type { LiveConfig, LiveProvider } from '../../config/source.ts'
import type { Found } from '../../intake/found.ts'
import { ownWords } from '../../intake/key-own.ts'
import { sameAddress } from '../../intake/whose.ts'
import { hintOf } from '../../secrets/secret.ts'
import { knownAs } from './new-key.ts'
import type { Rooms } from './rooms.ts'

/** What a window may see of what was found: each with a name of its own, and whether it is here already. */
export async function rowsOf(rooms: Rooms, found: readonly Found[]): Promise<IntakeRow[]> {
  const taken = new Set(rooms.derived().keys.map(({ label }) => label))
  const rows: IntakeRow[] = []
  for (const [at, it] of found.entries()) {
    const { secret, type, why, models, mapping } = it
    const home = homeOf(rooms, it)
    const baseUrl = home === null ? it.baseUrl : ownAddress(rooms, home)
    const kind = type === null ? null : rooms.kinds[type]
    const brings = ownWords(it.own ?? {})
    const label = freeLabel(it.name || placeName(it, home) || kind?.name || text.intake.nameless, taken)
    taken.add(label)
    rows.push({
      ...{ id: String(at), label, type, provider: home?.name ?? null, baseUrl, why },
      ...{ models: [...models], mapping: { ...mapping } },
      ...(brings !== '' && { brings }),
      hint: secret === null ? '' : hintOf(secret.reveal()),
      hasSecret: secret !== null,
      knownAs: await knownSomewhere(rooms, { ...it, baseUrl }),
      testable: kind !== null && (baseUrl === null || isInUse(rooms, baseUrl)),
    })
  }
  return rows
}

/** What a provider is called that is not simply the one of its type; empty: it is. */
function placeName({ type, baseUrl, provider }: Found, home: LiveProvider | null): string {
  if (home !== null) return home.name === type ? '' : home.name
  return baseUrl === null ? '' : provider || new URL(baseUrl).host.slice(0, 60)
}

/** `work`, `work 2`, … */
function freeLabel(name: string, taken: ReadonlySet<string>): string {
  let label = name
  for (let n = 2; taken.has(label); n++) label = `${name.slice(0, 54)} ${n}`
  return label
}

const config = (rooms: Rooms): LiveConfig => rooms.live().source.current()

/** The provider here that this is for: the one at its address, else the first of its kind. `null`: there is none. */
function homeOf(rooms: Rooms, { type, baseUrl }: Found): LiveProvider | null {
  const same = config(rooms).providers.filter((it) => it.type === type)
  const address = baseUrl ?? (type === null ? '' : rooms.kinds[type].baseUrl)
  const there = same.find((it) => sameAddress(baseUrlOf(it, rooms.kinds), address))
  return there ?? (baseUrl === null ? (same[0] ?? null) : null)
}

/** Of a provider that is not at its type's own. */
function ownAddress(rooms: Rooms, provider: LiveProvider): string | null {
  const address = baseUrlOf(provider, rooms.kinds)
  return sameAddress(address, rooms.kinds[provider.type].baseUrl) ? null : address
}

function isInUse(rooms: Rooms, baseUrl: string): boolean {
  const { origin } = new URL(baseUrl)
  return config(rooms).providers.some((it) => originOf(it, rooms.kinds) === origin)
}

async function knownSomewhere(rooms: Rooms, { secret, type, baseUrl }: Found): Promise<string | null> {
  const address = baseUrl ?? (type === null ? null : rooms.kinds[type].baseUrl)
  for (const provider of config(rooms).providers) {
    if (address !== null && originOf(provider, rooms.kinds) !== new URL(address).origin) continue
    if (secret === null) {
      if (provider.type === type && baseUrlOf(provider, rooms.kinds) === address) return provider.name
      continue
    }
    const known = await knownAs(rooms, provider, secret)
    if (known !== null) return known
  }
  return null
}
