import { text } from '../../src-shared/text/text.ts'
import { cleanName, memberOf, modelsIn } from './clean.ts'
import { type Reading, skip, take, together } from './found.ts'
import { isCredential, isPlaceholder, isReference } from './tokens.ts'
import { whose } from './whose.ts'

const words = text.intake

/**
 * `~/.claude-code-router/config.json` as claude-code-router documents it in its README and config.example.json
 * (1.0.49): `Providers` with `api_base_url`, `api_key`, `models`. Its own routes are ours to make.
 */
export function readRouter(document: unknown): Reading {
  const providers = memberOf(document, 'Providers')
  return together((Array.isArray(providers) ? providers : []).map((it, at) => readProvider(it, at)))
}

function readProvider(it: unknown, at: number): Reading {
  const name = cleanName(memberOf(it, 'name')) || words.provider(at + 1)
  const [address, key] = [memberOf(it, 'api_base_url'), memberOf(it, 'api_key')]
  if (typeof address !== 'string') return skip(name, words.badAddress)
  const secret = typeof key === 'string' ? key.trim() : ''
  const models = modelsIn(memberOf(it, 'models'))
  const guess = whose({ secret: isCredential(secret) ? secret : null, name, address })
  if (!guess.ok) return skip(name, guess.why)
  if (guess.type === 'ollama') return take(null, { ...guess, name, provider: name, models, mapping: {} })
  if (secret === '') return skip(name, words.noKey)
  if (isReference(secret)) return skip(name, words.reference)
  if (isPlaceholder(secret)) return skip(name, words.placeholder)
  if (!isCredential(secret)) return skip(name, words.notAKey)
  // Where it is asked in the other dialect there, its models have other names in ours.
  return take(secret, { ...guess, name, provider: name, models: guess.baseUrl === null ? [] : models, mapping: {} })
}
