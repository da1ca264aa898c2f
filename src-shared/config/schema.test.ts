import { expect, it } from 'vitest'
import { BaseUrl, Config, defaultConfig, Listen } from './schema.ts'

it('is whole with nothing set', () => {
  expect(defaultConfig()).toMatchObject({
    server: { listen: '127.0.0.1:8787' },
    routing: { strategy: 'failover', provider: null, model: null },
    providers: [],
  })
})

it('takes a provider by name and type alone', () => {
  const config = Config.parse({ providers: [{ name: 'work', type: 'anthropic' }] })
  expect(config.providers[0]).toMatchObject({ enabled: true, keys: [], pooling: { strategy: 'least_loaded' } })
})

it.each(['127.0.0.1:8787', '[::1]:0', 'localhost:65535'])('listens on %s', (listen) => {
  expect(Listen.safeParse(listen).success).toBe(true)
})

it.each(['8787', '127.0.0.1', '127.0.0.1:70000', 'a b:1', '::1:80'])('refuses to listen on %s', (listen) => {
  expect(Listen.safeParse(listen).success).toBe(false)
})

it.each(['https://api.z.ai/api/anthropic', 'http://127.0.0.1:9', 'http://localhost:11434', 'http://[::1]:1'])(
  'would send a key to %s',
  (url) => expect(BaseUrl.safeParse(url).success).toBe(true),
)

it.each([
  'http://api.example.com',
  'ftp://x',
  'api.example.com',
  'https://me:pw@example.com',
  'https://example.com/?key=1',
  'http://127.0.0.1.evil.test',
])('would not send a key to %s', (url) => expect(BaseUrl.safeParse(url).success).toBe(false))
