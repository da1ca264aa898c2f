import { text } from '../../src-shared/text/text.ts'
import { cleanName } from './clean.ts'
import { type Found, nothing, type Reading, skip, take, together } from './found.ts'
import { isCredential, isPlaceholder, isReference, keysIn } from './tokens.ts'
import { whose } from './whose.ts'

const words = text.intake

/** `NAME=value`, wherever it stood: a line of a shell, a member of a JSON object. */
export interface Variable {
  readonly name: string
  readonly value: string
  /** What it alone is called; empty: as the whole is. */
  readonly title?: string
}

export interface Scope {
  readonly variables: readonly Variable[]
  /** What the whole is called; empty: nothing. */
  readonly title: string
  /** What its provider is called; empty: nothing. */
  readonly provider?: string
  /** In case the scope itself has no address: those of the whole text. */
  readonly around: readonly Variable[]
}

const KEY =
  /^(.*?)_?(API_?KEY|AUTH_?TOKEN|ACCESS_?TOKEN|BEARER_?TOKEN|SECRET_?KEY|API_?TOKEN|TOKEN|SECRET|KEY)((?:_?[0-9A-Z]+)?)$/
const ADDRESS = /^(.*?)_?(BASE_?URL|API_?BASE_?URL|API_?BASE|API_?URL|API_?HOST|ENDPOINT|URL|HOST)((?:_?[0-9A-Z]+)?)$/
/** None of these is a key by itself, and a secret half that is tested somewhere has left this computer. */
const AWS_PART = /^(AWS|AMAZON)_.*(ACCESS_KEY(_ID)?|SESSION_TOKEN|SECURITY_TOKEN)$/
const NAME = /^(LABEL|NAME|TITLE|ALIAS|ACCOUNT)$/
const PLAIN_NAME = /^(API_?)?(KEY|TOKEN|SECRET)(_?VALUE)?$|^API_?KEY$|^AUTH_?TOKEN$/

/** Keys among variables, each with the address and the models that stand beside it. */
export function readVariables({ variables, title, provider = '', around }: Scope): Reading {
  const all = namedIn(variables)
  const others = namedIn(around)
  const whole = cleanName(title || (all.find(({ upper }) => NAME.test(upper))?.value ?? ''))
  return together(
    all.map(({ name, upper, value, title: own = '' }, at) => {
      const label = own || whole
      if (!isKeyHere(upper, value)) return nothing
      const what = cleanName(label === '' || !PLAIN_NAME.test(upper) ? name : label)
      if (value === '') return nothing
      if (isReference(value)) return skip(what, words.reference)
      if (isPlaceholder(value)) return skip(what, words.placeholder)
      if (AWS_PART.test(upper)) return skip(what, words.partOfAws)
      if (!isCredential(value)) return skip(what, words.notAKey)
      const guess = whose({
        secret: value,
        name: PLAIN_NAME.test(upper) ? label : name,
        address: addressFor(upper, at, all) ?? addressFor(upper, -1, others),
        told: toldIn(around),
      })
      if (!guess.ok) return skip(what, guess.why)
      return take(value, {
        ...guess,
        ...rolesIn(all, guess),
        provider,
        name: label === '' ? nameOf(name, upper, guess) : label,
      })
    }),
  )
}

/** Where Claude Code is told to go by these; `null`: nowhere, or not to one place. */
export const toldIn = (variables: readonly Variable[]): string | null =>
  addressFor('ANTHROPIC_API_KEY', -1, namedIn(variables))

/** Whether it holds a key, or is called as if it did. */
export const isKey = ({ name, value }: Variable): boolean => isKeyHere(upperOf(name), value)

interface Named extends Variable {
  readonly upper: string
}

/** Longer than any variable is called. */
const LONGEST = 100

const namedIn = (variables: readonly Variable[]): Named[] =>
  variables.filter(({ name }) => name.length <= LONGEST).map((it) => ({ ...it, upper: upperOf(it.name) }))

/** `apiKey`, `api-key` and `API_KEY` are one name. */
const upperOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()

/** By its name; a value that can only be a key counts wherever it stands. */
function isKeyHere(upper: string, value: string): boolean {
  if (ADDRESS.test(upper) && /^https?:/i.test(value)) return false
  return KEY.test(upper) || (keysIn(value)[0] === value && !/_ID$|HASH|MODEL/.test(upper))
}

/** The one before it, or the one after where keys come first; with the same beginning and, if it has one, end. */
function addressFor(upper: string, at: number, all: readonly Named[]): string | null {
  const [, stem = '', , end = ''] = KEY.exec(upper) ?? []
  const fits = all.flatMap(({ upper: other, value }, place) => {
    const [, otherStem, , otherEnd] = ADDRESS.exec(other) ?? []
    return otherStem === stem && (otherEnd === end || otherEnd === '') && /^https?:\/\//i.test(value)
      ? [{ place, value, exact: otherEnd === end }]
      : []
  })
  const exact = fits.filter((it) => it.exact)
  const those = exact.length > 0 ? exact : fits
  if (at < 0) return new Set(those.map(({ value }) => value)).size === 1 ? (those[0]?.value ?? null) : null
  const first = all.findIndex((it) => KEY.test(it.upper) && KEY.exec(it.upper)?.[1] === stem)
  const addressesFirst = (those[0]?.place ?? Number.POSITIVE_INFINITY) < first
  const before = those.findLast(({ place }) => place < at)
  const after = those.find(({ place }) => place > at)
  return ((addressesFirst ? (before ?? after) : (after ?? before)) ?? null)?.value ?? null
}

const ROLES = { OPUS: 'opus', SONNET: 'sonnet', HAIKU: 'haiku' } as const

/** What Claude Code's own variables make of the roles. At Anthropic itself they are a whim, not a mapping. */
function rolesIn(
  all: readonly Named[],
  { type, baseUrl }: Pick<Found, 'type' | 'baseUrl'>,
): Pick<Found, 'models' | 'mapping'> {
  const mapping: Record<string, string> = {}
  if (type === 'anthropic' && baseUrl === null) return { models: [], mapping }
  const of = (name: string) => cleanName(all.find(({ upper }) => upper === name)?.value ?? '', 200)
  const main = of('ANTHROPIC_MODEL')
  for (const [upper, role] of Object.entries(ROLES)) {
    const small = role === 'haiku' ? of('ANTHROPIC_SMALL_FAST_MODEL') : ''
    const model = of(`ANTHROPIC_DEFAULT_${upper}_MODEL`) || small || main
    if (model !== '') mapping[role] = model
  }
  return { models: [], mapping }
}

/** `WORK_ANTHROPIC_API_KEY_2` → `work anthropic 2`; a name that says nothing gives none. */
function nameOf(name: string, upper: string, { type, baseUrl }: Pick<Found, 'type' | 'baseUrl'>): string {
  const [, stem = '', , end = ''] = KEY.exec(upper) ?? [null, name]
  const said = `${stem} ${end}`.replace(/_+/g, ' ').trim().toLowerCase()
  // Claude Code's own variables are called so wherever they lead.
  const elsewhere = type !== 'anthropic' || baseUrl !== null
  if (elsewhere && /^(anthropic|claude)( +\d+)?$/.test(said)) return ''
  return /^(anthropic|claude|zai|z ai|ollama)?$/.test(said) ? '' : cleanName(said)
}
