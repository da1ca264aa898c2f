import { calcPrice, findProvider } from '@pydantic/genai-prices'
import { beforeAll, describe, expect, it } from 'vitest'
import about from '../../package.json' with { type: 'json' }
import type { ProviderType } from '../../src-shared/domain/provider.ts'
import { providers } from '../providers/registry.ts'
import { published } from './built-in.ts'
import { Catalogue } from './catalogue.ts'
import { free, type Prices } from './facts.ts'
import { fromBook, openPriceBook, PACKAGE, type PriceBook } from './price-book.ts'

const AT = Date.parse('2026-11-24T12:00:00Z')
const clock = { now: () => AT }
const catalogue = new Catalogue(clock)
let book: PriceBook
beforeAll(async () => {
  book = await openPriceBook()
  await catalogue.load(async () => book)
})

const names = (type: ProviderType) => providers[type].models.map(({ id }) => id)
const unknown = {
  ...{ contextWindow: null, maxOutput: null, tools: null, images: null, documents: null, thinking: null },
  ...{ prices: null, source: 'unknown', asOf: null },
}

describe('the catalogue', () => {
  it.each(['anthropic', 'zai'] as const)('knows everything of every model that %s is listed with', (type) => {
    for (const model of names(type)) {
      const facts = catalogue.describe(type, model)
      expect(Object.entries(facts).filter(([, fact]) => fact === null)).toEqual([])
      expect(facts.asOf).toMatch(/^2026-\d\d-\d\d$/)
    }
  })

  it('says of local models only what holds on every machine: they cost nothing, their window is the owner’s', () => {
    for (const model of [...names('ollama'), 'something:7b']) {
      const { contextWindow, maxOutput, documents, prices } = catalogue.describe('ollama', model)
      expect([contextWindow, maxOutput, documents]).toEqual([null, null, false])
      expect(prices).toEqual(model.endsWith(':cloud') ? null : free)
    }
  })

  it('knows that practice is free, by whatever name', () => {
    for (const model of names('practice'))
      expect(catalogue.describe('practice', model)).toMatchObject({ prices: free, tools: true, source: 'provider' })
  })

  it('owns up to what it does not know', () => {
    expect(catalogue.describe('anthropic', 'claude-sonnet-6')).toEqual(unknown)
    expect(catalogue.describe('zai', 'claude-opus-5')).toEqual(unknown)
    expect(catalogue.describe('anthropic', 'constructor')).toEqual(unknown)
  })

  it('does not take a model for one whose name begins alike', () => {
    const searched = calcPrice({ input_tokens: 1 }, 'claude-sonnet-5-5', { providerId: 'anthropic' })
    expect(searched?.model.id).toBe('claude-sonnet-5')
    expect(fromBook(book, 'anthropic', 'claude-sonnet-5-5', AT)).toBeNull()
    expect(catalogue.describe('anthropic', 'claude-sonnet-5-5').source).toBe('provider')
  })

  it.each([
    ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
    ['claude-opus-5-5', 'anthropic/claude-opus-5.5'],
    ['claude-sonnet-5', 'claude-sonnet-5[1m]'],
    ['claude-opus-4-0', 'claude-opus-4-20250514'],
  ])('knows %s as %s too', (model, other) => {
    expect(catalogue.describe('anthropic', model).prices).not.toBeNull()
    expect(catalogue.describe('anthropic', other)).toEqual(catalogue.describe('anthropic', model))
  })

  it('has what the pages say before the package has been read', () => {
    const early = new Catalogue(clock)
    expect(early.describe('anthropic', 'claude-opus-5')).toMatchObject({ maxOutput: 128_000, prices: null })
    expect(early.describe('anthropic', 'claude-haiku-5-5')).toEqual(catalogue.describe('anthropic', 'claude-haiku-5-5'))
  })

  it('takes up a price on the day it begins', async () => {
    let now = Date.parse('2026-12-31T23:00:00Z')
    const later = new Catalogue({ now: () => now })
    const prices = [
      { prices: { input_mtok: 1, output_mtok: 2 } },
      { constraint: { type: 'start_date', start_date: '2027-01-01' }, prices: { input_mtok: 3, output_mtok: 4 } },
    ] as const
    const model = { id: 'm', match: { equals: 'm' }, prices: [...prices] }
    await later.load(async () => ({ models: () => [model] }))
    expect(later.describe('zai', 'm').prices?.input).toBe(1)
    now += 3_600_000
    expect(later.describe('zai', 'm').prices?.input).toBe(3)
  })

  it('works a model out once', async () => {
    let asked = 0
    const counting = new Catalogue(clock)
    const models = () => {
      asked += 1
      return []
    }
    await counting.load(async () => ({ models }))
    for (let i = 0; i < 3; i += 1) counting.describe('zai', 'glm-5.3')
    expect(asked).toBe(1)
  })
})

describe('the price package', () => {
  it('is the version whose day stands in the source', () => {
    expect(about.dependencies['@pydantic/genai-prices']).toBe(PACKAGE.version)
  })

  it.each(['anthropic', 'zai'])('is read as it reads itself, for every model of %s', (providerId) => {
    for (const { id, context_window } of findProvider({ providerId })?.models ?? []) {
      const found = calcPrice({ input_tokens: 1 }, id, { providerId, timestamp: new Date(AT) })
      const known = fromBook(book, providerId, id, AT)?.known
      const plain = (name: string) => {
        const price = found?.model_price[name]
        return typeof price === 'object' ? price.base : price
      }
      expect(found?.model.id).toBe(id)
      expect(known?.contextWindow).toBe(context_window)
      expect(known?.prices).toMatchObject({
        input: plain('input_mtok'),
        output: plain('output_mtok'),
        cacheRead: plain('cache_read_mtok') ?? plain('input_mtok'),
        cacheWrite5m: plain('cache_write_mtok') ?? plain('input_mtok'),
      })
    }
  })

  it('has a step for long prompts only where a prompt can be that long', () => {
    const tiers = (base: number) => ({ base, tiers: [{ start: 1000, price: 2 * base }] })
    const model = (context_window: number) => ({
      ...{ id: 'm', match: { equals: 'm' }, context_window },
      prices: { input_mtok: tiers(1), output_mtok: tiers(5), cache_read_mtok: 0.1 },
    })
    const read = (window: number) => fromBook({ models: () => [model(window)] }, 'x', 'm', AT)?.known.prices
    const base = { input: 1, output: 5, cacheRead: 0.1, cacheWrite5m: 1 }
    expect(read(1000)).toEqual({ ...base, long: null })
    expect(read(5000)).toEqual({
      ...base,
      long: { above: 1000, input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2 },
    })
  })

  it('has no price for what is not billed by the token', () => {
    const model = { id: 'm', match: { equals: 'm' }, prices: { requests_kcount: 1 } }
    expect(fromBook({ models: () => [model] }, 'x', 'm', AT)?.known).toEqual({})
  })

  it('still lacks, or has otherwise, each price that stands in the source', () => {
    for (const { inPackage, models } of Object.values(published)) {
      for (const [model, { prices, contextWindow }] of Object.entries(models)) {
        if (inPackage === null) continue
        const packaged = fromBook(book, inPackage, model, AT)?.known
        if (prices) expect(packaged?.prices).not.toEqual(prices)
        if (contextWindow) expect(packaged?.contextWindow).not.toBe(contextWindow)
      }
    }
  })
})

/** A change here is a change of what people are told they pay: look at the provider's page before taking it over. */
it('prices and windows of all listed models', () => {
  const row = ({ input, output, cacheRead, cacheWrite5m, long }: Prices): string =>
    `${input} / ${output}, cache ${cacheRead} / ${cacheWrite5m}${long ? `, above ${long.above}: ${row({ ...long, long: null })}` : ''}`
  const lines = (['anthropic', 'zai'] as const).flatMap((type) =>
    names(type).map((model) => {
      const { contextWindow, maxOutput, prices, source } = catalogue.describe(type, model)
      return `${model} (${source}): ${contextWindow} and ${maxOutput}; ${prices && row(prices)}`
    }),
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "claude-opus-5-5 (package): 1000000 and 128000; 4 / 20, cache 0.2 / 5",
      "claude-sonnet-5-5 (provider): 1000000 and 128000; 2 / 10, cache 0.1 / 2.5",
      "claude-haiku-5-5 (provider): 1000000 and 128000; 0.1 / 0.5, cache 0.01 / 0.125, above 100000: 0.5 / 2.5, cache 0.05 / 0.625",
      "claude-fable-5-2 (provider): 1000000 and 128000; 8 / 40, cache 0.2 / 10",
      "claude-opus-5 (package): 1000000 and 128000; 5 / 25, cache 0.5 / 6.25",
      "claude-sonnet-5 (package): 1000000 and 128000; 2 / 10, cache 0.2 / 2.5",
      "claude-fable-5-1 (package): 1000000 and 128000; 10 / 50, cache 0.25 / 12.5",
      "claude-opus-4-8 (package): 1000000 and 128000; 5 / 25, cache 0.5 / 6.25",
      "claude-opus-4-7 (package): 1000000 and 128000; 5 / 25, cache 0.5 / 6.25",
      "claude-opus-4-6 (package): 1000000 and 128000; 5 / 25, cache 0.5 / 6.25",
      "claude-sonnet-4-6 (package): 1000000 and 128000; 3 / 15, cache 0.3 / 3.75",
      "claude-opus-4-5 (package): 200000 and 64000; 5 / 25, cache 0.5 / 6.25",
      "claude-sonnet-4-5 (package): 200000 and 64000; 3 / 15, cache 0.3 / 3.75",
      "claude-haiku-4-5 (package): 200000 and 64000; 1 / 5, cache 0.1 / 1.25",
      "glm-5.3 (package): 1000000 and 131072; 1.4 / 4.4, cache 0.26 / 1.4",
      "glm-5.3-flash (provider): 1000000 and 131072; 0.15 / 0.5, cache 0.03 / 0.15",
      "glm-5.2 (package): 1000000 and 131072; 1.4 / 4.4, cache 0.26 / 1.4",
      "glm-5.1 (provider): 200000 and 131072; 1.4 / 4.4, cache 0.26 / 1.4",
      "glm-5-turbo (provider): 200000 and 131072; 1.2 / 4, cache 0.24 / 1.2",
      "glm-4.7 (provider): 200000 and 131072; 0.6 / 2.2, cache 0.11 / 0.6",
      "glm-4.5-air (provider): 128000 and 98304; 0.2 / 1.1, cache 0.03 / 0.2",
    ]
  `)
})
