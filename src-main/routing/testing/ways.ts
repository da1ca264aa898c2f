import { ProviderId } from '../../../src-shared/domain/ids.ts'
import type { ModelFacts } from '../../catalogue/facts.ts'
import type { Need } from '../../catalogue/fits.ts'
import { freshState } from '../contender.ts'
import { noModelRules } from '../model-rules.ts'
import { route } from '../route.ts'
import type { RouteInput, Way } from '../way.ts'

export const listing = (...ids: string[]) => ids.map((id) => ({ id, displayName: id }))
export const way = (id: string, over: Partial<Way> = {}): Way => ({
  id: ProviderId.parse(id),
  enabled: true,
  models: listing('claude-opus-5', 'claude-sonnet-5', 'claude-haiku-4-5'),
  mapping: {},
  weight: 1,
  priority: 1,
  provider: { type: 'anthropic', groupOf: (model) => `group of ${model}` },
  ...over,
})
export const glm = (id = 'zai', over: Partial<Way> = {}) =>
  way(id, {
    models: listing('glm-5.3', 'glm-4.5-air'),
    mapping: { opus: 'glm-5.3', sonnet: 'glm-5.3', haiku: 'glm-4.5-air' },
    ...over,
  })
export const unknown: ModelFacts = {
  contextWindow: null,
  maxOutput: null,
  tools: null,
  images: null,
  documents: null,
  thinking: null,
  prices: null,
  source: 'unknown',
  asOf: null,
}
export const plain: Need = {
  inputTokens: 10,
  maxTokens: null,
  tools: false,
  images: false,
  documents: false,
  thinking: false,
}
export const resting = (until: number, reason: string) => ({ kind: 'no', because: 'resting', until, reason }) as const
export const asking = (ways: Way[], over: Partial<RouteInput<Way>> = {}): RouteInput<Way> => ({
  ways,
  strategy: 'failover',
  rules: noModelRules,
  choice: { provider: null, model: null },
  asked: 'claude-sonnet-5',
  last: null,
  state: freshState,
  now: 0,
  chance: () => 0,
  admission: () => ({ kind: 'yes' }),
  inFlight: () => 0,
  describe: () => unknown,
  need: () => plain,
  cached: () => 0,
  ...over,
})
export const order = (input: RouteInput<Way>) => route(input).candidates.map((it) => `${it.way.id}:${it.model}`)
