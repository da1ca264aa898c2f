import type { Dialect } from './dialect.ts'
import { bearerOf, failures, page, plainWire, type Said } from './plain.ts'
import { unnamed } from './script.ts'
import { startTwin, type Twin, type TwinOptions } from './twin.ts'

const models = ['house-large', 'house-small']

const error = (status: number, code: string, message: string): Said => ({ status, body: { error: { code, message } } })

const failure = failures({
  unknown_key: () => error(401, 'invalid_api_key', 'Incorrect API key provided'),
  limited: () => error(429, 'rate_limit_exceeded', 'Too many requests'),
  busy: () => error(429, 'rate_limit_exceeded', 'Too many requests'),
  overloaded: () => ({ status: 529, body: '' }),
  no_credit: () => error(429, 'insufficient_quota', 'You exceeded your current quota'),
  unknown_model: () => error(404, 'model_not_found', 'No such model'),
  bad_request: ({ message }) => error(400, 'bad_request', message),
  not_found: () => ({ status: 404, body: '404 page not found' }),
  too_large: () => ({ status: 413, body: '' }),
})

/** A home-made gateway: no `event:` lines, no counting, no listing, errors in OpenAI's shape, empty pages. */
export const carelessTwin: Dialect = {
  name: 'a careless gateway',
  prefix: '/gateway',
  secretOf: bearerOf,
  wire: plainWire(),
  habit: unnamed,
  groupOf: (model) => (models.includes(model) ? model : null),
  check: () => null,
  failure,
  headers: () => ({}),
  other: (asked, _path, key) => page(asked, {}) ?? failure({ kind: key ? 'not_found' : 'unknown_key' }),
}

export const startCareless = (options: TwinOptions): Promise<Twin> => startTwin(carelessTwin, options)
