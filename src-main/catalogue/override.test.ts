import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Catalogue } from './catalogue.ts'
import { loadOverrides } from './override-file.ts'

const FILE = `
# The coding plan is a flat fee.
as_of: 2026-11-20
models:
  zai/*:
    prices: { input: 0, output: 0 }
  zai/GLM-5.3:
    images: true
    max_output: 1000
  ollama/qwen3-coder:
    context_window: 65536
  anthropic/claude-next:
    prices: { input: 2, output: 8, cache_read: 0.2, cache_write: 2.5 }
`
let folder: string
let path: string
let catalogue: Catalogue
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prices-'))
  path = join(folder, 'prices.override.yaml')
  catalogue = new Catalogue({ now: () => Date.parse('2026-11-24') })
})
afterEach(() => rm(folder, { recursive: true }))

const load = async (source: string) => {
  await writeFile(path, source)
  return loadOverrides(catalogue, path)
}

describe('the user’s own prices', () => {
  it('stand in front of everything else, with their own day', async () => {
    expect(await load(FILE)).toEqual([])
    expect(catalogue.describe('anthropic', 'claude-next')).toMatchObject({
      prices: { input: 2, output: 8, cacheRead: 0.2, cacheWrite5m: 2.5, long: null },
      source: 'override',
      asOf: '2026-11-20',
    })
  })

  it('replace only what they state', async () => {
    await load(FILE)
    expect(catalogue.describe('zai', 'glm-5.3')).toMatchObject({ images: true, maxOutput: 1000, documents: false })
    expect(catalogue.describe('ollama', 'qwen3-coder')).toMatchObject({
      contextWindow: 65_536,
      tools: true,
      prices: { input: 0 },
      source: 'provider',
    })
  })

  it('hold for all models of a provider under *, unless one is named', async () => {
    await load(FILE)
    for (const model of ['glm-4.7', 'glm-5.3', 'anything'])
      expect(catalogue.describe('zai', model)).toMatchObject({ prices: { input: 0, output: 0 }, source: 'override' })
    expect(catalogue.describe('zai', 'glm-4.7').maxOutput).toBe(131_072)
    expect(catalogue.describe('anthropic', 'claude-haiku-5-5').source).toBe('provider')
  })

  it('bill cached tokens as input where they have no price of their own', async () => {
    await load('as_of: 2026-11-20\nmodels:\n  zai/m:\n    prices: { input: 3, output: 4 }')
    expect(catalogue.describe('zai', 'm').prices).toMatchObject({ cacheRead: 3, cacheWrite5m: 3 })
  })

  it('are read anew, and gone with the file', async () => {
    const before = catalogue.describe('zai', 'glm-4.7')
    await load(FILE)
    expect(catalogue.describe('zai', 'glm-4.7').prices?.input).toBe(0)
    await load(FILE.replace('input: 0', 'input: 7'))
    expect(catalogue.describe('zai', 'glm-4.7').prices?.input).toBe(7)
    await rm(path)
    expect(await loadOverrides(catalogue, path)).toEqual([])
    expect(catalogue.describe('zai', 'glm-4.7')).toEqual(before)
  })

  it('may be an empty file', async () => {
    expect(await load('')).toEqual([])
    expect(await load('# nothing yet\n')).toEqual([])
  })

  it('are told everything that is wrong at once, and what was in force stays', async () => {
    await load(FILE)
    const problems = await load(`
as_of: yesterday
modles: {}
models:
  glm-5.3: {}
  zai/glm-5.3:
    price: 3
    images: perhaps
    context_window: 1.5
    prices: { input: -1, cache_read: free }
  zai/glm-4.7: 12
`)
    expect(problems.map((line) => line.replace(/ Mend or.*/, '')).sort()).toEqual([
      'as_of: must be the day on which this was so, for example 2026-11-24.',
      'models[glm-5.3]: must be a kind of provider and a model, for example zai/glm-5.3, or zai/* for all others there.',
      'models[zai/glm-4.7]: must be a block of names and values.',
      'models[zai/glm-5.3].context_window: must be a whole number of tokens, 1 or more.',
      'models[zai/glm-5.3].images: must be true or false.',
      'models[zai/glm-5.3].price: is not a known name.',
      'models[zai/glm-5.3].prices.cache_read: must be USD per million tokens, 0 or more.',
      'models[zai/glm-5.3].prices.input: must be USD per million tokens, 0 or more.',
      'models[zai/glm-5.3].prices.output: must be USD per million tokens, 0 or more.',
      'modles: is not a known name.',
    ])
    expect(catalogue.describe('zai', 'glm-4.7').prices?.input).toBe(0)
  })

  it('say where the file is no YAML, without repeating it', async () => {
    const [problem] = await load('as_of: 2026-11-20\nmodels: [secret')
    expect(problem).toMatch(/^line 2, column \d+: is not valid YAML/)
    expect(problem).not.toContain('secret')
  })

  it('may not be readable at all', async () => {
    expect(await loadOverrides(catalogue, folder)).toEqual([
      'It could not be read (EISDIR). The prices known before stay in force.',
    ])
  })
})
