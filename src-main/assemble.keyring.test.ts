import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { newHome, toyCipher } from './assemble.testing.ts'
import type { Cipher } from './ports.ts'

const SECRETS = ['sk-ant-api03-ring-0123456789-1111', 'sk-ant-api03-ring-0123456789-2222'] as const

let twin: Twin
let home: ReturnType<typeof newHome>
beforeAll(async () => {
  twin = await startAnthropic({ keys: SECRETS.map((secret) => ({ secret, name: secret, organization: secret })) })
})
afterAll(() => twin.stop())
beforeEach(async () => {
  home = newHome()
  const house = await home.start()
  const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
  for (const [n, secret] of SECRETS.entries()) await house.done('key.add', { provider, label: `key ${n}`, secret })
  await house.stop()
})
afterEach(() => home.tidy())

const stored = () => readFileSync(home.folders.secrets)
const toy = toyCipher()
/** Does not open a key until it is let. */
function asking(of: (sealed: string) => boolean) {
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const decrypt = (sealed: string) => (of(sealed) ? answered.then(() => toy.decrypt(sealed)) : toy.decrypt(sealed))
  return { cipher: { ...toy, decrypt } satisfies Cipher, answer }
}

describe('a keyring that', () => {
  it.each<[string, () => Parameters<typeof home.start>[0], number]>([
    ['is as it was', () => ({ cipher: toy }), 200],
    ['is Chromium’s stand-in, so that nothing is stored', () => ({ session: true }), 400],
    ['is not there', () => ({ session: true }), 400],
    ['is another than last time', () => ({ cipher: toyCipher('another') }), 400],
    ['asks its user for 30 s', () => ({ cipher: asking(() => true).cipher }), 400],
  ])(
    '%s: the app starts, tells a client what is the matter, and changes no byte of what is stored',
    async (_, options, status) => {
      const before = stored()
      const house = await home.start(options())
      expect((await fetch(`${house.url()}/health`)).status).toBe(200)
      expect(house.keys()).toHaveLength(2)
      const answer = await house.post()
      expect([answer.status, await answer.text()]).toEqual([status, expect.any(String)])
      await house.stop()
      expect(stored().equals(before)).toBe(true)
      const again = await home.start()
      expect((await again.post()).status).toBe(200)
    },
  )

  it('asks about one key holds up no other: 100 requests meanwhile, each as quick as ever', async () => {
    const { secrets } = home.read(home.folders.secrets) as { secrets: Record<string, string> }
    const [first] = Object.values(secrets)
    const { cipher, answer } = asking((sealed) => sealed === first)
    const house = await home.start({ cipher })
    await house.post()
    const took: number[] = []
    for (let n = 0; n < 100; n++) {
      const start = performance.now()
      expect((await house.post()).status).toBe(200)
      took.push(performance.now() - start)
    }
    expect(took.sort((a, b) => a - b)[98]).toBeLessThan(500)
    answer()
    house.advance(11_000)
    const used = () => twin.log.filter(({ key }) => key === SECRETS[0]).length
    const usedNow = async () => {
      await house.post()
      return used()
    }
    await expect.poll(usedNow, { timeout: 5000 }).toBeGreaterThan(0)
  })
})
