import { HIDDEN_SUM } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'

type Kind = Exclude<keyof typeof text.window.veil, 'hint'>

/** Members that hold a name of the user's own, wherever they are. */
const names: Readonly<Record<string, Kind>> = {
  label: 'key',
  keyLabel: 'key',
  asking: 'key',
  knownAs: 'key',
  organization: 'organization',
  note: 'note',
  brings: 'note',
  tags: 'tag',
  tag: 'tag',
  folder: 'folder',
  last_folder: 'folder',
  profile: 'profile',
}
/** Members that mean a name only within another. */
const within: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  profiles: { name: 'profile' },
  recent_folders: { path: 'folder' },
}
/** What the two sides know each other's things by; no name is ever put in their place. */
const marks = new Set(
  'id keyId key providerId provider providerOrder keyOrder order sharedWith launch sessionId session request model'.split(
    ' ',
  ),
)
/** Sums of money, and where a word that means others as well means one. */
const sums = new Set(['micros', 'usd', 'amount'])
const sumsWithin: Readonly<Record<string, readonly string[]>> = { spent: ['today', 'total'] }

/** A path that names whose computer it is. */
const HOME = /(?:\/(?:home|Users)\/[^\s/'",;:]+|\/root|[A-Za-z]:\\Users\\[^\s\\'",;:]+|~)(?:[\\/][^\s'",;:()]*)?/g
const MONEY = /\$\d[\d,.]*\d|\$\d/g
/** No keyboard types it between a word and a number, so nobody's own name is taken for a stand-in. */
const GLUE = '\u00a0'

/** Puts stand-ins in the place of what is private, and the real words back into what is sent. */
export interface Veil {
  over<T>(value: T): T
  under<T>(value: T): T
}

/**
 * Whatever comes from the main process passes here while private things are hidden, so that no part of the window can
 * show what it was never given. A name keeps its stand-in for as long as the window is open.
 */
export function createVeil(): Veil {
  const words = text.window.veil
  const standIns = new Map<string, string>()
  const real = new Map<string, string>()
  const counts = new Map<Kind, number>()
  let known = /(?!)/g

  function standIn(kind: Kind, name: string): string {
    if (name === '' || real.has(name)) return name
    const before = standIns.get(`${kind} ${name}`)
    if (before !== undefined) return before
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const word = words[kind] + GLUE + count
    standIns.set(`${kind} ${name}`, word)
    real.set(word, name)
    const all = [...new Set(real.values())].sort((a, b) => b.length - a.length).map(escaped)
    known = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${all.join('|')})(?![\\p{L}\\p{N}_-])`, 'gu')
    return word
  }

  const anyStandIn = (name: string) => [...real].find(([, own]) => own === name)?.[0] ?? name

  /** A sentence: names and paths may stand anywhere in it. */
  const sentence = (said: string): string =>
    said
      .replace(/\s/.test(said) ? known : /(?!)/g, anyStandIn)
      .replace(HOME, (path) => standIn('path', path))
      .replace(MONEY, () => HIDDEN_SUM)

  const kindOf = (member: string, around: string): Kind | undefined => within[around]?.[member] ?? names[member]

  /** Every name in it, first: a sentence may speak of one that comes after it. */
  function learn(value: unknown, member: string, around: string): void {
    if (Array.isArray(value)) for (const one of value) learn(one, member, around)
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of membersOf(value)) learn(part, name, member)
    else if (typeof value === 'string') {
      const kind = kindOf(member, around)
      if (kind !== undefined) standIn(kind, value)
    }
  }

  function hide(value: unknown, member: string, around: string): unknown {
    if (Array.isArray(value)) return value.map((one) => hide(one, member, around))
    if (typeof value === 'object' && value !== null) {
      const hidden = membersOf(value).map(([name, part]) => [name, hide(part, name, member)])
      return { ...value, ...Object.fromEntries(hidden) }
    }
    if (typeof value === 'number') return sums.has(member) || sumsWithin[around]?.includes(member) ? Number.NaN : value
    if (typeof value !== 'string' || value === '' || marks.has(member)) return value
    if (member === 'hint') return words.hint
    const kind = kindOf(member, around)
    return kind === undefined ? sentence(value) : standIn(kind, value)
  }

  function under(value: unknown): unknown {
    if (typeof value === 'string') return real.get(value) ?? value
    if (Array.isArray(value)) return value.map(under)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, under(part)]))
  }

  return {
    over<T>(value: T): T {
      learn(value, '', '')
      return hide(value, '', '') as T
    },
    under: <T>(value: T) => under(value) as T,
  }
}

/** Where no key was lent, the label is the provider's name. */
const membersOf = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([name]) => !(name === 'label' && 'keyId' in value && value.keyId === null))

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
