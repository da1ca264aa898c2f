import { ChosenType } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { providers as kinds } from '../providers/registry.ts'
import { cleanName, memberOf, members, modelsIn } from './clean.ts'
import { type Reading, skip, take, together } from './found.ts'
import { ownOf } from './key-own.ts'
import { isCredential, isPlaceholder, isReference } from './tokens.ts'
import { sameAddress, whose } from './whose.ts'

const words = text.intake

/** A config file of this relay, or of an older one with the same names: its providers with their keys and what is set for these, and nothing else of it. */
export function readHouse(document: unknown): Reading {
  const providers = memberOf(document, 'providers')
  return together((Array.isArray(providers) ? providers : []).map((it, at) => readProvider(it, at)))
}

function readProvider(it: unknown, at: number): Reading {
  const called = cleanName(plain(memberOf(it, 'name'))) || words.provider(at + 1)
  const type = ChosenType.options.find((one) => one === memberOf(it, 'type'))
  if (type === undefined) return skip(called, words.otherType(cleanName(memberOf(it, 'type'))))
  const address = memberOf(it, 'base_url')
  const baseUrl = typeof address !== 'string' || sameAddress(address, kinds[type].baseUrl) ? null : address
  const models = modelsIn(memberOf(it, 'models'))
  const mapping = Object.fromEntries(
    members(memberOf(it, 'model_mapping')).flatMap(([asked, served]) => {
      const [from, to] = [cleanName(asked, 200), cleanName(plain(served), 200)]
      return from === '' || to === '' ? [] : [[from, to]]
    }),
  )
  const rest = { provider: called, type, baseUrl, why: words.stated(kinds[type].name), models, mapping }
  const keys = memberOf(it, 'keys')
  if (!Array.isArray(keys) || keys.length === 0)
    return kinds[type].needsKey ? skip(called, words.noKey) : checked(null, called, rest)
  return together(
    keys.map((key, n) => {
      const label =
        cleanName(plain(memberOf(key, 'label'))) || (keys.length === 1 ? called : cleanName(`${called} ${n + 1}`))
      const written = memberOf(key, 'key')
      const own = ownOf(key)
      const whole = { ...rest, own }
      if (written === undefined && !kinds[type].needsKey) return checked(null, label, whole)
      if (typeof written !== 'string' || written.trim() === '') return skip(label, words.noKey)
      // In a config file `$$` is a dollar sign.
      if (isReference(written.trim()) || written.replaceAll('$$', '').includes('${'))
        return skip(label, words.reference)
      const secret = written.trim().split('$$').join('$')
      if (isPlaceholder(secret)) return skip(label, words.placeholder)
      if (!isCredential(secret)) return skip(label, words.notAKey)
      return checked(secret, label, whole)
    }),
  )
}

const plain = (value: unknown) => (typeof value === 'string' ? value.split('$$').join('$') : value)

type Rest = Omit<Parameters<typeof take>[1], 'name'>

/** The file says whose a key is; it may not send it where none may be sent, and what is no key is none here either. */
function checked(secret: string | null, name: string, rest: Rest): Reading {
  const { type, baseUrl } = rest
  const guess = whose({ secret, name: '', address: baseUrl ?? (type === null ? null : kinds[type].baseUrl) })
  if (!guess.ok) return skip(name, guess.why)
  return take(secret, guess.type === null ? { ...rest, ...guess, name } : { ...rest, name })
}
