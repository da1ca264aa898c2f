// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { load } from './testing/load.ts'

describe('TOML', () => {
  const loadToml = (source: string, env?: Record<string, string>) => load(source, env, 'toml')

  it('says the same as YAML', () => {
    const toml = `
[server]
listen = "127.0.0.1:9999"
[[providers]]
name = "work"
type = "anthropic"
models = ["m"]
[providers.model_mapping]
opus = "m"
[[providers.keys]]
key = "\${KEY}"
rpm_limit = 50
`
    const yaml = `
server: { listen: "127.0.0.1:9999" }
providers: [{ name: work, type: anthropic, models: [m], model_mapping: { opus: m }, keys: [{ key: "\${KEY}", rpm_limit: 50 }] }]
`
    const env = { KEY: 'sk-ant-from-the-environment' }
    const [one, other] = [loadToml(toml, env), load(yaml, env)]
    const plain = (loaded: typeof one) => JSON.stringify(loaded).replace(/key_\d+/g, 'key')
    expect(one.ok).toBe(true)
    expect(plain(one)).toBe(plain(other))
  })

  it('is told the line of a mistake, and nothing of what stands there', () => {
    const loaded = loadToml('[server]\nkey = sk-ant-canary-1234567\n')
    expect(loaded.ok ? [] : loaded.problems).toEqual([expect.stringMatching(/^line 2, column \d+: is not valid TOML/)])
    expect(JSON.stringify(loaded)).not.toContain('canary')
  })

  it('may hold a date, which is no text', () => {
    const loaded = loadToml('[[providers]]\nname = "a"\ntype = "ollama"\nmodels = [2026-01-31]\n')
    expect(loaded.ok).toBe(true)
  })

  it('never makes the loader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (source) => {
        expect(loadToml(source).ok).toBeTypeOf('boolean')
      }),
    )
  })
})
